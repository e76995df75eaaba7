import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALARMS, CUSTOMERS, OPERATOR } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import { JournaledNetwork } from '../support/journaledNetwork.ts';
import type { Action } from '../support/journaledNetwork.ts';
import { clerks, smallNodes } from '../support/smallNodes.ts';

const sales = [1, 2, 3].map((number) => ({ terminal: 'north:1', number }));

const networkWords: readonly Message[] = [
  { type: 'customer.asked', to: 'north:1', from: CUSTOMERS, sku: 'day', account: null },
  { type: 'reprint.asked', to: 'north:1', from: CUSTOMERS },
  ...sales.flatMap((sale): readonly Message[] => [
    { type: 'customer.asked', to: 'north:1', from: CUSTOMERS, sku: 'day', account: null },
    { type: 'payment.taken', to: 'north:1', from: CUSTOMERS, sale },
    { type: 'payment.taken', to: 'north:1', from: CUSTOMERS, sale },
    { type: 'payment.failed', to: 'north:1', from: CUSTOMERS, sale },
    { type: 'print.finished', to: 'north:1', from: CUSTOMERS, sale },
  ]),
  { type: 'stock.demanded', to: 'north/day', from: CUSTOMERS, count: 2, sale: null },
  { type: 'stock.demanded', to: 'north/day', from: CUSTOMERS, count: 3, sale: null },
  { type: 'review.due', to: 'hub/day', from: OPERATOR },
  { type: 'review.due', to: 'hub/night', from: OPERATOR },
  { type: 'drain.ordered', to: 'north', from: OPERATOR },
  { type: 'drain.cancelled', to: 'north', from: OPERATOR },
  { type: 'return.ordered', to: 'north', from: OPERATOR },
];

const clerkWords = ['shop', 'shop/back', 'shop/nobody'].flatMap((to): readonly Message[] => [
  { type: 'drain.ordered', to, from: OPERATOR },
  { type: 'drain.ordered', to, from: OPERATOR },
  { type: 'drain.cancelled', to, from: OPERATOR },
  { type: 'return.ordered', to, from: OPERATOR },
  { type: 'stock.resumed', to, from: OPERATOR },
  { type: 'stock.surrendered', to, from: OPERATOR },
  { type: 'alarm.rang', to, from: ALARMS, alarm: 'wake', at: 0 },
  { type: 'message.refused', to, from: OPERATOR, refusedType: 'review.due' },
]);

const action: fc.Arbitrary<Action> = fc.record({
  kind: fc.constantFrom(
    ...(['deliver', 'deliver', 'deliver', 'say', 'say', 'say', 'ring', 'sync', 'sync', 'crash'] as const),
  ),
  a: fc.nat(1000),
  b: fc.nat(1000),
  luck: fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
    minLength: 4,
    maxLength: 4,
  }),
});

describe.each([
  ['two clerks who do everything that a journal must cope with', [clerks], clerkWords, true],
  ['a supplier, a hub, a server and a terminal', smallNodes, networkWords, false],
] as const)('After any crash, %s', (_, kinds, words, mayFail) => {
  it('are what the surviving records make of new ones, and have said nothing that was lost', () => {
    const seen = { failed: 0, lost: 0, crashes: 0, messages: 0, undeliverable: 0, torn: 0, alarms: 0 };
    fc.assert(
      fc.property(fc.array(action, { maxLength: 150, size: 'max' }), (actions) => {
        const network = new JournaledNetwork(kinds, words);
        for (const next of actions) network.act(next);
        for (const [place] of network.patients.entries()) {
          network.act({ kind: 'crash', a: place, b: 0, luck: [0, 0, 0, 0.5] });
        }
        for (const key of ['failed', 'lost', 'crashes', 'messages'] as const) seen[key] += network.seen[key];
        for (const { node, disk } of network.patients) {
          seen.undeliverable += node.undeliverable;
          seen.torn += disk.torn;
          seen.alarms += node.pendingAlarms().length;
        }
      }),
      { numRuns: 60, seed: 3 },
    );
    expect(seen.crashes).toBeGreaterThan(200);
    expect(seen.lost).toBeGreaterThan(200);
    expect(seen.torn).toBeGreaterThan(50);
    expect(seen.messages).toBeGreaterThan(200);
    expect(seen.undeliverable).toBeGreaterThan(10);
    expect(seen.alarms).toBeGreaterThan(10);
    expect(seen.failed > 0).toBe(mayFail);
  });
});
