import type { CustomerAsked } from '#machines/protocol';
import type { SimulatedNode } from './simulatedNode.ts';
import type { World } from './world.ts';

// A customer presses the button again before anything has come back.
const LONGEST_PATIENCE_MICROSECONDS = 200_000;

/** An impatient customer asks once more at once: for the terminal that is another sale. */
export function newIdRetry(asked: CustomerAsked, terminal: SimulatedNode, key: string, world: World): void {
  const { strikes, rates, schedule } = world;
  const strike = strikes.decide('newIdRetry', key, rates.newIdRetry, schedule.now);
  if (strike === null) return;
  schedule.after(strike.draw(0, LONGEST_PATIENCE_MICROSECONDS), () => {
    if (world.tell(terminal, asked) !== null) strike.changedOutcome();
  });
}
