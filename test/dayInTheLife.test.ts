import { describe, expect, it } from 'vitest';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import { recordDay } from '#sim/dayInTheLife';
import { runPlan } from '#sim/run';
import { compare } from '#src/report/alternatives';
import { calendarOf } from '#src/report/calendar';
import { dayChart } from '#src/report/dayChart';
import { chooseDay } from '#src/report/dayChoice';
import { daySection } from '#src/report/daySection';
import { plainText } from '#src/report/markup';
import { networkSection } from '#src/report/networkPicture';
import { sentAt } from '#src/report/orderSent';
import { firstScenario } from './report/experiment.js';
import { change, resolved } from './scenarioFixtures.js';

const [plan] = firstScenario().plans;
const run = runPlan(plan!, { clock: () => 0, sampleEvery: HOUR_MICROSECONDS });

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe('A day in the life of a server', () => {
  it('is of the server and the day that lost most, and the day before', () => {
    const request = chooseDay(run, { server: null, day: null })!;
    const worst = Object.entries(run.servers).sort(([, one], [, other]) => other.lost - one.lost)[0]![0];
    expect(request.server).toBe(worst);
    expect(request.until - request.from).toBe(2 * DAY_MICROSECONDS);
    const perDay = Array.from({ length: 10 }, (_, day) =>
      sum(
        run
          .recording!.series.filter(({ server }) => server === worst)
          .flatMap(({ lost }) => lost.slice(1 + 24 * day, 25 + 24 * day)),
      ),
    );
    const day = perDay.indexOf(Math.max(...perDay));
    expect(request.from).toBe(Math.max(0, day - 1) * DAY_MICROSECONDS);
  });

  it('is of what was asked for, and of nothing behind the end', () => {
    expect(chooseDay(run, { server: 'town', day: 3 })).toEqual({
      server: 'town',
      from: 3 * DAY_MICROSECONDS,
      until: 5 * DAY_MICROSECONDS,
    });
    expect(chooseDay(run, { server: 'town', day: 9 })!.until).toBe(10 * DAY_MICROSECONDS);
    expect(chooseDay(run, { server: 'town', day: 10 })).toBeNull();
  });

  it.each(['lazy', 'each-sale'] as const)(
    'sees the stock and the customers of the run, in %s mode',
    (mode) => {
      const [from, until] = [2 * DAY_MICROSECONDS, 4 * DAY_MICROSECONDS];
      const day = recordDay(plan!, { server: 'harbour', from, until }, { mode });
      for (const shelf of day.shelves) {
        const series = run.recording!.series.find(
          (one) => one.server === 'harbour' && one.variety === shelf.variety,
        )!;
        const hours = Array.from({ length: 49 }, (_, hour) => hour);
        const perHour = HOUR_MICROSECONDS / day.sampleMicroseconds;
        expect(hours.map((hour) => shelf.onHand[hour * perHour])).toEqual(series.onHand.slice(48, 97));
        expect(sum(shelf.asked)).toBe(sum(series.asked.slice(49, 97)));
        expect(sum(shelf.missed)).toBe(sum(series.lost.slice(49, 97)));
        for (const [index, position] of shelf.position.entries())
          expect(position).toBeGreaterThanOrEqual(shelf.onHand[index]!);
      }
    },
  );

  it('balances: what was there and what came in is what was sold and what is left', () => {
    const day = recordDay(plan!, { server: 'harbour', from: 0, until: 7 * DAY_MICROSECONDS });
    for (const { onHand, asked, missed, events } of day.shelves) {
      const cameIn = sum(events.filter(({ kind }) => kind === 'delivery').map(({ quantity }) => quantity));
      expect(onHand[0]! + cameIn - (sum(asked) - sum(missed))).toBe(onHand.at(-1));
    }
    const deliveries = day.shelves.flatMap(({ events }) => events).filter(({ kind }) => kind === 'delivery');
    expect(deliveries.length).toBeGreaterThan(0);
    // The lead time of the harbour, where the hub was not short.
    for (const { at, orderedAt } of deliveries)
      expect(at - orderedAt!).toBeGreaterThanOrEqual(24 * HOUR_MICROSECONDS);
  });

  it('tells the hub’s absence and stops at the end of the window', () => {
    const operations = [
      { kind: 'outage', node: 'hub', from: DAY_MICROSECONDS, until: 2 * DAY_MICROSECONDS },
    ] as const;
    const day = recordDay(
      { ...plan!, operations },
      { server: 'town', from: DAY_MICROSECONDS, until: 3 * DAY_MICROSECONDS },
    );
    expect(day.absences).toEqual(operations);
    const text = plainText(daySection(day, calendarOf(null)));
    expect(text).toContain('hub is away: from day 2, 00:00 to day 3, 00:00');
    expect(() => recordDay(plan!, { server: 'town', from: 0, until: 30 * DAY_MICROSECONDS })).toThrow(
      /a few days/,
    );
    expect(() => recordDay(plan!, { server: 'nowhere', from: 0, until: 1 })).toThrow(/no server nowhere/);
  });

  it('tells when an order went out that found the hub away', () => {
    const [from, until] = [2 * DAY_MICROSECONDS, 4 * DAY_MICROSECONDS];
    const operations = [{ kind: 'outage', node: 'hub', from, until: until - DAY_MICROSECONDS / 2 }] as const;
    const day = recordDay({ ...plan!, operations }, { server: 'harbour', from, until });
    const late = day.shelves.flatMap((shelf) =>
      shelf.events.flatMap((event) =>
        event.kind === 'order' ? [[sentAt(day, shelf, event), event.at] as const] : [],
      ),
    );
    const held = late.filter(([, at]) => at === operations[0].until);
    expect(held.length).toBeGreaterThan(0);
    for (const [sent, at] of held) expect(sent === null || sent < at).toBe(true);
    for (const [sent, at] of late.filter((one) => !held.includes(one))) expect(sent).toBe(at);
    expect(plainText(daySection(day, calendarOf(null)))).toMatch(
      /Only now order \d+, for \d+ PINs, reaches the hub/,
    );
  });

  it('keeps what stands beside its picture narrow enough for a telephone', () => {
    const day = recordDay(plan!, { server: 'harbour', from: 0, until: DAY_MICROSECONDS });
    const [shelf] = day.shelves;
    const narrow = dayChart({ day, shelf: shelf!, calendar: calendarOf(null), width: 360, height: 230 }).html;
    expect(narrow).toMatch(/>max \d+<\/tspan>/);
    expect(narrow).not.toMatch(/max \d+ an hour/);
  });

  it('names every order and delivery of its first shelf in sentences', () => {
    const day = recordDay(plan!, chooseDay(run, { server: null, day: null })!);
    const text = plainText(daySection(day, calendarOf('2015-01-01')));
    const shelf = [...day.shelves].sort((one, other) => sum(other.missed) - sum(one.missed))[0]!;
    for (const { kind, order, quantity } of shelf.events) {
      expect(text).toContain(
        kind === 'order'
          ? `order ${order}, for ${quantity} PINs`
          : `${quantity} PINs come in for order ${order}`,
      );
    }
    expect(text).toMatch(/\d+ Jan \d\d:\d\d/);
  });
});

