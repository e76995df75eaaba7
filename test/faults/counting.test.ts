import { describe, expect, it } from 'vitest';
import type { Message } from '#machines/protocol';
import { AlarmClock } from '#sim/faults/alarmClock';
import { crashSoon } from '#sim/faults/crash';
import { duplication } from '#sim/faults/duplication';
import type { MessageFault } from '#sim/faults/fault';
import { presetRates } from '#sim/faults/faultRates';
import type { FaultRates } from '#sim/faults/faultRates';
import { lostTerminal } from '#sim/faults/lostTerminal';
import { messageDelay } from '#sim/faults/messageDelay';
import { NodeClock } from '#sim/faults/nodeClock';
import { showsOffline } from '#sim/faults/plannedOffline';
import { reordering } from '#sim/faults/reordering';
import { RunTrace } from '#sim/faults/runTrace';
import { Schedule } from '#sim/faults/schedule';
import type { SimulatedNode } from '#sim/faults/simulatedNode';
import { Strikes } from '#sim/faults/strikes';
import { Transport } from '#sim/faults/transport';
import type { World } from '#sim/faults/world';

function ratesWith(some: Partial<FaultRates>): FaultRates {
  return { ...presetRates('calm', 0), ...some };
}

function node(name: string, kind: SimulatedNode['kind'], main = 'online'): SimulatedNode {
  const core = { actors: new Map([[name, { value: main }]]) };
  return {
    name,
    kind,
    core,
    clock: new NodeClock(0),
    isUp: true,
    isGone: false,
    downBy: null,
  } as unknown as SimulatedNode;
}

const fate = 'sold';

function settled(number: number): Message {
  const sale = { terminal: 'north:1', number };
  return { type: 'sale.settled', to: 'north:1', from: 'north', sale, fate };
}

function shipped(reason: 'return' | 'recall', number = 1): Message {
  const common = { to: 'hub/pin', from: 'north/pin', variety: 'pin', ranges: [], count: 0, order: 0 };
  return { type: 'transfer.shipped', ...common, number, reason };
}

/** Sends to one node at the given times, transfers taking 100 microseconds and everything else 10. */
function sendAll(fault: MessageFault, letters: readonly (readonly [number, Message])[]): void {
  const schedule = new Schedule();
  const latency = (_: unknown, __: unknown, { type }: Message) => (type === 'transfer.shipped' ? 100 : 10);
  const transport = new Transport(schedule, latency, [fault], () => {});
  const [from, to] = [node('north', 'server'), node('hub', 'hub')];
  for (const [time, message] of letters) schedule.at(time, () => transport.send(from, to, message));
  while (schedule.next(1e9));
}

/** Strikes only the messages whose keys end like this. */
function only(end: string, fault: MessageFault): MessageFault {
  return (flight) => (flight.key.endsWith(end) ? fault(flight) : { kind: 'pass' });
}

describe('What changed an outcome', () => {
  it('is not a repetition that its sender sent itself, though a fault held the second copy of it', () => {
    const strikes = new Strikes(1);
    const rates = ratesWith({ duplication: 1, longestReordering: 1000 });
    const schedule = new Schedule();
    const [from, to] = [node('north', 'server'), node('hub', 'hub')];
    let taken = 0;
    const fault = only('#2', duplication(rates, strikes));
    const transport = new Transport(
      schedule,
      () => 10,
      [fault],
      () => {
        // The first copy of the repetition still finds it up.
        if (++taken === 2) to.isUp = false;
      },
    );
    for (const time of [0, 50]) schedule.at(time, () => transport.send(from, to, settled(1)));
    while (schedule.next(1e9));
    expect(taken).toBe(2);
    expect(strikes.tallies().duplication).toEqual({ strikes: 1, changes: 0 });
  });

  it('is a reordering only if the message was overtaken while it was held back', () => {
    for (const [later, changes] of [
      [20, 0],
      [95, 1],
    ] as const) {
      const strikes = new Strikes(1);
      const held = reordering(ratesWith({ reordering: 1, longestReordering: 1e6 }), strikes);
      sendAll(only('transfer.shipped#1', held), [
        [0, shipped('recall')],
        [later, settled(1)],
      ]);
      expect(strikes.tallies().reordering).toEqual({ strikes: 1, changes });
    }
  });

  it('is a delay only if no copy had come through when the message set out', () => {
    const late = ratesWith({ messageDelay: 1, longestReordering: 500, longestDelay: 1000 });
    for (const [end, changes] of [
      ['#1', 1],
      ['#2', 0],
    ] as const) {
      const strikes = new Strikes(1);
      const times = [0, 50, 100] as const;
      sendAll(
        only(end, messageDelay(late, strikes)),
        times.map((time) => [time, settled(1)] as const),
      );
      expect(strikes.tallies().messageDelay).toEqual({ strikes: 1, changes });
    }
  });

  it('is an offline time only by what is said of it alone', () => {
    const server = node('north', 'server', 'draining');
    const refused = (reason: 'out of stock' | 'server is draining'): Message => ({
      type: 'sale.refused',
      to: 'north:1',
      from: 'north',
      sale: { terminal: 'north:1', number: 1 },
      reason,
    });
    const shows = (answer: Message) =>
      showsOffline(server, [{ to: 'north', message: settled(1), answers: [answer] }]);
    expect([shows(refused('out of stock')), shows(refused('server is draining'))]).toEqual([false, true]);
    expect([shows(shipped('recall')), shows(shipped('return'))]).toEqual([false, true]);
  });
});

