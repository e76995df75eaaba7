import { describe, expect, it } from 'vitest';
import { CUSTOMERS, OPERATOR } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import { compiled } from '#src/executor/compiled';
import { auditTrail, deliveriesOf, describePin } from '#src/journal/auditTrail';
import type { NodeDelivery } from '#src/journal/auditTrail';
import { DurableNode } from '#src/journal/durableNode';
import { FaultyDisk } from '#sim/faults/faultyDisk';
import { smallNodes } from '../support/smallNodes.ts';

const RANGES = [{ lot: 'lot', first: 1, count: 3 }];
const WARE = { variety: 'day', ranges: RANGES, count: 3 };
const SALE = { terminal: 'north:1', number: 1 };

/** The small network with perfect links: every message arrives one unit of time after it was sent. */
class Town {
  readonly deliveries: NodeDelivery[] = [];
  private now = 0;
  private readonly nodes = smallNodes.map(({ name, start }) => {
    const disk = new FaultyDisk();
    return { name, start, disk, node: new DurableNode(name, () => start(compiled), disk) };
  });

  say(first: Message): void {
    let messages: readonly Message[] = [first];
    while (messages.length > 0) {
      const next: Message[] = [];
      this.now += 1;
      for (const message of messages) {
        const receiver = this.nodes.find(
          ({ name }) => message.to === name || message.to.startsWith(`${name}/`),
        );
        if (receiver === undefined) continue;
        const { name, node } = receiver;
        this.deliveries.push(...deliveriesOf(name, node.handle(this.now, message)));
        next.push(...node.synced(node.records).messages);
      }
      messages = next;
    }
  }

  get journals() {
    return this.nodes.map(({ name: node, start, disk }) => ({
      node,
      startActors: () => start(compiled),
      lines: disk.open().lines,
    }));
  }
}

const buy = { type: 'customer.asked', to: 'north:1', from: CUSTOMERS, sku: 'day', account: null } as const;
const about = (type: 'payment.taken' | 'payment.failed' | 'print.finished', number = 1): Message => ({
  type,
  to: 'north:1',
  from: CUSTOMERS,
  sale: { ...SALE, number },
});

