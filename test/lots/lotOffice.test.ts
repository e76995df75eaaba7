import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lotOfficeMachine } from '#machines/lotOffice';
import type { LotImported, Message } from '#machines/protocol';
import { countPins } from '#src/domain/pinRange';
import { compiled } from '#src/executor/compiled';
import { importOf, lotOfficePlan } from '../support/lotSamples.ts';
import { serialsOf } from '../support/router.ts';

const office = (plan = lotOfficePlan) => compiled.start(lotOfficeMachine, plan);

const spans = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 6 })), {
  minLength: 1,
  maxLength: 4,
});
const imports = fc.array(
  fc
    .tuple(fc.constantFrom('a', 'b'), spans, fc.option(fc.constantFrom(70, 80)))
    .map(([lot, list, expiresAt]) => importOf(lot, list, expiresAt)),
  { minLength: 1, maxLength: 8 },
);

const typesOf = (messages: readonly Message[]) => messages.map(({ type }) => type);

/** Each way to damage an import by one small change. */
const damages: Readonly<Record<string, (good: LotImported) => LotImported>> = {
  lot: (good) => ({ ...good, lot: 'z', ranges: good.ranges.map((range) => ({ ...range, lot: 'z' })) }),
  'one range of another lot': (good) => ({
    ...good,
    ranges: good.ranges.with(0, { ...good.ranges[0]!, lot: 'z' }),
  }),
  variety: (good) => ({ ...good, variety: 'week' }),
  count: (good) => ({ ...good, count: good.count + 1 }),
  checksum: (good) => ({ ...good, checksum: good.checksum.replace(/./, (one) => (one === '0' ? '1' : '0')) }),
  expires: (good) => ({ ...good, expires: '9', expiresAt: 9 }),
  'expiry that is not what the manifest says': (good) => ({
    ...good,
    expiresAt: good.expiresAt === null ? 5 : null,
  }),
  'a range too few': (good) => ({ ...good, ranges: good.ranges.slice(1) }),
  'a range twice': (good) => ({ ...good, ranges: [...good.ranges, good.ranges[0]!] }),
  'a serial more': (good) => ({
    ...good,
    ranges: good.ranges.with(0, { ...good.ranges[0]!, count: good.ranges[0]!.count + 1 }),
  }),
  'a serial less': (good) => ({
    ...good,
    count: good.count - 1,
    ranges: good.ranges.with(0, { ...good.ranges[0]!, first: good.ranges[0]!.first + 1, count: 0 }),
  }),
  'another serial': (good) => ({
    ...good,
    ranges: good.ranges.with(0, { ...good.ranges[0]!, first: good.ranges[0]!.first + 1000 }),
  }),
  'half a serial': (good) => ({
    ...good,
    ranges: good.ranges.with(0, { ...good.ranges[0]!, first: good.ranges[0]!.first + 0.5 }),
  }),
};

