import { describe, expect, it } from 'vitest';
import { change, messages, resolved, SOUND } from './scenarioFixtures.ts';

function withLeadTime(leadTime: string): string {
  return messages(change(SOUND, 'leadTime: 72 h', `leadTime: ${leadTime}`));
}

describe('A lead time', () => {
  it('refuses shares that do not add to 1', () => {
    expect(withLeadTime('{ distribution: hyperexponential, probabilities: [0.8, 0.3], means: [1 h, 9 h] }'))
      .toMatchInlineSnapshot(`
        "test.yaml:6:64  error  suppliers[0].leadTime.probabilities
          found     shares that add to 1.1
          expected  shares that add to 1
          do        change the shares"
      `);
  });

  it('refuses means that are not one for each share', () => {
    expect(withLeadTime('{ distribution: hyperexponential, probabilities: [0.8, 0.2], means: [1 h] }'))
      .toMatchInlineSnapshot(`
      "test.yaml:6:83  error  suppliers[0].leadTime.means
        found     1
        expected  2 means, one for each share
        do        write as many means as probabilities"
    `);
  });

  it('refuses a worker who sends nothing, and a worker within a worker', () => {
    expect(withLeadTime('{ distribution: one at a time }')).toMatchInlineSnapshot(`
      "test.yaml:6:5  error  suppliers[0].leadTime.perPin
        found     nothing
        expected  a number and a unit: ms, s, min, h, d or w; or a map with a distribution
        do        write a number and a unit, such as 24 h"
    `);
    expect(
      withLeadTime('{ distribution: one at a time, perPin: { distribution: one at a time, perPin: 1 h } }'),
    ).toMatchInlineSnapshot(`
      "test.yaml:6:70  error  suppliers[0].leadTime.perPin.distribution
        found     "one at a time"
        expected  one of constant, exponential, uniform, erlang, lognormal, hyperexponential
        do        name the distribution, such as distribution: exponential"
    `);
  });

  it('of messages knows no worker', () => {
    const text = change(
      SOUND,
      'leadTime: 72 h',
      'leadTime: 72 h\n    messageLatency: { distribution: one at a time, perPin: 1 s }',
    );
    expect(messages(text)).toMatchInlineSnapshot(`
      "test.yaml:7:37  error  suppliers[0].messageLatency.distribution
        found     "one at a time"
        expected  one of constant, exponential, uniform, erlang, lognormal, hyperexponential
        do        name the distribution, such as distribution: exponential"
    `);
  });
});

describe('Purchases of the hub', () => {
  it.each([
    ['at once', undefined],
    ['last', 0],
    ['after 10 min', 600_000_000],
  ])('%s', (purchases, purchaseAfter) => {
    const text = change(SOUND, 'desiredLevel: 90', `desiredLevel: 90, purchases: ${purchases}`);
    const [plan] = resolved(text).plans;
    expect(plan?.topology.hub.stock[0]).toMatchObject(purchaseAfter === undefined ? {} : { purchaseAfter });
    expect('purchaseAfter' in plan!.topology.hub.stock[0]!).toBe(purchaseAfter !== undefined);
  });

  it('are refused at any other time', () => {
    expect(messages(change(SOUND, 'desiredLevel: 90', 'desiredLevel: 90, purchases: after lunch')))
      .toMatchInlineSnapshot(`
      "test.yaml:9:59  error  hub.stock.red.purchases
        found     "after lunch"
        expected  at once, last, or after a time, such as after 10 min
        do        write at once, last, or after 10 min"
    `);
  });
});

describe('Rebalancing', () => {
  it('may be for the first in line only', () => {
    const [plan] = resolved(change(SOUND, 'hub:', 'hub:\n  rebalancing: first in line')).plans;
    expect(plan?.topology.hub.rebalancing).toEqual({ kind: 'firstInLine' });
  });

  it('knows no other word', () => {
    expect(messages(change(SOUND, 'hub:', 'hub:\n  rebalancing: first'))).toMatchInlineSnapshot(`
      "test.yaml:8:16  error  hub.rebalancing
        found     "first"
        expected  every shortage, first in line, or a map with every and leastMissing
        do        write a map such as { every: 1 h }"
    `);
  });
});

describe('The life of a PIN', () => {
  it('counts from its arrival on a shelf, or from the shipping of its lot', () => {
    const text = change(SOUND, 'leadTime: 72 h', 'leadTime: 72 h\n    lotLife: 90 d');
    const [plan] = resolved(change(text, 'desiredLevel: 20', 'desiredLevel: 20, lifetime: 6 h')).plans;
    expect(plan?.topology.suppliers[0]?.lotLife).toBe(90 * 24 * 3_600_000_000);
    const [north, south] = plan!.topology.servers;
    expect(north?.stock.map(({ lifetime }) => lifetime)).toEqual([undefined, 6 * 3_600_000_000]);
    expect(south?.stock.map(({ lifetime }) => lifetime)).toEqual([undefined]);
  });

  it('is a duration above zero', () => {
    expect(messages(change(SOUND, 'desiredLevel: 20', 'desiredLevel: 20, lifetime: 0 h')))
      .toMatchInlineSnapshot(`
      "test.yaml:16:60  error  servers[0].stock.blue.lifetime
        found     "0 h"
        expected  a duration above zero
        do        write how long it takes, such as 24 h"
    `);
  });
});

describe('Emergencies', () => {
  it('let servers help the customers of others, with a reserve and a time of their own', () => {
    const text = change(
      SOUND,
      'name: north\n',
      'name: north\n    unmet: transfer\n    emergencyTime: 5 min\n',
    );
    const scenario = resolved(change(text, 'highWatermark: 40', 'highWatermark: 40, reserve: 2'));
    const [north, south] = scenario.plans[0]!.topology.servers;
    expect(north).toMatchObject({ unmet: 'transfer', emergencyTime: { mean: 300_000_000 } });
    expect(south?.stock.map(({ reserve }) => reserve)).toEqual([2]);
    expect(scenario.assumptions.join(' ')).toContain('most of those above their reserve');
  });
});

describe('The assumptions', () => {
  it('say how long PINs keep and when the hub buys', () => {
    const lots = change(SOUND, 'leadTime: 72 h', 'leadTime: 72 h\n    lotLife: 90 d');
    const lives = change(lots, 'desiredLevel: 20', 'desiredLevel: 20, lifetime: 6 h');
    const text = resolved(change(lives, 'desiredLevel: 90', 'desiredLevel: 90, purchases: last'));
    expect(text.assumptions).toEqual(
      expect.arrayContaining([
        'The supplier printer delivers to the hub in 72 h; its PINs expire 90 d after it ships them.',
        'At north: a PIN of blue expires 6 h after it is put on the shelf.',
        'What is due of red the hub buys last of all that happens at a moment.',
      ]),
    );
  });
});
