import { describe, expect, test } from 'vitest';
import { CUSTOMERS } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import { standardMachines } from '#src/network/machines';
import { counts, doubled } from '../support/census.ts';
import { SmallNetwork } from '../support/smallNetwork.ts';
import { smallTopology, TIMING, upTo } from '../support/smallTopology.ts';
import type { SmallTopology } from '../support/smallTopology.ts';

const LONG = 10 * TIMING.hubPatience;
const start = (given: SmallTopology) => new SmallNetwork(standardMachines, smallTopology(given));

function transfers(network: SmallNetwork): readonly string[] {
  return network
    .said('transfer.shipped')
    .map(({ from, to, count, reason }) => `${from} to ${to}: ${count} ${reason}`);
}

const orderedTwice = (
  network: SmallNetwork,
  type: 'drain.ordered' | 'drain.cancelled' | 'return.ordered',
  node: string,
) => {
  network.order(type, node);
  const length = network.log.length;
  network.order(type, node);
  return network.log.slice(length);
};

describe('A server that is sent offline', () => {
  test('B04 with nothing to give back is offline when the hub has said so, and has sent no transfer', () => {
    const network = start({ levels: { 'north/day': { initialOnHand: 0 } } });
    network.order('drain.ordered', 'north');
    expect(network.value('north')).toBe('draining');
    network.settle();
    expect(network.value('north')).toBe('offline');
    expect(network.said('node.drained')).toMatchObject([{ from: 'north', count: 0 }]);
    expect(transfers(network)).toEqual([]);
  });

  test('B04 hears repeated orders without a word, and orders that do not fit', () => {
    const network = start({});
    expect(orderedTwice(network, 'drain.ordered', 'north')).toEqual([]);
    expect(orderedTwice(network, 'return.ordered', 'north')).toEqual([]);
    network.settle();
    expect(orderedTwice(network, 'drain.ordered', 'north')).toEqual([]);
    expect(orderedTwice(network, 'drain.cancelled', 'north')).toEqual([]);
    expect(network.value('north')).toBe('offline');
    expect(orderedTwice(network, 'return.ordered', 'north')).toEqual([]);
    expect(orderedTwice(network, 'drain.cancelled', 'north')).toEqual([]);
    expect(network.value('north')).toBe('online');
    expect(network.said('node.drained').length).toBe(1);
  });

  test('B03 B04 sends a delivery back that was on its way to it, and waits for it', () => {
    const network = start({ levels: { 'north/day': upTo(2, 6, 2), 'hub/day': { initialOnHand: 10 } } });
    network.hand({ type: 'review.due', to: 'north/day', from: 'north' });
    network.next('stock.requested');
    const delivery = network.take('transfer.shipped');
    network.order('drain.ordered', 'north');
    network.settle();
    expect(network.value('north')).toBe('draining');
    network.hand(delivery);
    network.settle();
    expect(network.value('north')).toBe('offline');
    expect(transfers(network)).toEqual([
      'hub/day to north/day: 4 order',
      'north/day to hub/day: 2 return',
      'north/day to hub/day: 4 return',
    ]);
    expect(network.said('node.drained').map(({ count }) => count)).toEqual([6]);
    expect(network.stock('hub/day').onHand).toBe(12);
  });

  test('B03 B04 is asked for nothing that its request overtaken by the drain would have brought', () => {
    const network = start({ levels: { 'north/day': upTo(2, 6, 2) } });
    network.hand({ type: 'review.due', to: 'north/day', from: 'north' });
    const request = network.take('stock.requested');
    network.order('drain.ordered', 'north');
    network.settle();
    network.hand(request);
    network.pass(LONG);
    expect(network.value('north')).toBe('offline');
    expect(counts(network)['hub/day shelf']).toBe(102);
  });

  test('B04 keeps the sale of a till that has its PIN, and sends a PIN back that is not wanted after all', () => {
    const network = start({});
    network.customer = () => null;
    network.ask('north:1', 'day');
    network.ask('north:2', 'day');
    network.settle();
    network.order('drain.ordered', 'north');
    network.settle();
    const said = (till: string) => ({ to: till, from: CUSTOMERS, sale: { terminal: till, number: 1 } });
    network.hand({ type: 'payment.taken', ...said('north:1') });
    network.hand({ type: 'print.finished', ...said('north:1') });
    network.settle();
    expect(network.value('north')).toBe('draining');
    network.hand({ type: 'payment.failed', ...said('north:2') });
    network.settle();
    expect(network.value('north')).toBe('offline');
    expect(counts(network)).toEqual({ 'hub/day shelf': 105, 'south/day shelf': 6, issued: 1 });
  });

  test('B33 B04 goes with a suspect PIN, which it gives back to quarantine when its till returns', () => {
    const network = start({});
    network.customer = () => null;
    network.ask('north:1', 'day');
    network.settle();
    network.order('drain.ordered', 'north');
    network.pass(2 * TIMING.reservationTime);
    expect(network.value('north')).toBe('offline');
    expect(counts(network)['north/day suspect']).toBe(1);
    network.restart('north:1');
    network.pass(LONG);
    expect(counts(network)).toEqual({ 'hub/day shelf': 105, 'hub/day quarantine': 1, 'south/day shelf': 6 });
  });

  for (const lost of [
    'requests.withdrawn',
    'requests.cleared',
    'transfer.shipped',
    'transfer.acknowledged',
    'receipt.asked',
    'receipt.given',
  ] as const) {
    test(`B04 gets there though its first ${lost} is lost`, () => {
      const network = start({});
      network.order('drain.ordered', 'north');
      while (!network.waiting.some(({ type }) => type === lost)) network.next(() => true);
      network.take(lost);
      network.settle();
      expect(network.value('north')).toBe('draining');
      network.restart('north');
      network.pass(LONG);
      expect(network.value('north')).toBe('offline');
      expect(network.said('node.drained').length).toBe(1);
      expect(counts(network)).toEqual({ 'hub/day shelf': 106, 'south/day shelf': 6 });
    });
  }
});

