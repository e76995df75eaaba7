import { setup } from 'xstate';
import { fail } from '#src/domain/assertion';
import { placeByName } from '#src/domain/placeByName';
import { replaceAt } from '#src/domain/replaceAt';
import { acknowledgeParcel, newLink, sendParcel } from '#src/domain/link';
import type { Link } from '#src/domain/link';
import { apply } from './apply.ts';
import type { Outcome } from './apply.ts';
import type { Message, MessageRefused, StockRequested, TransferAcknowledged } from './protocol.ts';
import { refuse } from './refusal.ts';

export interface SupplierPlan {
  readonly address: string;
  /** Addresses of the central inventories that buy here. */
  readonly customers: readonly string[];
}

export interface SupplierContext {
  readonly plan: SupplierPlan;
  /** In the order of `plan.customers`. */
  readonly links: readonly Link[];
  /** Messages that the supplier did not know. */
  readonly refused: number;
}

export type SupplierEvent = StockRequested | TransferAcknowledged | MessageRefused;

type SupplierOutcome = Outcome<SupplierContext, Message>;

/** Every purchase is a new lot, named after supplier, variety and purchase; its serials start at 1. */
export function deliverLot(context: SupplierContext, event: StockRequested): SupplierOutcome {
  const { plan } = context;
  const index = customerIndex(plan, event.from);
  const link = context.links[index]!;
  const { nextNumber: number } = link;
  const { variety, quantity: count, from: to, order } = event;
  const ranges = [{ lot: `${plan.address}:${variety}:${number}`, first: 1, count }];
  return {
    patch: { links: replaceAt(context.links, index, sendParcel(link, ranges, count, 'purchase', order)) },
    messages: [
      {
        type: 'transfer.shipped',
        to,
        from: plan.address,
        variety,
        number,
        ranges,
        count,
        reason: 'purchase',
        order,
      },
    ],
  };
}

export function forgetTransfer(context: SupplierContext, event: TransferAcknowledged): SupplierOutcome {
  const index = customerIndex(context.plan, event.from);
  const link = context.links[index]!;
  const next = acknowledgeParcel(link, event.number);
  return { patch: next === link ? null : { links: replaceAt(context.links, index, next) }, messages: [] };
}

function customerIndex(plan: SupplierPlan, address: string): number {
  const index = placeByName(plan.customers, address, String);
  if (index === undefined) fail(`${plan.address} does not supply ${address}`);
  return index;
}

/** Sells PINs to the hub, a lot a purchase. */
export const supplierMachine = setup({
  types: {
    context: {} as SupplierContext,
    input: {} as SupplierPlan,
    events: {} as SupplierEvent,
    emitted: {} as Message,
  },
  actions: {
    deliverLot: apply(deliverLot),
    forgetTransfer: apply(forgetTransfer),
    refuse: apply(refuse<SupplierContext>),
  },
}).createMachine({
  id: 'supplier',
  context: ({ input }) => ({ plan: input, links: input.customers.map(newLink), refused: 0 }),
  initial: 'delivering',
  states: {
    delivering: {
      on: {
        'stock.requested': { actions: 'deliverLot' },
        'transfer.acknowledged': { actions: 'forgetTransfer' },
      },
    },
  },
  on: { '*': { actions: 'refuse' } },
});
