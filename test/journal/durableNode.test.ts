import { describe, expect, it } from 'vitest';
import { ALARMS, OPERATOR } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import { compiled } from '#src/executor/compiled';
import { DurableNode, StepFailed, WrongActors } from '#src/journal/durableNode';
import type { Step } from '#src/journal/durableNode';
import { FencedOff } from '#src/journal/log';
import { DamagedJournal } from '#src/journal/record';
import { FaultyDisk } from '#sim/faults/faultyDisk';
import { essence } from '../support/journaledNetwork.ts';
import { clerks, smallNodes } from '../support/smallNodes.ts';

const open = (disk = new FaultyDisk(), seen?: (step: Step) => void) =>
  new DurableNode('shop', () => clerks.start(compiled), disk, seen);

type Simple = 'drain.ordered' | 'drain.cancelled' | 'return.ordered' | 'stock.resumed' | 'review.due';
const order = (type: Simple, to = 'shop') => ({ type, to, from: OPERATOR }) as Message;
const ring = (to: string, at = 0): Message => ({ type: 'alarm.rang', to, from: ALARMS, alarm: 'wake', at });
const alarmAt = (address: string, at: number | null) => ({ address, alarm: 'wake', at });

describe('A step of a durable node', () => {
  it('is one record, whatever its actors tell each other, and shows their parts first in first out', () => {
    const disk = new FaultyDisk();
    const node = open(disk);
    const { record, at, deliveries } = node.handle(5, order('drain.ordered'));
    expect([record, at, node.records, disk.written]).toEqual([1, 5, 1, 1]);
    expect(
      deliveries.map(({ to, message, answers }) => [to, message.from, answers.map((one) => one.to)]),
    ).toEqual([
      ['shop', OPERATOR, ['elsewhere', 'shop/back', ALARMS]],
      ['shop/back', 'shop', ['elsewhere', ALARMS]],
    ]);
  });

  it('stamps the time into messages that say when they arrived', () => {
    const { deliveries } = open().handle(42, ring('shop', 7));
    expect(deliveries[0]!.message).toMatchObject({ type: 'alarm.rang', at: 42 });
  });

  it('lets nothing out before its record is synced, then everything once, in order', () => {
    const node = open();
    expect(node.synced(0)).toEqual({ messages: [], alarms: [] });
    node.handle(5, order('drain.ordered'));
    node.handle(6, order('drain.ordered', 'shop/back'));
    node.handle(7, order('drain.cancelled'));
    const said = (from: string, count: number) => ({ type: 'node.drained', to: 'elsewhere', from, count });
    expect(node.synced(1)).toEqual({
      messages: [said('shop', 0), said('shop/back', 0)],
      alarms: [alarmAt('shop', 15), alarmAt('shop/back', 15)],
    });
    expect(node.synced(1)).toEqual({ messages: [], alarms: [] });
    expect(node.synced(3)).toEqual({
      messages: [said('shop/back', 1)],
      alarms: [alarmAt('shop/back', 16), alarmAt('shop', null)],
    });
    expect(() => node.synced(4)).toThrow('shop has 3 records, so record 4 cannot be on disk');
  });

  it('counts messages to actors that do not exist, from outside or inside', () => {
    const node = open();
    expect(node.handle(1, order('drain.ordered', 'shop/attic')).deliveries).toEqual([]);
    node.handle(2, order('return.ordered'));
    expect([node.undeliverable, node.records]).toEqual([2, 2]);
  });

  it('changes and records nothing if a rule throws, however far it had come, and says where', () => {
    const disk = new FaultyDisk();
    const node = open(disk);
    node.handle(1, order('drain.ordered'));
    const before = essence(node);
    let failure: unknown;
    try {
      node.handle(2, order('stock.resumed'));
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(StepFailed);
    expect(failure).toMatchObject({
      node: 'shop',
      record: 2,
      received: order('stock.resumed'),
      cause: new Error('the clerk stumbles'),
      message: 'shop, record 2: stock.resumed from operator to shop failed: the clerk stumbles',
    });
    expect(essence(node)).toEqual(before);
    expect(disk.written).toBe(1);
    expect(node.handle(3, order('drain.ordered')).record).toBe(2);
    expect(essence(open(disk))).toEqual(essence(node));
  });

  it('does not go on for ever when its actors do', () => {
    expect(() => open().handle(1, order('review.due'))).toThrow(
      'the actors of shop answer each other for ever',
    );
  });

  it('changes nothing if another incarnation has opened the log', () => {
    const disk = new FaultyDisk();
    const [old, young] = [open(disk), open(disk)];
    const before = essence(old);
    expect(() => old.handle(1, order('drain.ordered'))).toThrow(FencedOff);
    expect(essence(old)).toEqual(before);
    young.handle(1, order('drain.ordered'));
    expect([old.incarnation, young.incarnation, disk.written]).toEqual([1, 2, 1]);
  });
});

describe('The alarms of a durable node', () => {
  it('are absolute, one of each name for each actor, the earliest first', () => {
    const node = open();
    node.handle(9, order('drain.ordered', 'shop/back'));
    node.handle(2, order('drain.ordered'));
    // The first clerk hands on to the second, whose alarm is set anew.
    expect(node.pendingAlarms()).toEqual([alarmAt('shop', 12), alarmAt('shop/back', 12)]);
    node.handle(1, order('drain.ordered', 'shop/back'));
    expect(node.pendingAlarms()).toEqual([alarmAt('shop/back', 11), alarmAt('shop', 12)]);
    node.handle(3, order('drain.cancelled'));
    expect(node.pendingAlarms()).toEqual([alarmAt('shop/back', 11)]);
  });

  it('are over once they have rung in time, unless the actor asks again', () => {
    const node = open();
    node.handle(1, order('drain.ordered'));
    node.handle(11, ring('shop'));
    expect(node.pendingAlarms()).toEqual([alarmAt('shop/back', 11)]);
    node.handle(12, order('drain.ordered', 'shop/back'));
    node.handle(22, ring('shop/back'));
    expect(node.pendingAlarms()).toEqual([alarmAt('shop/back', 29)]);
  });

  it('that ring before their time or after they were cancelled reach the actor and end nothing', () => {
    const node = open();
    node.handle(1, order('drain.ordered'));
    expect(node.handle(10, ring('shop')).deliveries).toHaveLength(1);
    expect(node.pendingAlarms()).toContainEqual(alarmAt('shop', 11));
    node.handle(12, order('drain.cancelled'));
    expect(node.handle(13, ring('shop')).deliveries[0]!.to).toBe('shop');
    expect(node.pendingAlarms()).toEqual([alarmAt('shop/back', 11)]);
  });
});

describe('A durable node that comes back', () => {
  it('tells each actor in the order of their addresses that it restarted, as recorded steps', () => {
    const disk = new FaultyDisk();
    open(disk).handle(1, order('drain.ordered'));
    const node = open(disk);
    expect(node.records).toBe(1);
    const steps = node.restart(8);
    expect(
      steps.map(({ record, at, deliveries: [first] }) => [record, at, first!.to, first!.message.type]),
    ).toEqual([
      [2, 8, 'shop', 'node.restarted'],
      [3, 8, 'shop/back', 'node.restarted'],
    ]);
    expect(essence(open(disk))).toEqual(essence(node));
  });

  it('shows each step of its restart before it takes the next', () => {
    const node = open(new FaultyDisk());
    const seen: (readonly [number, number])[] = [];
    node.restart(8, ({ record }) => seen.push([record, node.records]));
    expect(seen).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it('shows the steps that its log holds to whoever wants to see them, and lets out nothing of them', () => {
    const disk = new FaultyDisk();
    const node = open(disk);
    const steps = [
      node.handle(1, order('drain.ordered')),
      node.handle(2, order('return.ordered', 'shop/back')),
    ];
    const seen: Step[] = [];
    const heir = open(disk, (step) => seen.push(step));
    expect(seen).toEqual(steps);
    expect(heir.synced(2)).toEqual({ messages: [], alarms: [] });
  });

  it('writes behind a torn line only after the torn line is gone', () => {
    const disk = new FaultyDisk();
    const node = open(disk);
    node.handle(1, order('drain.ordered'));
    disk.sync();
    node.handle(2, order('drain.ordered'));
    const luck = [0, 0, 0, 0.5];
    disk.crash(() => luck.shift()!, { loseUnsynced: 1, tearLast: 1 });
    expect([disk.written, disk.torn]).toEqual([2, 1]);
    const heir = open(disk);
    expect([heir.records, disk.written]).toEqual([1, 1]);
    heir.handle(3, order('drain.cancelled'));
    expect(essence(open(disk))).toEqual(essence(heir));
  });

  it('refuses a journal that is damaged before its end, and leaves it as it is', () => {
    const disk = new FaultyDisk(['damaged', 'and torn']);
    expect(() => open(disk)).toThrow(DamagedJournal);
    expect(disk.written).toBe(2);
  });

  it('says at which record it cannot replay its journal', () => {
    const disk = new FaultyDisk();
    open(disk).handle(1, order('drain.ordered'));
    const { start } = clerks;
    const broken = () => {
      const actors = start(compiled);
      actors.get('shop/back')!.send = () => {
        throw new Error('another rule than before');
      };
      return actors;
    };
    expect(() => new DurableNode('shop', broken, disk)).toThrow(
      'shop, record 1: drain.ordered from operator to shop failed: another rule than before',
    );
  });
});

describe('A checkpoint', () => {
  it('stands for all records before it', () => {
    const node = open();
    node.handle(1, order('drain.ordered'));
    node.handle(2, order('return.ordered'));
    node.handle(3, ring('shop'));
    const disk = new FaultyDisk([node.checkpoint()]);
    const heir = open(disk);
    expect(essence(heir)).toEqual(essence(node));
    for (const one of [node, heir]) {
      one.handle(14, ring('shop/back'));
      one.handle(15, order('drain.ordered'));
    }
    expect(heir.records).toBe(5);
    expect(essence(heir)).toEqual(essence(node));
    expect(essence(open(disk))).toEqual(essence(node));
  });

  it('of other actors is refused', () => {
    const disk = new FaultyDisk([open().checkpoint()]);
    const { start } = smallNodes[0]!;
    expect(() => new DurableNode('mint', () => start(compiled), disk)).toThrow(WrongActors);
    expect(() => new DurableNode('mint', () => start(compiled), disk)).toThrow(
      'the checkpoint of mint is of the actors shop, shop/back, started were mint',
    );
  });
});
