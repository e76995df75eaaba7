import { OPERATOR } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import { smallNetwork } from './smallNetwork.ts';
import type { SmallNetwork, SmallServer } from './smallNetwork.ts';

const north: SmallServer = { name: 'north', onHand: 1, lowWatermark: 0, highWatermark: null, unmet: 'lost' };
const south: SmallServer = { ...north, name: 'south' };

/** The networks of the model check. */
export const smallNetworks: readonly SmallNetwork[] = [
  smallNetwork(
    'replenishment',
    'both servers sell their only PIN and ask the hub, which has one for two',
    1,
    [north, south],
  ),
  smallNetwork('recall', 'a customer waits at an empty server; the hub pulls PINs from the other one', 0, [
    { ...north, onHand: 0, lowWatermark: -1, unmet: 'backorder' },
    { ...south, onHand: 3, lowWatermark: -1, highWatermark: 1 },
  ]),
  smallNetwork(
    'drain of a server',
    'one server is ordered offline, at any moment, while both sell',
    1,
    [north, south],
    [orderTo('south')],
  ),
  smallNetwork(
    'drain of the hub',
    'the hub is ordered offline, at any moment, and shares out its PIN',
    1,
    [north, south],
    [orderTo('hub')],
  ),
];

function orderTo(to: string): Message {
  return { type: 'drain.ordered', to, from: OPERATOR };
}
