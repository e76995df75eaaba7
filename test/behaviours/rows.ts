import type { Behaviour } from './behaviour.ts';
import { buckets } from './buckets.ts';
import { directory } from './directory.ts';
import { distribution } from './distribution.ts';
import { drains } from './drains.ts';
import { products } from './products.ts';
import { sales } from './sales.ts';
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
];