/** One shop is often empty, and another helps as long as it can. */
const SHARING = `title: Two shops share
until: 20 d
varieties: [red]
hub: { supply: unlimited }
servers:
  - { name: poor, leadTime: 24 h, unmet: transfer, emergencyTime: 30 min, stock: { red: { lowWatermark: 5, desiredLevel: 20, demandPerHour: 2 } } }
  - { name: rich, leadTime: 24 h, emergencyTime: 30 min, stock: { red: { lowWatermark: 40, desiredLevel: 60, demandPerHour: 1 } } }
`;

describe('Where servers help each other', () => {
  const scenario = resolved(SHARING);
  const [sharing] = scenario.plans;
  const seen = runPlan(sharing!, { clock: () => 0, sampleEvery: HOUR_MICROSECONDS });

  it('a recording holds the sales that were lost because nobody could help', () => {
    expect(seen.servers['poor']!.lost).toBeGreaterThan(100);
    for (const { server, lost } of seen.recording!.series)
      expect([server, sum(lost)]).toEqual([server, seen.servers[server]!.lost]);
  });

  it('what a server gave is not said to be called back', () => {
    const request = chooseDay(seen, { server: 'rich', day: null })!;
    const text = plainText(daySection(recordDay(sharing!, request), calendarOf(null)));
    expect(text).toMatch(/1 PIN, sent back, is at the hub\./);
    expect(text).not.toContain('called back');
    const picture = plainText(networkSection(scenario, compare([seen])));
    expect(picture).toContain('sent back to the hub');
  });
});

describe('A shelf that owes more than it has ordered', () => {
  const text = change(
    change(SHARING, 'unmet: transfer, emergencyTime: 30 min', 'unmet: backorder'),
    'lowWatermark: 5, desiredLevel: 20, demandPerHour: 2',
    'lowWatermark: 5, orderQuantity: 10, maxOutstandingOrders: 1, demandPerHour: 2',
  );
  const [owing] = resolved(text).plans;
  const day = recordDay(owing!, { server: 'poor', from: 9 * DAY_MICROSECONDS, until: 11 * DAY_MICROSECONDS });

  it('is drawn within its picture, and told in words', () => {
    expect(Math.max(...day.shelves[0]!.position)).toBeLessThan(0);
    const html = daySection(day, calendarOf(null)).html;
    for (const [, path = ''] of html.matchAll(/<path d="(M[^"]*)"/g)) {
      for (const [, y = '0'] of path.matchAll(/,(-?[\d.]+)/g)) expect(Number(y)).toBeLessThanOrEqual(330);
    }
    expect(html).toMatch(/0 PINs are on the shelf; customers wait for \d+ more than are on order/);
    expect(html).toContain('the dashed line lies on the axis');
  });
});
