import { CUSTOMERS } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import { smallNetwork, tillOf } from '#sim/modelcheck/smallNetwork';
import type { SmallServer } from '#sim/modelcheck/smallNetwork';

const north: SmallServer = {
  name: 'north',
  onHand: 1,
  lowWatermark: 0,
  highWatermark: null,
  unmet: 'lost',
};

const strangersRequest: Message = {
  type: 'sale.requested',
  to: north.name,
  from: CUSTOMERS,
  sale: { terminal: tillOf(north.name), number: 1 },
  sku: 'pin',
  dealer: null,
  account: 'of a stranger',
  settledBelow: 1,
  at: 0,
};

/** Someone asks a server for other content, under the number that a terminal will give to its sale. */
export const strangersNetwork = smallNetwork(
  'conflict',
  'two clients use one number',
  1,
  [north, { ...north, name: 'south' }],
  [strangersRequest],
);