describe('The audit trail (B38)', () => {
  const town = new Town();
  town.say(buy);
  town.say(about('payment.taken'));
  town.say(about('print.finished'));
  town.say(buy);
  town.say(about('payment.failed', 2));
  // Sold out, so that the hub and in the end the supplier send more.
  for (let n = 0; n < 4; n++) {
    town.say({ type: 'stock.demanded', to: 'north/day', from: CUSTOMERS, count: 4, sale: null });
  }
  town.say({ type: 'review.due', to: 'hub/day', from: OPERATOR });
  const trail = (lot: string, serial: number) => auditTrail({ lot, serial }, town.journals);

  it('tells the whole life of a PIN that was sold, from the opening stock to its issue', () => {
    expect(trail('opening:north/day', 1).map(({ what }) => what)).toEqual([
      'in the opening stock of north/day',
      'north takes in from north/day: reserved for sale 1 of north:1',
      'north sends to north:1: granted for sale 1 of north:1',
      'north:1 takes in from north: granted for sale 1 of north:1',
      'north:1 sends to customers: to be paid for sale 1 of north:1',
      'north:1 takes in from customers: paid for sale 1 of north:1',
      'north:1 sends to customers: printed for sale 1 of north:1',
      'north:1 takes in from customers: has been printed for sale 1 of north:1',
      'north:1 sends to north: confirmed for sale 1 of north:1',
      'north takes in from north:1: confirmed for sale 1 of north:1',
      'north sends to north:1: settled for sale 1 of north:1',
      'north/day takes in from north: sold for sale 1 of north:1',
      'north/day issues it to customers, for sale 1 of north:1',
      'north:1 takes in from north: settled for sale 1 of north:1',
    ]);
  });

  it('tells of a reversed PIN how it came into quarantine', () => {
    expect(trail('opening:north/day', 2).map(({ what }) => what)).toEqual([
      'in the opening stock of north/day',
      'north takes in from north/day: reserved for sale 2 of north:1',
      'north sends to north:1: granted for sale 2 of north:1',
      'north:1 takes in from north: granted for sale 2 of north:1',
      'north:1 sends to customers: to be paid for sale 2 of north:1',
      'north:1 takes in from customers: not paid for sale 2 of north:1',
      'north:1 sends to north: reversed, never shown, for sale 2 of north:1',
      'north takes in from north:1: reversed, never shown, for sale 2 of north:1',
      'north sends to north:1: settled for sale 2 of north:1',
      'north/day takes in from north: quarantined for sale 2 of north:1',
      'north:1 takes in from north: settled for sale 2 of north:1',
    ]);
  });

  it('tells of a bought PIN how it was acquired and moved, with the transfers', () => {
    const life = trail('mint:day:1', 1);
    expect(life.map(({ node, type, number }) => [node, type, number])).toEqual([
      ['mint', 'transfer.shipped', 1],
      ['hub', 'transfer.shipped', 1],
      ['hub', 'transfer.acknowledged', 1],
      ['mint', 'transfer.acknowledged', 1],
      ['hub', 'transfer.shipped', 2],
      ['north', 'transfer.shipped', 2],
      ['north', 'transfer.acknowledged', 2],
      ['hub', 'transfer.acknowledged', 2],
      ['north', 'pins.issued', null],
    ]);
    expect(life[0]!.what).toMatch(/^mint sends to hub\/day: transfer 1 of \d+ PINs, purchase 1$/);
    expect(life.at(-1)!.what).toMatch(/^north\/day issues it to customers, \d+ PINs?$/);
    expect(life.every(({ at }, place) => at >= (life[place - 1]?.at ?? 0))).toBe(true);
  });

  it('tells nothing of a PIN that never was', () => {
    expect(trail('mint:day:1', 1000)).toEqual([]);
    expect(trail('no such lot', 1)).toEqual([]);
  });

  it('is the same from what an observer saw of the steps', () => {
    expect(describePin({ lot: 'mint:day:1', serial: 1 }, town.deliveries)).toEqual(trail('mint:day:1', 1));
    const sold = { lot: 'opening:north/day', serial: 1 };
    expect(describePin(sold, town.deliveries)).toEqual(trail(sold.lot, sold.serial).slice(1));
  });

  it.each([
    [{ type: 'redemption.listed', to: 'x', from: 'y', covered: [], redeemed: [] }, []],
    [
      { type: 'redemption.listed', to: 'x', from: 'y', covered: RANGES, redeemed: RANGES },
      ['x takes in from y: its supplier saw it redeemed'],
    ],
    [
      { type: 'redemption.listed', to: 'x', from: 'y', covered: RANGES, redeemed: [] },
      ['x takes in from y: no one has redeemed it'],
    ],
    [
      {
        type: 'lot.standing.changed',
        to: 'x',
        from: 'y',
        held: [{ lot: 'lot', standing: 'frozen' }],
        number: 1,
      },
      ['x takes in from y: its lot is frozen'],
    ],
    [
      { type: 'pins.retired', to: 'x', from: 'y', ...WARE, reason: 'writtenOff' },
      ['x takes in from y: 3 PINs, written off'],
    ],
    [
      { type: 'pins.delivered', to: 'x', from: 'y', ...WARE, sale: null },
      ['x takes in from y: 3 PINs, new to the network'],
    ],
    [
      { type: 'print.requested', to: 'x', from: 'y', sale: SALE, ranges: RANGES, isCopy: true },
      ['x takes in from y: printed again as a COPY for sale 1 of north:1'],
    ],
  ] satisfies readonly (readonly [Message, readonly string[]])[])(
    'knows what $type says',
    (message, told) => {
      const deliveries = [{ node: 'x', at: 1, to: 'x', message, answers: [] }];
      expect(describePin({ lot: 'lot', serial: 3 }, deliveries).map(({ what }) => what)).toEqual(told);
    },
  );
});
