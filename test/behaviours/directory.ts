import { expect } from 'vitest';
import { stalenessOf } from '#machines/dealersRules';
import type { Dealer } from '#src/domain/dealer';
import { SmallNetwork } from '../support/smallNetwork.ts';
import { smallTopology, TIMING } from '../support/smallTopology.ts';
import type { Behaviour } from './behaviour.ts';

const ANN: Dealer = { name: 'ann', isBlocked: false, creditLimitCents: 0, commissionBasisPoints: {} };

function start(machines: Parameters<Behaviour['run']>[0]): SmallNetwork {
  const network = new SmallNetwork(machines, smallTopology({ dealer: 'ann', more: { dealers: [ANN] } }));
  network.hand({ type: 'alarm.rang', to: 'hub/dealers', from: 'alarms', alarm: 'announce', at: 0 });
  network.settle();
  return network;
}

function setAnn(network: SmallNetwork, change: Partial<Dealer>): void {
  const dealer = { ...ANN, ...change };
  network.hand({ type: 'dealer.set', to: 'hub/dealers', from: 'operator', dealer });
  network.settle();
}

function staleness(network: SmallNetwork, server: string): number {
  return stalenessOf(network.context('dealers', `${server}/dealers`), network.now) ?? Infinity;
}

/** The dealer directory: B11. */
export const directory: readonly Behaviour[] = [
  {
    id: 'B11',
    title: 'a blocked dealer is refused at every server once the change has arrived',
    run(machines) {
      const network = start(machines);
      network.serve('north:1', 'day');
      network.serve('south:1', 'day');
      expect(network.printed().length, 'sales before the block').toBe(2);
      setAnn(network, { isBlocked: true });
      for (const till of ['north:1', 'north:2', 'south:1']) network.serve(till, 'day');
      expect(
        network.said('customer.refused').map(({ from, reason }) => `${from} ${reason}`),
        'sales after the block',
      ).toEqual(['north:1', 'north:2', 'south:1'].map((till) => `${till} dealer is blocked`));
      setAnn(network, {});
      network.serve('south:1', 'day');
      expect(network.printed('south:1').length, 'sales at south after the block was lifted').toBe(2);
    },
  },
  {
    id: 'B11',
    title: 'a server that was cut off says how stale it is, and catches up when its link is back',
    run(machines) {
      const network = start(machines);
      network.cut('hub', 'south');
      setAnn(network, { isBlocked: true });
      const replica = (server: string) => network.context('dealers', `${server}/dealers`);
      for (const passed of [1, 2, 3]) {
        network.pass(TIMING.announceEvery);
        expect(staleness(network, 'north'), 'how stale north is').toBeLessThanOrEqual(TIMING.announceEvery);
        expect(staleness(network, 'south'), `how stale south says it is after ${passed} announcements`).toBe(
          passed * TIMING.announceEvery,
        );
      }
      network.serve('south:1', 'day');
      network.serve('north:1', 'day');
      expect(
        network.printed().map(({ from }) => from),
        'tills that sold for a dealer whose block south does not know of',
      ).toEqual(['south:1']);
      expect(replica('south').version, 'version at south while it is cut off').toBe(1);
      network.mend('hub', 'south');
      network.pass(TIMING.announceEvery);
      expect(replica('south').version, 'version at south after its link is back').toBe(2);
      expect(replica('south').dealers, 'directory at south').toEqual(replica('north').dealers);
      expect(staleness(network, 'south'), 'how stale south is').toBeLessThanOrEqual(TIMING.announceEvery);
      network.serve('south:1', 'day');
      expect(network.said('customer.refused').at(-1), 'the next sale at south').toMatchObject({
        from: 'south:1',
        reason: 'dealer is blocked',
      });
      network.restart('south');
      network.settle();
      expect(replica('south').version, 'version at south after a restart').toBe(2);
    },
  },
];
