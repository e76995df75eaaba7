import fc from 'fast-check';
import type { SaleSetting } from './saleNetwork.ts';

const KINDS = [
  'ask',
  'deliver',
  'repeat',
  'lose',
  'echo',
  'answer',
  'refuse',
  'mumble',
  'ring',
  'ring unasked',
  'crash',
  'query',
  'reprint',
] as const;

/** What happens next; `pick` and `other` say to whom or what. */
export interface Move {
  readonly kind: (typeof KINDS)[number];
  readonly pick: number;
  readonly other: number;
}

const weights: Partial<Record<Move['kind'], number>> = { ask: 3, deliver: 8, answer: 5, lose: 2, repeat: 2 };

/** Anything that links, clocks, people and power do, in any order. */
export const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.record({
    kind: fc.oneof(...KINDS.map((kind) => ({ weight: weights[kind] ?? 1, arbitrary: fc.constant(kind) }))),
    pick: fc.nat({ max: 99 }),
    other: fc.nat({ max: 99 }),
  }),
  { maxLength: 60, size: 'max' },
);

export const settings: fc.Arbitrary<SaleSetting> = fc.record({
  shelf: fc.integer({ min: 0, max: 4 }),
  unmet: fc.constantFrom('lost', 'backorder'),
  reorders: fc.boolean(),
});
