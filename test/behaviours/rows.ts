import type { Behaviour } from './behaviour.ts';
import { directory } from './directory.ts';
import { distribution } from './distribution.ts';
import { drains } from './drains.ts';
import { supply } from './supply.ts';

/** A check for each behaviour, in no order. */
export const behaviours: readonly Behaviour[] = [...distribution, ...drains, ...supply, ...directory];
