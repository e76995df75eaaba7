import { crashSoon } from './crash.ts';
import type { StepFault } from './world.ts';

/** A terminal crashes, perhaps in the middle of a sale, and comes back. */
export const terminalCrash: StepFault = (node, key, world) => {
  if (node.kind === 'terminal') crashSoon('terminalCrash', node, key, world);
};
