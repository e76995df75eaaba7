import type { SecondFault } from './world.ts';

/** A clock leaps, forward or back. */
export const clockJump: SecondFault = (second, world) => {
  const { nodes, rates, strikes, schedule } = world;
  for (const node of nodes) {
    if (node.isGone) continue;
    const strike = strikes.decide('clockJump', `${node.name}@${second}`, rates.clockJump, schedule.now);
    if (strike !== null) world.jumpClock(node, strike, strike.draw(-rates.greatestJump, rates.greatestJump));
  }
};
