import type { InventoryContext } from '#machines/inventory';
import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import { customersOf, ordersOf } from '#sim/metrics/kpis';
import type { StockMeter } from '#sim/metrics/stockMeter';

/** What one inventory, or several together, counted and integrated from time 0 on. Counts are PINs, times hours. */
export interface Sums {
  asked: number;
  /** Met at once from own stock. */
  met: number;
  lost: number;
  /** Given by another server for a customer who waited. */
  helped: number;
  /** Customers who asked; each may ask for several PINs. */
  requests: number;
  /** Of them, those who got all at once from own stock. */
  requestsMet: number;
  orders: number;
  received: number;
  shipped: number;
  recalled: number;
  expired: number;
  stockouts: number;
  onHandHours: number;
  onOrderHours: number;
  owedHours: number;
  emptyHours: number;
  /** Orders that the hub has taken in, those of them that it could not ship whole at once, and orders in its line. */
  hubOrders: number;
  hubDelayed: number;
  /** The PINs of these orders, and those of them that were not shipped at once. */
  hubPins: number;
  hubPinsDelayed: number;
  lineHours: number;
  /** On the way to this inventory. */
  inTransitHours: number;
  /** Times the number of inventories. */
  inventoryHours: number;
  hours: number;
}

export function noSums(hours: number): Sums {
  return {
    asked: 0,
    met: 0,
    lost: 0,
    helped: 0,
    requests: 0,
    requestsMet: 0,
    orders: 0,
    received: 0,
    shipped: 0,
    recalled: 0,
    expired: 0,
    stockouts: 0,
    onHandHours: 0,
    onOrderHours: 0,
    owedHours: 0,
    emptyHours: 0,
    hubOrders: 0,
    hubDelayed: 0,
    hubPins: 0,
    hubPinsDelayed: 0,
    lineHours: 0,
    inTransitHours: 0,
    inventoryHours: 0,
    hours,
  };
}

/** Adds one inventory's; an unlimited central one, without a meter, counts only what it did. */
export function addInventory(
  sums: Sums,
  { stock }: InventoryContext,
  meter: StockMeter | null,
  now: Microseconds,
): void {
  const asked = customersOf(stock);
  const met = asked - stock.lost - stock.backordered;
  sums.asked += asked;
  sums.met += met;
  sums.lost += stock.lost;
  sums.helped += stock.helped;
  sums.orders += ordersOf(stock);
  sums.received += stock.received;
  sums.shipped += stock.shipped;
  sums.recalled += stock.recalled;
  sums.expired += stock.retired;
  sums.stockouts += stock.stockouts;
  sums.inventoryHours += now / HOUR_MICROSECONDS;
  if (meter === null) return;
  sums.requests += meter.bulkRequests > 0 ? meter.bulkRequests : asked;
  sums.requestsMet += meter.bulkRequests > 0 ? meter.bulkRequestsMet : met;
  sums.onHandHours += meter.onHandTime.value / HOUR_MICROSECONDS;
  sums.onOrderHours += meter.onOrderTime.value / HOUR_MICROSECONDS;
  sums.owedHours += meter.owedTime.value / HOUR_MICROSECONDS;
  sums.emptyHours += meter.emptyTime.value / HOUR_MICROSECONDS;
}