describe('B36 the import of lots', () => {
  test('B36 takes in each lot whole or not at all, and no PIN ever twice', () => {
    fc.assert(
      fc.property(imports, (list) => {
        const actor = office();
        const known = new Set<string>();
        for (const event of list) {
          const before = structuredClone(actor.context);
          const serials = serialsOf(event.ranges);
          const isNew = new Set(serials).size === serials.length && serials.every((one) => !known.has(one));
          const isRepeat = before.accepted.some(({ checksum }) => checksum === event.checksum);
          const messages = actor.send(event);
          if (isNew) {
            expect(typesOf(messages)).toEqual(['pins.delivered', 'lot.accepted']);
            const [delivered] = messages as [Message & { type: 'pins.delivered' }];
            expect(serialsOf(delivered.ranges).toSorted()).toEqual(serials.toSorted());
            expect(delivered.count).toBe(countPins(delivered.ranges));
            expect(delivered.ranges.every((range) => (range.expiresAt ?? null) === event.expiresAt)).toBe(
              true,
            );
            for (const one of serials) known.add(one);
          } else {
            expect(typesOf(messages)).toEqual([isRepeat ? 'lot.accepted' : 'lot.rejected']);
            expect(actor.context).toEqual(before);
          }
        }
        expect(serialsOf(actor.context.imported).toSorted()).toEqual([...known].toSorted());
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test.each(Object.entries(damages))('B36 refuses a lot with damaged %s and changes nothing', (_, damage) => {
    fc.assert(
      fc.property(imports, (list) => {
        const event = damage(list[0]!);
        const actor = office();
        for (const earlier of list.slice(1)) actor.send(earlier);
        const before = structuredClone(actor.context);
        const messages = actor.send(event);
        expect(typesOf(messages)).toEqual(['lot.rejected']);
        expect(actor.context).toEqual(before);
        expect(actor.send(event)).toEqual(messages);
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  test('B36 the same import again gets the same answer, and delivers nothing again', () => {
    const actor = office();
    const event = importOf('a', [[1, 5]], 70);
    const [, accepted] = actor.send(event);
    actor.send(importOf('a', [[6, 5]]));
    expect(actor.send(event)).toEqual([accepted]);
  });

  test('B36 says what is wrong, what was expected and what to do', () => {
    const actor = office();
    actor.send(importOf('a', [[1, 5]]));
    const reasonOf = (event: LotImported) => {
      const [answer] = actor.send(event);
      return answer?.type === 'lot.rejected' ? answer.reason : null;
    };
    const reasons = [
      importOf('a', [[4, 4]]),
      importOf('a', [[9, 1]], null, 'week'),
      importOf('a:b', [[1, 1]]),
      importOf('c', []),
      { ...importOf('c', [[1, 2]]), count: 3 },
      importOf('c', [
        [1, 2],
        [2, 2],
      ]),
      importOf('c', [[1, 1]], null, 'month'),
      importOf('c', [[1, 1]], NaN),
    ].map(reasonOf);
    expect(reasons).toEqual([
      '2 PINs were imported before, the first of them serial 4; remove them from the lot',
      'lot a was imported as day before; expected that variety',
      "lot 'a:b': expected a name without blanks, ':' and '/'; rename the lot",
      'lot c holds no PINs; expected at least one serial',
      'the manifest says 3 PINs, the lot holds 2; ask for the file again',
      '1 serials are listed twice; expected each serial once',
      "variety 'month' is not sold here; expected one of day, week",
      'lot c expires at NaN; expected a time, or null for never',
    ]);
  });
});

describe('B36 the standing of lots', () => {
  const set = (lot: string, standing: 'free' | 'frozen' | 'recalled'): Message =>
    ({ type: 'lot.standing.set', to: 'hub/lots', from: 'operator', lot, variety: 'day', standing }) as const;
  const rang = { type: 'alarm.rang', to: 'hub/lots', from: 'alarms', alarm: 'repeat', at: 1 } as const;

  test('B36 is told to every inventory until each has acknowledged the last change', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            lot: fc.constantFrom('a', 'b'),
            standing: fc.constantFrom('free', 'frozen', 'recalled'),
            answering: fc.nat(7),
            rings: fc.boolean(),
          }),
          { maxLength: 12 },
        ),
        (steps) => {
          const actor = office();
          const { inventories } = lotOfficePlan.desks[0]!;
          const seen = inventories.map(() => 0);
          const now = new Map<string, string>();
          let alarms = 0;
          const read = (messages: readonly Message[], answering: number) => {
            for (const message of messages) {
              if (message.type === 'alarm.requested') alarms += 1;
              if (message.type !== 'lot.standing.changed') continue;
              const place = inventories.indexOf(message.to);
              expect(Object.fromEntries(message.held.map(({ lot, standing }) => [lot, standing]))).toEqual(
                Object.fromEntries(now),
              );
              if ((answering >> place) % 2 === 0) continue;
              seen[place] = message.number;
              const { to: from, from: to, number } = message;
              actor.send({ type: 'lot.standing.acknowledged', to, from, variety: 'day', number });
            }
          };
          for (const { lot, standing, answering, rings } of steps) {
            if (standing === 'free') now.delete(lot);
            else now.set(lot, standing);
            read(actor.send(set(lot, standing) as never), answering);
            if (rings && alarms > 0) {
              alarms -= 1;
              read(actor.send(rang), answering);
            }
            // There is one alarm as long as someone is behind.
            const isBehind = seen.some((number) => number < actor.context.desks[0]!.number);
            expect(alarms).toBeLessThanOrEqual(1);
            expect(isBehind && alarms === 0).toBe(false);
          }
          while (alarms > 0) {
            alarms -= 1;
            read(actor.send(rang), 7);
          }
          expect(seen.every((number) => number === actor.context.desks[0]!.number)).toBe(true);
        },
      ),
      { seed: 3 },
    );
  });

  test('B36 asks for no alarm where links are perfect, and starts again after a restart', () => {
    const perfect = office({ ...lotOfficePlan, repeatAfter: null });
    expect(typesOf(perfect.send(set('a', 'frozen') as never))).toEqual(Array(3).fill('lot.standing.changed'));
    const actor = office();
    actor.send(set('a', 'frozen') as never);
    expect(typesOf(actor.send({ type: 'node.restarted', to: 'hub/lots', from: 'hub' }))).toEqual([
      ...Array(3).fill('lot.standing.changed'),
      'alarm.requested',
    ]);
    expect(actor.send(set('a', 'frozen') as never)).toEqual([]);
  });

  test('B36 refuses to freeze a lot under another variety than it was imported as, where no PIN of it is', () => {
    const actor = office();
    actor.send(set('a', 'recalled') as never);
    actor.send(importOf('a', [[1, 5]], null, 'week'));
    const { desks } = actor.context;
    expect(typesOf(actor.send(set('a', 'frozen') as never))).toEqual(['message.refused']);
    expect(actor.context.desks).toEqual(desks);
    expect(typesOf(actor.send({ ...set('a', 'frozen'), variety: 'week' } as never))).toEqual([
      'lot.standing.changed',
    ]);
    actor.send(set('a', 'free') as never);
    expect(actor.context.desks.map(({ held }) => held.length)).toEqual([0, 1]);
  });
});
