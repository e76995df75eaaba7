import type { Behaviour } from './behaviour.ts';
import { audit } from './audit.ts';
import { buckets } from './buckets.ts';
import { credit } from './credit.ts';
import { directory } from './directory.ts';
import { distribution } from './distribution.ts';
import { drains } from './drains.ts';
import { lots } from './lots.ts';
import { products } from './products.ts';
import { protocol } from './protocol.ts';
import { sales } from './sales.ts';
import { secrets } from './secrets.ts';
import { supply } from './supply.ts';

/** A check for each behaviour, in no order. */
export const behaviours: readonly Behaviour[] = [
  ...distribution,
  ...drains,
  ...supply,
  ...directory,
  ...products,
  ...buckets,
  ...sales,
  ...credit,
  ...lots,
  ...audit,
  ...secrets,
  ...protocol,
];
