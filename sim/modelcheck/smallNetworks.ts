import { smallNetwork } from './smallNetwork.ts';
import type { SmallNetwork, SmallServer } from './smallNetwork.ts';

const north: SmallServer = { name: 'north', onHand: 1, highWatermark: null, unmet: 'lost' };
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
    { ...north, onHand: 0, unmet: 'backorder' },
    { ...south, onHand: 3, highWatermark: 1 },
  ]),
];
