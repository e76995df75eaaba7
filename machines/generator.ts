import { setup } from 'xstate';
import type { PinRange } from '#src/domain/pinRange';
import { placeByName } from '#src/domain/placeByName';
import { replaceAt } from '#src/domain/replaceAt';
import { isSameSale } from '#src/domain/sale';
import type { SaleReference } from '#src/domain/sale';
import { UNTRIED } from '#src/policy/routing';
import { apply } from './apply.ts';
import type { Outcome } from './apply.ts';
import type {
  Message,
  MessageRefused,
  NodeRestarted,
  TransactionClosed,
  TransactionOrdered,
  TransactionRevoked,
} from './protocol.ts';
import { refuse } from './refusal.ts';

export interface GeneratorPlan {
  readonly address: string;
  readonly conduit: string;
  readonly products: readonly GeneratedProduct[];
}

export interface GeneratedProduct {
  readonly product: string;
  /** Serials that it may draw in all; null: without end. */
  readonly capacity: number | null;
}

export interface GeneratorContext {
  readonly plan: GeneratorPlan;
  /** Next serial of each product's own lot, in the order of `plan.products`. A serial is never drawn again. */
  readonly nextSerials: readonly number[];
  /** Drawn, and neither closed nor revoked. */
  readonly open: readonly Drawing[];
  readonly drawn: number;
  /** Messages that the generator did not know. */
  readonly refused: number;
}

export interface Drawing {
  readonly request: SaleReference;
  readonly ranges: readonly PinRange[];
}

export type GeneratorEvent =
  TransactionOrdered | TransactionRevoked | TransactionClosed | NodeRestarted | MessageRefused;

type GeneratorOutcome = Outcome<GeneratorContext, Message>;

/**
 * A PIN of its own lot that there never was before; the same for the same request. It answers at once, and what it
 * refuses it refuses for one product alone, so its health never changes.
 */
export function drawPin(context: GeneratorContext, event: TransactionOrdered): GeneratorOutcome {
  const { plan, nextSerials } = context;
  const { request, product, kind } = event.transaction;
  const { from: to } = event;
  const { address: from } = plan;
  const known = context.open.find((drawing) => isSameSale(drawing.request, request));
  if (known !== undefined) {
    const { ranges } = known;
    return {
      patch: null,
      messages: [{ type: 'transaction.completed', to, from, request, ranges, health: UNTRIED }],
    };
  }
  const place = placeByName(plan.products, product, (one) => one.product);
  if (place === undefined || kind !== 'generate') {
    return refusal(context, event, `it does not generate ${product}`);
  }
  const serial = nextSerials[place]!;
  const { capacity } = plan.products[place]!;
  if (capacity !== null && serial > capacity) {
    return refusal(context, event, `all ${capacity} PINs of ${product} are drawn`);
  }
  const ranges = [{ lot: `${from}:${product}`, first: serial, count: 1 }];
  return {
    patch: {
      nextSerials: replaceAt(nextSerials, place, serial + 1),
      open: [...context.open, { request, ranges }],
      drawn: context.drawn + 1,
    },
    messages: [{ type: 'transaction.completed', to, from, request, ranges, health: UNTRIED }],
  };
}

function refusal(
  { plan }: GeneratorContext,
  { from: to, transaction: { request } }: TransactionOrdered,
  reason: string,
): GeneratorOutcome {
  return {
    patch: null,
    messages: [{ type: 'transaction.refused', to, from: plan.address, request, reason, health: UNTRIED }],
  };
}

/** The PIN is void: its serial stays drawn. */
export function revokeDrawing(context: GeneratorContext, event: TransactionRevoked): GeneratorOutcome {
  const { request, from: to } = event;
  const { address: from } = context.plan;
  return {
    patch: withoutDrawing(context, request),
    messages: [{ type: 'transaction.undone', to, from, request, health: UNTRIED }],
  };
}

export function closeDrawing(context: GeneratorContext, event: TransactionClosed): GeneratorOutcome {
  return { patch: withoutDrawing(context, event.request), messages: [] };
}

function withoutDrawing(
  { open }: GeneratorContext,
  request: SaleReference,
): Partial<GeneratorContext> | null {
  const index = open.findIndex((drawing) => isSameSale(drawing.request, request));
  return index < 0 ? null : { open: open.toSpliced(index, 1) };
}

/** Stands behind a bucket instead of a shelf: draws PINs in real time, on the conduit's own node. */
export const generatorMachine = setup({
  types: {
    context: {} as GeneratorContext,
    input: {} as GeneratorPlan,
    events: {} as GeneratorEvent,
    emitted: {} as Message,
  },
  actions: {
    drawPin: apply(drawPin),
    revokeDrawing: apply(revokeDrawing),
    closeDrawing: apply(closeDrawing),
    refuse: apply(refuse<GeneratorContext>),
  },
}).createMachine({
  id: 'generator',
  context: ({ input }) => ({
    plan: input,
    nextSerials: input.products.map(() => 1),
    open: [],
    drawn: 0,
    refused: 0,
  }),
  initial: 'drawing',
  states: {
    drawing: {
      on: {
        'transaction.ordered': { actions: 'drawPin' },
        'transaction.revoked': { actions: 'revokeDrawing' },
        'transaction.closed': { actions: 'closeDrawing' },
        'node.restarted': {},
      },
    },
  },
  on: { '*': { actions: 'refuse' } },
});
