import { expect } from 'vitest';
import { auditTrail } from '#src/journal/auditTrail';
import { SmallNetwork } from '../support/smallNetwork.ts';
import { smallTopology, upTo } from '../support/smallTopology.ts';
import type { Behaviour } from './behaviour.ts';

/** Each message takes some time, so that the order of all that happens can be told. */
function slowly(network: SmallNetwork): void {
  while (network.waiting.length > 0) {
    network.now += 1;
    network.hand(network.waiting.shift()!);
  }
}

/** The life of a PIN: B38. */
export const audit: readonly Behaviour[] = [
  {
    id: 'B38',
    title: "a PIN's whole life can be listed from the nodes' journals, from acquisition to issue",
    run(machines) {
      const levels = { 'hub/day': upTo(0, 4, 0), 'north/day': upTo(0, 2, 0) };
      const network = new SmallNetwork(machines, smallTopology({ levels }));
      network.hand({ type: 'review.due', to: 'hub/day', from: 'operator' });
      slowly(network);
      network.hand({ type: 'review.due', to: 'north/day', from: 'operator' });
      slowly(network);
      const pin = { lot: 'mint:day:1', serial: 1 };
      const life = () => auditTrail(pin, network.journals());
      const before = life();
      network.ask('north:1', 'day');
      slowly(network);
      const after = life();
      expect(after.slice(0, before.length), 'what was told of its life before').toEqual(before);
      expect(
        after.map(({ node, type }) => `${node} ${type}`),
        'the life of a PIN',
      ).toEqual([
        'mint transfer.shipped',
        'hub transfer.shipped',
        'hub transfer.acknowledged',
        'mint transfer.acknowledged',
        'hub transfer.shipped',
        'north transfer.shipped',
        'north transfer.acknowledged',
        'hub transfer.acknowledged',
        'north pin.reserved',
        'north sale.granted',
        'north:1 sale.granted',
        'north:1 payment.requested',
        'north:1 payment.taken',
        'north:1 print.requested',
        'north:1 print.finished',
        'north:1 sale.confirmed',
        'north sale.confirmed',
        'north sale.settled',
        'north reservation.closed',
        'north pins.issued',
        'north:1 sale.settled',
      ]);
    },
  },
];
