import { crashSoon } from './crash.ts';
import type { StepFault } from './world.ts';

/** A server crashes with all its actors, and comes back. */
export const serverCrash: StepFault = (node, key, world) => {
  if (node.kind === 'server') crashSoon('serverCrash', node, key, world);
};
