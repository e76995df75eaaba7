import { describe, expect, it } from 'vitest';
import type { Message, ProductRefused } from '#machines/protocol';
import { ACCOUNT, ProductNetwork, nameOf } from '../support/productNetwork.ts';

const SALE = { terminal: 'north:1', number: 1 };

const typesOf = (messages: readonly Message[] | undefined) => messages?.map(({ type }) => type);

function answered(network: ProductNetwork, request = SALE): readonly Message[] {
  return network.answers.get(nameOf(request)) ?? [];
}

describe('A conduit', () => {
  it('B17 turns requests for each kind of product into typed transactions', () => {
    const network = new ProductNetwork(null);
    network.request('north', SALE, 'instant');
    network.request('north', { ...SALE, number: 2 }, 'credit', '+49 151 1234-5678');
    network.request('north', { ...SALE, number: 3 }, 'fresh');
    const ordered = network.log.filter((message) => message.type === 'transaction.ordered');
    expect(ordered.map(({ to, transaction }) => [to, transaction])).toEqual([
      ['north/press', { kind: 'activate', request: SALE, product: 'instant', valueCents: 500 }],
      [
        'north/press',
        {
          kind: 'topUp',
          request: { ...SALE, number: 2 },
          product: 'credit',
          valueCents: 1000,
          account: ACCOUNT,
        },
      ],
      [
        'north/generator',
        { kind: 'generate', request: { ...SALE, number: 3 }, product: 'fresh', valueCents: 300 },
      ],
    ]);
  });

  it('B19 B20 brings the activated PIN back to its caller, and again when asked again', () => {
    const network = new ProductNetwork(null);
    network.request('north', SALE, 'instant');
    expect(answered(network)).toEqual([]);
    network.settle();
    const ranges = [{ lot: 'press:instant', first: 1, count: 1 }];
    expect(answered(network)).toEqual([
      { type: 'product.delivered', to: 'north', from: 'north/conduit', request: SALE, ranges },
    ]);
    network.request('north', SALE, 'instant');
    expect(answered(network)[1]).toEqual(answered(network)[0]);
    expect(network.waiting).toEqual([]);
  });

  it('B19 brings a refusal back to its caller, and again when asked again', () => {
    const network = new ProductNetwork(null);
    network.request('north', SALE, 'nobody');
    network.settle();
    network.request('north', SALE, 'nobody');
    const refusals = answered(network) as readonly ProductRefused[];
    expect(refusals).toHaveLength(2);
    expect(refusals[0]).toMatchObject({ type: 'product.refused', reason: 'supplier refused' });
    expect(refusals[0]!.detail).toContain('it does not offer nobody');
    expect(refusals[1]).toEqual(refusals[0]);
    network.tell('north', 'product.confirmed', SALE);
    expect(network.conduit('north').open).toEqual([]);
  });

  it('B17 refuses other content under a known number', () => {
    const network = new ProductNetwork(null);
    network.request('north', SALE, 'credit', ACCOUNT);
    network.request('north', SALE, 'instant');
    network.request('north', SALE, 'credit', '4915112345670');
    expect(answered(network)).toMatchObject([{ reason: 'conflict' }, { reason: 'conflict' }]);
    network.settle();
    expect(typesOf(answered(network))!.at(-1)).toBe('product.delivered');
  });

  it.each([
    ['credit', '12', 'account is not valid', 'no operator'],
    ['credit', null, 'account is not valid', 'no account number'],
    ['alpha', '4915212345678', 'account is not valid', 'a number of Beta; expected one of Alpha'],
    ['instant', ACCOUNT, 'account is not valid', 'expected a request without one'],
    ['constructor', null, 'not sold here', 'no product has the SKU constructor'],
  ])('B16 refuses %s for the account %s: %s', (sku, account, reason, detail) => {
    const network = new ProductNetwork(null);
    network.request('north', SALE, sku, account);
    network.request('north', SALE, sku, account);
    const [refusal, again] = answered(network) as readonly ProductRefused[];
    expect(refusal).toMatchObject({ type: 'product.refused', reason });
    expect(refusal!.detail).toContain(detail);
    expect(again).toEqual(refusal);
    expect(network.conduit('north').open).toEqual([]);
    expect(network.waiting).toEqual([]);
  });

  it('B18 goes to the next supplier when one refuses', () => {
    const network = new ProductNetwork(null);
    network.request('north', SALE, 'credit', '4915100000000');
    network.settle();
    expect(typesOf(answered(network))).toEqual(['product.delivered']);
    expect(network.balances('press')).toEqual([]);
    expect(network.balances('spare')).toEqual([{ account: '4915100000000', balanceCents: 1000 }]);
  });

  it('B18 asks the supplier of the detected operator only', () => {
    const network = new ProductNetwork(null);
    network.outage('press', 'outage.began');
    network.request('north', SALE, 'credit', '4915212345678');
    const entry = network.conduit('north').open[0]!;
    expect(entry.offers.map(({ supply }) => supply)).toEqual(['north/press']);
  });

  it('B18 gives up a silent supplier, has it undone, and keeps what came late from the customer', () => {
    const network = new ProductNetwork();
    network.request('north', SALE, 'instant');
    const late = network.waiting.splice(0)[0]!;
    expect(late).toMatchObject({ type: 'supply.requested', to: 'press' });
    network.ringAll();
    expect(typesOf(network.waiting)).toEqual(['supply.requested']);
    network.waiting.splice(0);
    network.ringAll();
    expect(network.waiting.map(({ type, to }) => [type, to])).toEqual([
      ['void.requested', 'press'],
      ['supply.requested', 'spare'],
    ]);
    const voiding = network.waiting.shift()!;
    network.settle();
    expect(answered(network)).toMatchObject([{ ranges: [{ lot: 'spare:instant' }] }]);
    // It had heard the request after all.
    network.deliver(late);
    expect(typesOf(network.waiting)).toEqual(['supply.delivered']);
    network.settle();
    expect(answered(network)).toHaveLength(1);
    expect(network.executions()).toMatchObject([{ serial: 'spare:instant 1' }]);
    network.deliver(voiding);
    network.settle();
    expect(network.executions()).toHaveLength(1);
    expect(network.supply('north/press').open).toEqual([]);
  });

  it('B18 asks a supplier that was given up last, until something is heard of it', () => {
    const network = new ProductNetwork();
    network.outage('press', 'outage.began');
    network.request('north', SALE, 'instant');
    for (let round = 0; round < 2; round++) {
      network.settle();
      network.ringAll();
    }
    network.settle();
    expect(answered(network)).toMatchObject([{ ranges: [{ lot: 'spare:instant' }] }]);
    const first = (number: number) => {
      network.request('north', { ...SALE, number }, 'instant');
      return network.waiting.at(-1)!.to;
    };
    expect(first(2)).toBe('spare');
    // The void that is still repeated finds out that the supplier is back.
    network.heal();
    expect(network.conduit('north').health[0]!.isReachable).toBe(true);
    for (let number = 3; number < 5; number++) {
      first(number);
      network.settle();
    }
    expect(first(9)).toBe('press');
  });

  it('B17 has a cancelled request undone before there is an answer, and none comes', () => {
    const network = new ProductNetwork(null);
    network.request('north', SALE, 'credit', ACCOUNT);
    network.tell('north', 'product.cancelled', SALE);
    network.tell('north', 'product.cancelled', SALE);
    const [request, voiding, ...more] = network.waiting.splice(0);
    expect(more).toEqual([]);
    network.request('north', SALE, 'credit', ACCOUNT);
    expect(answered(network)).toMatchObject([{ type: 'product.refused', reason: 'reversed' }]);
    network.deliver(voiding!);
    network.deliver(request!);
    network.settle();
    expect(answered(network)).toHaveLength(1);
    expect(network.balances('press')).toEqual([]);
    expect(network.conduit('north').open).toEqual([]);
    expect(network.supply('north/press').open).toEqual([]);
  });

  it('B17 repeats a void until it is acknowledged, also after a crash, then knows nothing of it', () => {
    const network = new ProductNetwork();
    network.request('north', SALE, 'credit', ACCOUNT);
    network.settle();
    network.tell('north', 'product.cancelled', SALE);
    for (let round = 0; round < 10; round++) {
      expect(typesOf(network.waiting.splice(0))).toEqual(['void.requested']);
      if (round % 2 === 0) network.ringAll();
      else network.restart('north');
    }
    expect(network.balances('press')).toMatchObject([{ balanceCents: 1000 }]);
    network.settle();
    network.heal();
    expect(network.balances('press')).toMatchObject([{ balanceCents: 0 }]);
    expect(network.conduit('north').open).toEqual([]);
    expect(network.alarms.size).toBe(0);
  });

  it('B17 takes a cancellation and a confirmation of what it never heard of', () => {
    const network = new ProductNetwork(null);
    network.tell('north', 'product.cancelled', SALE);
    network.tell('north', 'product.confirmed', SALE);
    expect(network.waiting).toEqual([]);
    expect(network.conduit('north').open).toEqual([]);
  });
});

