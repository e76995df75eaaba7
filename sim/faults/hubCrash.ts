import { crashSoon } from './crash.ts';
import type { StepFault } from './world.ts';

/** The hub crashes with all its actors, and comes back. */
export const hubCrash: StepFault = (node, key, world) => {
  if (node.kind === 'hub') crashSoon('hubCrash', node, key, world);
};