/** North is short, south has four above its high watermark, and the hub has nothing. */
function asked(): SmallNetwork {
  const levels = {
    'hub/day': { initialOnHand: 0 },
    'north/day': upTo(2, 6, 2),
    'south/day': upTo(2, 6, 10, 6),
  };
  const network = start({ levels });
  network.hand({ type: 'review.due', to: 'north/day', from: 'north' });
  network.next('stock.requested');
  network.next('surplus.asked');
  return network;
}

describe('A recall and a drain at once', () => {
  test('B04 B05 a donor that goes offline before it is asked gives all to the hub, and the hub passes it on', () => {
    const network = asked();
    network.next('surplus.offered');
    const recall = network.take('recall.requested');
    network.order('drain.ordered', 'south');
    network.settle();
    network.hand(recall);
    network.pass(LONG);
    expect(network.value('south')).toBe('offline');
    expect(network.said('recall.answered').map(({ quantity }) => quantity)).toEqual([0]);
    expect(counts(network)).toEqual({ 'north/day shelf': 6, 'hub/day shelf': 6 });
    expect(network.context('hub', 'hub').desks[0]!.recalls).toEqual([]);
  });

  test('B04 B05 what a donor has given already counts in the receipt of its drain', () => {
    const network = asked();
    network.next('surplus.offered');
    network.next('recall.requested');
    const given = network.take('transfer.shipped');
    network.order('drain.ordered', 'south');
    network.settle();
    expect(network.value('south')).toBe('draining');
    network.hand(given);
    network.settle();
    expect(network.value('south')).toBe('offline');
    expect(network.said('node.drained').map(({ count }) => count)).toEqual([10]);
    expect(counts(network)).toEqual({ 'north/day shelf': 6, 'hub/day shelf': 6 });
  });

  test('B09 a hub that goes offline pulls nothing for those who wait', () => {
    const network = asked();
    network.order('drain.ordered', 'hub');
    network.pass(LONG);
    expect(network.value('hub')).toBe('offline');
    expect(network.said('recall.requested')).toEqual([]);
    expect(counts(network)).toEqual({ 'north/day shelf': 2, 'south/day shelf': 10 });
    network.order('return.ordered', 'hub');
    network.pass(LONG);
    expect(counts(network)).toEqual({ 'north/day shelf': 6, 'south/day shelf': 6 });
  });
});

describe('A hub that is sent offline', () => {
  test('B09 with nothing is offline at once, and hears repeated orders without a word', () => {
    const network = start({ levels: { 'hub/day': { initialOnHand: 0 } } });
    expect(orderedTwice(network, 'drain.ordered', 'hub')).toEqual([]);
    expect(network.value('hub')).toBe('offline');
    expect(network.said('node.drained')).toMatchObject([{ from: 'hub', count: 0 }]);
    expect(orderedTwice(network, 'drain.cancelled', 'hub')).toEqual([]);
    expect(orderedTwice(network, 'return.ordered', 'hub')).toEqual([]);
    expect(network.value('hub')).toBe('online');
  });

  test('B09 asks again the server whose question was lost when the other one goes offline itself', () => {
    const network = start({ levels: { 'hub/day': { initialOnHand: 4 }, 'north/day': { initialOnHand: 0 } } });
    network.order('drain.ordered', 'north');
    network.settle();
    network.order('drain.ordered', 'hub');
    network.take(({ type, to }: Message) => type === 'surplus.asked' && to === 'south/day');
    network.pass(LONG);
    expect(network.value('hub')).toBe('offline');
    expect(counts(network)).toEqual({ 'south/day shelf': 10 });
  });

  test.each([[TIMING], [null]])('B09 keeps what nobody can take, until a server returns', (timing) => {
    const levels = { 'hub/day': { initialOnHand: 4 }, 'north/day': upTo(2, 6, 6) };
    const network = start({ levels, timing });
    for (const node of ['north', 'south', 'hub']) network.order('drain.ordered', node);
    network.pass(LONG);
    expect(['north', 'south', 'hub'].map((node) => network.value(node))).toEqual([
      'offline',
      'offline',
      'draining',
    ]);
    expect(counts(network)).toEqual({ 'hub/day shelf': 16 });
    network.order('return.ordered', 'north');
    network.pass(LONG);
    expect(network.value('hub')).toBe('offline');
    expect(counts(network)).toEqual({ 'north/day shelf': 16 });
    expect(doubled(network)).toEqual([]);
  });

  test('B09 is empty of a variety though PINs that are not for sale come to it', () => {
    const levels = { 'hub/day': { initialOnHand: 0 }, 'north/day': { initialOnHand: 1 } };
    const network = start({ varieties: ['day', 'week'], levels });
    network.customer = () => null;
    network.ask('north:1', 'day');
    network.settle();
    network.restart('north:1');
    network.settle();
    network.order('drain.ordered', 'hub');
    expect(network.context('hub', 'hub').drained).toEqual(['hub/day']);
    network.order('drain.ordered', 'north');
    network.next(({ type, from }) => type === 'transfer.shipped' && from === 'north/day');
    expect(network.context('hub', 'hub').drained).toEqual(['hub/day']);
    network.pass(LONG);
    expect([network.value('north'), network.value('hub')]).toEqual(['offline', 'offline']);
    expect(counts(network)['hub/day quarantine']).toBe(1);
  });
});
