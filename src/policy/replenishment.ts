/** When an inventory asks for more, and for how much. Pure functions over plain figures, all in PINs. */

export interface ReplenishmentLevels {
  /** Stock position at or under this triggers a request. May be negative. */
  readonly lowWatermark: number;
  readonly order: OrderSize;
  /** null: no limit. 1: no request while one is on the way, the trigger is looked at again at each delivery. */
  readonly maxOutstandingOrders: number | null;
}

export type OrderSize =
  | { readonly kind: 'upTo'; readonly desiredLevel: number }
  | { readonly kind: 'fixedQuantity'; readonly quantity: number };

/** Whether a further request is due: stock position at or under the low watermark, and not too many under way. */
export function isOrderDue(levels: ReplenishmentLevels, stockPosition: number, openOrders: number): boolean {
  return (
    stockPosition <= levels.lowWatermark &&
    (levels.maxOutstandingOrders === null || openOrders < levels.maxOutstandingOrders)
  );
}

/** The size of a due request; it is asked again while one is still due. */
export function orderQuantity(levels: ReplenishmentLevels, stockPosition: number): number {
  const size = levels.order;
  return size.kind === 'upTo' ? size.desiredLevel - stockPosition : size.quantity;
}

/**
 * How many sales, each lowering the stock position by one, until a request is due: Infinity when no sale can make
 * one due, because the limit of outstanding orders is reached.
 */
export function salesUntilOrder(
  levels: ReplenishmentLevels,
  stockPosition: number,
  openOrders: number,
): number {
  if (levels.maxOutstandingOrders !== null && openOrders >= levels.maxOutstandingOrders) return Infinity;
  return Math.max(1, stockPosition - levels.lowWatermark);
}
