import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '#machines/protocol';
import { drop, firstThatSpeaks, PASS } from '#sim/faults/fault';
import type { Flight, MessageFault } from '#sim/faults/fault';
import { NodeClock } from '#sim/faults/nodeClock';
import { Schedule } from '#sim/faults/schedule';
import type { SimulatedNode } from '#sim/faults/simulatedNode';
import { Strikes } from '#sim/faults/strikes';
import { Transport } from '#sim/faults/transport';

function node(name: string): SimulatedNode {
  return { name, kind: 'server', isUp: true, downBy: null } as unknown as SimulatedNode;
}

function settled(number: number): Message {
  return {
    type: 'sale.settled',
    to: 'north:1',
    from: 'north',
    sale: { terminal: 'north:1', number },
    fate: 'sold',
  };
}

/** A link of 10 microseconds; gives what arrived, as "time:number". */
function link(faults: readonly MessageFault[]) {
  const schedule = new Schedule();
  const [from, to] = [node('north'), node('north:1')];
  const arrived: string[] = [];
  const transport = new Transport(
    schedule,
    () => 10,
    faults,
    (_, message) => {
      if (message.type === 'sale.settled') arrived.push(`${schedule.now}:${message.sale.number}`);
    },
  );
  const sendAt = (time: number, number: number): void => {
    schedule.at(time, () => transport.send(from, to, settled(number)));
  };
  const run = (): string[] => {
    while (schedule.next(1e9));
    return arrived;
  };
  return { to, sendAt, run };
}

/** A closure is a fault: this one strikes the messages whose keys it is given. */
function strikeOf(strikes: Strikes, key: string) {
  return strikes.decide('messageLoss', key, 1, 0)!;
}

describe('The schedule', () => {
  it('goes by time, and at one instant by what was put down first, also meanwhile', () => {
    const times = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 });
    fc.assert(
      fc.property(times, (given) => {
        const schedule = new Schedule();
        const done: (readonly [number, number])[] = [];
        for (const [index, time] of given.entries()) {
          schedule.at(time, () => {
            done.push([schedule.now, index]);
            if (index % 3 === 0) schedule.after(0, () => done.push([schedule.now, 1000 + index]));
          });
        }
        while (schedule.next(10));
        const expected = done.toSorted(([a, i], [b, j]) => a - b || i - j);
        expect(done).toEqual(expected);
        expect(done).toHaveLength(given.length + given.filter((_, index) => index % 3 === 0).length);
      }),
    );
  });

  it('does nothing that lies behind the end', () => {
    const schedule = new Schedule();
    let count = 0;
    schedule.at(10, () => (count += 1));
    schedule.at(11, () => (count += 1));
    while (schedule.next(10));
    expect([count, schedule.now]).toEqual([1, 10]);
  });
});

describe('The clock of a node', () => {
  it('shows a reading first at the time that it names for it, whatever its skew and jumps', () => {
    const skews = fc.integer({ min: -200_000, max: 200_000 });
    const jumps = fc.integer({ min: -5_000_000, max: 5_000_000 });
    const times = fc.integer({ min: 6_000_000, max: 1e12 });
    fc.assert(
      fc.property(skews, jumps, times, (skew, jump, reading) => {
        const clock = new NodeClock(skew);
        clock.jump(jump);
        const time = clock.timeOf(reading);
        expect(clock.read(time)).toBeGreaterThanOrEqual(reading);
        expect(clock.read(time - 2)).toBeLessThan(reading);
      }),
    );
  });

  it('that is good shows the time', () => {
    const clock = new NodeClock(0);
    expect([clock.read(12_345), clock.timeOf(12_345)]).toEqual([12_345, 12_345]);
  });
});

describe('The transport', () => {
  it('keeps the order of a link and its latency when nothing strikes', () => {
    const { sendAt, run } = link([]);
    for (const number of [1, 2, 3]) sendAt(number, number);
    expect(run()).toEqual(['11:1', '12:2', '13:3']);
  });

  it('lets the first fault that speaks decide', () => {
    const asked: string[] = [];
    const strikes = new Strikes(1);
    const passing: MessageFault = ({ key }) => (asked.push(`first ${key}`), PASS);
    const losing: MessageFault = ({ key }) => (asked.push(`second ${key}`), drop(strikeOf(strikes, key)));
    const never: MessageFault = ({ key }) => (asked.push(`third ${key}`), PASS);
    const verdict = firstThatSpeaks([passing, losing, never])({ key: 'k' } as Flight);
    expect(verdict.kind).toBe('drop');
    expect(asked).toEqual(['first k', 'second k']);
  });

  it('a loss changes an outcome when the same has to be sent again, not when a copy had come through', () => {
    const strikes = new Strikes(1);
    const lost = new Set(['north>north:1 sale.settled#1', 'north>north:1 sale.settled#4']);
    const { sendAt, run } = link([({ key }) => (lost.has(key) ? drop(strikeOf(strikes, key)) : PASS)]);
    sendAt(0, 1);
    sendAt(50, 1);
    sendAt(60, 2);
    sendAt(100, 2);
    sendAt(150, 2);
    expect(run()).toEqual(['60:1', '70:2', '160:2']);
    expect(strikes.struck.map(({ hasChangedOutcome }) => hasChangedOutcome)).toEqual([true, false]);
  });

  it('a copy changes an outcome when it is the second that is taken in', () => {
    const strikes = new Strikes(1);
    const twice: MessageFault = ({ key }) => ({
      kind: 'deliver',
      strike: strikeOf(strikes, key),
      delays: [0, 30],
      isChange: ({ isFirst }) => !isFirst,
    });
    const { sendAt, run } = link([twice]);
    sendAt(0, 1);
    expect(run()).toEqual(['10:1', '40:1']);
    expect(strikes.struck[0]!.hasChangedOutcome).toBe(true);
  });

  it.each([
    ['a later one overtakes it', 5, 2, ['15:2', '35:1'], { isOvertaken: true, isRepeated: false }],
    ['it is sent again meanwhile', 5, 1, ['15:1', '35:1'], { isOvertaken: true, isRepeated: true }],
    ['the next one comes behind it', 30, 2, ['35:1', '40:2'], { isOvertaken: false, isRepeated: false }],
  ])('knows of a message that is held back whether %s', (_, time, number, arrivals, expected) => {
    const strikes = new Strikes(1);
    const told: unknown[] = [];
    const slow: MessageFault = ({ key }) =>
      key.endsWith('#1')
        ? {
            kind: 'deliver',
            strike: strikeOf(strikes, key),
            delays: [25],
            isChange: ({ isOvertaken, isRepeated }) => {
              told.push({ isOvertaken, isRepeated });
              return isOvertaken || isRepeated;
            },
          }
        : PASS;
    const { sendAt, run } = link([slow]);
    sendAt(0, 1);
    sendAt(time, number);
    expect(run()).toEqual(arrivals);
    expect(told).toEqual([expected]);
    expect(strikes.struck[0]!.hasChangedOutcome).toBe(expected.isOvertaken || expected.isRepeated);
  });

  it('delivers nothing to a node that is down, and that changed an outcome of what took it down', () => {
    const strikes = new Strikes(1);
    const { sendAt, run, to } = link([]);
    to.isUp = false;
    to.downBy = strikeOf(strikes, 'north:1@3');
    sendAt(0, 1);
    expect(run()).toEqual([]);
    expect(strikes.struck[0]!.hasChangedOutcome).toBe(true);
  });
});
