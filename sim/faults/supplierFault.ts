import { OPERATOR } from '#machines/protocol';
import type { Handling, Message, StockRequested } from '#machines/protocol';
import type { SimulatedNode } from './simulatedNode.ts';
import type { Strike } from './strikes.ts';
import type { World } from './world.ts';
import { doubleDelivery } from './doubleDelivery.ts';
import { lateDelivery } from './lateDelivery.ts';
import { missingDelivery } from './missingDelivery.ts';
import { partialDelivery } from './partialDelivery.ts';

/** What a supplier makes of an order, if the fault strikes; `key` names the order. */
export type SupplierFault = (
  key: string,
  world: World,
) => { readonly strike: Strike; readonly handling: Handling } | null;

const FAULTS: readonly SupplierFault[] = [missingDelivery, partialDelivery, lateDelivery, doubleDelivery];

/** Lets faults decide what suppliers make of orders: once for each order, when it first comes. */
export class Suppliers {
  private readonly world: World;
  private readonly decided = new Map<
    string,
    { readonly strike: Strike; readonly handling: Handling } | null
  >();

  constructor(world: World) {
    this.world = world;
  }

  /** An order has come to a supplier that runs. */
  ordered(supplier: SimulatedNode, order: StockRequested): void {
    const key = `${supplier.name} ${order.from} order ${order.order}`;
    const earlier = this.decided.get(key);
    if (earlier !== undefined) {
      // Late, or as if not heard: the hub lost patience.
      if (earlier?.handling.kind === 'late' || earlier?.handling.kind === 'ignored')
        earlier.strike.changedOutcome();
      this.world.tell(supplier, order);
      return;
    }
    const decision = this.decide(key);
    this.decided.set(key, decision);
    const handlings = decision === null ? [] : [decision.handling];
    if (decision !== null) this.world.tell(supplier, disposed(supplier.name, handlings));
    const answers = this.world.tell(supplier, order) ?? [];
    if (decision !== null && isOtherwise(decision.handling, order, answers)) decision.strike.changedOutcome();
  }

  private decide(key: string): ReturnType<SupplierFault> {
    for (const fault of FAULTS) {
      const decision = fault(key, this.world);
      if (decision !== null) return decision;
    }
    return null;
  }
}

function disposed(to: string, handlings: readonly Handling[]): Message {
  return { type: 'supplier.disposed', to, from: OPERATOR, handlings };
}

/** Whether the supplier's answer shows the fault at once. */
function isOtherwise({ kind }: Handling, { quantity }: StockRequested, answers: readonly Message[]): boolean {
  const lots = answers.filter((answer) => answer.type === 'transfer.shipped');
  switch (kind) {
    case 'inPart':
      return lots.some(({ count }) => count < quantity);
    case 'twice':
      return lots.length > 1;
    case 'refused':
      return answers.some(({ type }) => type === 'stock.refused');
    default:
      return false;
  }
}