describe('Value for an account', () => {
  it('B15 B16 is added once however often the request comes, and later purchases add more', () => {
    const network = new ProductNetwork(null);
    network.request('north', SALE, 'credit', ACCOUNT);
    const request = network.waiting[0]!;
    for (let times = 0; times < 3; times++) network.deliver(request);
    network.settle();
    expect(network.balances('press')).toEqual([{ account: ACCOUNT, balanceCents: 1000 }]);
    expect(answered(network)).toMatchObject([{ type: 'product.delivered', ranges: [] }]);
    network.request('south', { terminal: 'south:1', number: 1 }, 'alpha', '+49 (151) 12345678');
    network.settle();
    expect(network.balances('press')).toEqual([{ account: ACCOUNT, balanceCents: 1700 }]);
  });

  it('B15 is not added by a request that comes late, when the sale is long closed', () => {
    const network = new ProductNetwork(null);
    network.request('north', SALE, 'credit', ACCOUNT);
    const late = network.waiting[0]!;
    network.settle();
    network.tell('north', 'product.confirmed', SALE);
    network.request('north', { ...SALE, number: 2 }, 'credit', ACCOUNT);
    network.settle();
    network.deliver(late);
    expect(network.waiting).toEqual([]);
    expect(network.balances('press')).toEqual([{ account: ACCOUNT, balanceCents: 2000 }]);
  });
});

describe('A generator', () => {
  it('B23 draws for each request a PIN that there never was, and the same for the same request', () => {
    const network = new ProductNetwork(null);
    for (let number = 1; number <= 20; number++) {
      const node = number % 2 === 0 ? 'north' : 'south';
      const request = { terminal: `${node}:1`, number };
      network.request(node, request, 'fresh');
      network.request(node, request, 'fresh');
      const [first, again] = answered(network, request);
      expect(again).toEqual(first);
      network.tell(node, number % 3 === 0 ? 'product.cancelled' : 'product.confirmed', request);
      expect(network.conduit(node).open).toEqual([]);
      expect(network.context<{ open: unknown[] }>(`${node}/generator`).open).toEqual([]);
    }
    const serials = [...network.answers.values()].map(([answer]) =>
      answer!.type === 'product.delivered' ? `${answer.ranges[0]!.lot} ${answer.ranges[0]!.first}` : '',
    );
    expect(new Set(serials).size).toBe(20);
    expect(network.waiting).toEqual([]);
  });
});
