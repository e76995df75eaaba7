import { describe, expect, it } from 'vitest';
import { allot } from '#machines/hubRules';
import { deliverLot } from '#machines/supplier';
import { AssertionFailure } from '#src/domain/assertion';

const request = {
  type: 'stock.requested',
  to: 'hub',
  from: 'constructor',
  variety: 'constructor',
  order: 1,
  quantity: 5,
  onHand: 0,
  stockPosition: 0,
  lowWatermark: 1,
  isEmergency: false,
} as const;

describe('A name that every object has', () => {
  it('is no variety that the hub deals in', () => {
    const rebalancing = { kind: 'everyShortage' } as const;
    const plan = { address: 'hub', shipping: 'partial', rebalancing, patience: null, desks: [] } as const;
    const hub = { plan, desks: [], drained: [], isRepeating: false, isScheduled: false, refused: 0 };
    const ask = () => allot(hub, request);
    expect(ask).toThrow(AssertionFailure);
    expect(ask).toThrow('hub does not deal in constructor');
  });

  it('is no customer that a supplier supplies', () => {
    const plan = { address: 'mint', customers: [], handlings: [], lotLife: null, repeatAfter: null };
    const ask = () =>
      deliverLot({ plan, links: [], desks: [], handlings: [], delayed: [], refused: 0 }, request);
    expect(ask).toThrow(AssertionFailure);
    expect(ask).toThrow('mint does not supply constructor');
  });
});