describe('A strike that meets nothing does not count:', () => {
  function alarmClock(rates: FaultRates) {
    const [schedule, strikes] = [new Schedule(), new Strikes(1)];
    let rings = 0;
    const ring = () => (rings++, true);
    const clock = new AlarmClock(node('north', 'server'), schedule, rates, strikes, null, ring);
    const run = () => {
      while (schedule.next(1e9));
      return rings;
    };
    return { schedule, strikes, clock, run };
  }

  it('an alarm that was cancelled before it was due is neither late nor repeated', () => {
    const rates = ratesWith({ lateAlarm: 1, repeatedAlarm: 1, longestAlarmDelay: 50 });
    const { schedule, strikes, clock, run } = alarmClock(rates);
    clock.set('north', 'patience', 100);
    schedule.at(60, () => clock.set('north', 'patience', null));
    expect(run()).toBe(0);
    expect(strikes.struck).toEqual([]);
  });

  it('one that was cancelled when it should have rung long ago was late', () => {
    const rates = ratesWith({ lateAlarm: 1, repeatedAlarm: 1, longestAlarmDelay: 1e6 });
    const { schedule, strikes, clock, run } = alarmClock(rates);
    clock.set('north', 'patience', 100);
    schedule.at(101, () => clock.set('north', 'patience', null));
    expect(run()).toBe(0);
    expect(strikes.struck.map(({ kind }) => kind)).toEqual(['lateAlarm']);
  });

  it('an alarm that the node no longer has after a crash is neither', () => {
    const rates = ratesWith({ lateAlarm: 1, repeatedAlarm: 1 });
    const { strikes, clock, run } = alarmClock(rates);
    clock.set('north', 'patience', 100);
    clock.resume([]);
    expect(run()).toBe(0);
    expect(strikes.struck).toEqual([]);
  });

  function worldOf(nodes: readonly SimulatedNode[], isHealed: boolean) {
    const [schedule, strikes] = [new Schedule(), new Strikes(1)];
    const crashed: string[] = [];
    const rates = ratesWith({ serverCrash: 1, lostTerminal: 1, longestDowntime: 10 });
    const crash = ({ name }: SimulatedNode) => crashed.push(name);
    const world = { schedule, strikes, rates, nodes, isHealed, crash } as unknown as World;
    const run = () => {
      while (schedule.next(1e9));
      return crashed;
    };
    return { world, strikes, run };
  }

  it('a node that is down already, or healed, does not crash', () => {
    const down = node('north', 'server');
    const { world, strikes, run } = worldOf([down], false);
    crashSoon('serverCrash', down, 'north@1', world);
    down.isUp = false;
    expect([run(), strikes.struck]).toEqual([[], []]);
    const healed = worldOf([down], true);
    crashSoon('serverCrash', node('north', 'server'), 'north@1', healed.world);
    expect([healed.run(), healed.strikes.struck]).toEqual([[], []]);
  });

  it('a terminal is gone only once it goes down, and not when everything has healed by then', () => {
    const tills = [node('north:1', 'terminal'), node('north:2', 'terminal')];
    const { world, strikes, run } = worldOf(tills, true);
    lostTerminal(tills[0]!, 'north:1@1', world);
    expect([run(), strikes.struck, tills[0]!.isGone]).toEqual([[], [], false]);
  });

  it('of two that would go at one instant the last stays, so that customers remain', () => {
    const tills = [node('north:1', 'terminal'), node('north:2', 'terminal')];
    const { world, strikes, run } = worldOf(tills, false);
    for (const till of tills) lostTerminal(till, `${till.name}@1`, world);
    expect(run()).toEqual(['north:1']);
    expect(strikes.tallies().lostTerminal).toEqual({ strikes: 1, changes: 0 });
  });
});

describe('The trace of a run', () => {
  it('tells apart transfers of the same number with other PINs', () => {
    const traceOf = (message: Message) => {
      const trace = new RunTrace();
      trace.add(5, 1, message);
      return trace.hexadecimal;
    };
    const transfer = shipped('recall') as Message & { type: 'transfer.shipped' };
    const other = { ...transfer, ranges: [{ lot: 'mint', first: 2, count: 1 }] };
    expect(traceOf(other)).not.toBe(traceOf({ ...transfer, ranges: [{ lot: 'mint', first: 1, count: 1 }] }));
    expect(traceOf(other)).toBe(traceOf({ ...other }));
  });
});
