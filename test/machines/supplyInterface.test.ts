import { describe, expect, it } from 'vitest';
import { conduitMachine } from '#machines/conduit';
import type { Message } from '#machines/protocol';
import { supplyInterfaceMachine } from '#machines/supplyInterface';
import type { PinRange } from '#src/domain/pinRange';
import { compiled } from '#src/executor/compiled';
import { ACCOUNT, conduitPlanOf, nameOf, ProductNetwork } from '../support/productNetwork.ts';

const SALE = { terminal: 'north:1', number: 1 };
const PIN = { lot: 'press:instant', first: 1, count: 1 };

const typesOf = (messages: readonly Message[]) => messages.map(({ type }) => type);

/** What `network` waits to deliver, if `ranges` are delivered for the request of that SKU instead of what was ordered. */
function afterDelivery(network: ProductNetwork, ranges: readonly PinRange[]): readonly string[] {
  const { to: from, from: to } = network.waiting.splice(0)[0]!;
  network.deliver({ type: 'supply.delivered', to, from, number: 1, ranges });
  return network.waiting.map((message) => `${message.type} ${message.to}`);
}

describe('A supply interface', () => {
  it('B19 believes nobody but its supplier', () => {
    const plan = {
      address: 'north/press',
      conduit: 'north/conduit',
      supplier: 'press',
      patience: 10,
      tries: 2,
    };
    const actor = compiled.start(supplyInterfaceMachine, plan);
    const common = { to: 'north/press', from: 'north/conduit' };
    const transaction = { kind: 'activate', request: SALE, product: 'instant', valueCents: 500 } as const;
    actor.send({ type: 'transaction.ordered', ...common, transaction });
    const answer = { to: 'north/press', from: 'spare', number: 1 };
    const { open } = actor.context;
    const refusal = [{ type: 'message.refused', to: 'spare' }];
    expect(actor.send({ type: 'supply.delivered', ...answer, ranges: [PIN] })).toMatchObject(refusal);
    expect(actor.send({ type: 'supply.refused', ...answer, reason: 'no' })).toMatchObject(refusal);
    expect(actor.context.open).toEqual(open);
    actor.send({ type: 'transaction.revoked', ...common, request: SALE });
    expect(actor.send({ type: 'void.acknowledged', ...answer })).toMatchObject(refusal);
    expect(actor.context.open).toMatchObject([{ number: 1, stage: 'voiding' }]);
    expect(actor.context.refused).toBe(3);
    expect(typesOf(actor.send({ type: 'void.acknowledged', ...answer, from: 'press' }))).toEqual([
      'transaction.undone',
      'alarm.requested',
    ]);
  });

  it.each([
    ['instant', null, []],
    ['instant', null, [{ ...PIN, count: 2 }]],
    ['instant', null, [PIN, { ...PIN, first: 7 }]],
    ['credit', ACCOUNT, [PIN]],
  ])(
    'B18 B20 has undone what was not ordered, and another supplier is asked: %s for %s',
    (sku, account, ranges) => {
      const network = new ProductNetwork();
      network.request('north', SALE, sku, account);
      expect(afterDelivery(network, ranges)).toEqual(['void.requested press', 'supply.requested spare']);
      network.settle();
      expect(network.answers.get(nameOf(SALE))).toMatchObject([
        { type: 'product.delivered', from: 'north/conduit' },
      ]);
      expect(network.supply('north/press').open).toEqual([]);
      network.heal();
      expect(network.alarms.size).toBe(0);
    },
  );

  it.each([0, 1])(
    'B18 finds out that a supplier is silent although each sale is reversed after %i rings',
    (rings) => {
      const network = new ProductNetwork();
      network.outage('press', 'outage.began');
      network.request('north', SALE, 'instant');
      network.settle();
      for (let round = 0; round < rings; round++) network.ringAll();
      network.tell('north', 'product.cancelled', SALE);
      for (let round = rings; round < 2; round++) {
        network.settle();
        expect(network.conduit('north').health[0]!.isReachable).toBe(true);
        network.ringAll();
      }
      network.settle();
      expect(network.conduit('north').health[0]!.isReachable).toBe(false);
      expect(network.supply('north/press').givenUp).toBe(1);
      network.request('north', { ...SALE, number: 2 }, 'instant');
      expect(network.waiting.map(({ to }) => to)).toEqual(['spare']);
      network.settle();
      // It is said once, however often the void is repeated.
      const failed = () => network.log.filter(({ type }) => type === 'transaction.failed').length;
      expect(failed()).toBe(1);
      for (let round = 0; round < 5; round++) network.ringAll();
      expect(failed()).toBe(1);
      network.heal();
      expect(network.conduit('north').health[0]!.isReachable).toBe(true);
      expect(network.conduit('north').open).toMatchObject([{ request: { number: 2 } }]);
      expect(network.supply('north/press').open).toEqual([]);
    },
  );

  it('B18 gives a supplier that delivered all its tries for the void', () => {
    const network = new ProductNetwork();
    network.request('north', SALE, 'instant');
    network.waiting.splice(0);
    network.ringAll();
    network.settle();
    network.tell('north', 'product.cancelled', SALE);
    network.waiting.splice(0);
    network.ringAll();
    expect(network.conduit('north').health[0]!.isReachable).toBe(true);
    network.waiting.splice(0);
    network.ringAll();
    expect(network.conduit('north').health[0]!.isReachable).toBe(false);
  });
});

describe('A conduit', () => {
  it('B16 B18 does not blame the account when no supplier offers the product', () => {
    const plan = conduitPlanOf('north');
    const products = plan.products.map((product) => ({ ...product, offers: [] }));
    const actor = compiled.start(conduitMachine, { ...plan, products });
    const common = { to: 'north/conduit', from: 'north', request: SALE } as const;
    const [answer] = actor.send({ type: 'product.requested', ...common, sku: 'credit', account: ACCOUNT });
    expect(answer).toMatchObject({ reason: 'supplier refused', detail: 'no supplier offers credit' });
  });
});
