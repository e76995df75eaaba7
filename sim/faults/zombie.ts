import type { StepFault } from './world.ts';

/** Someone takes a server for dead and starts it anew, while the old incarnation goes on over the same journal. */
export const zombie: StepFault = (node, key, world) => {
  if (node.kind !== 'server') return;
  const { schedule, rates, strikes } = world;
  const strike = strikes.decide('zombie', key, rates.zombie, schedule.now);
  if (strike === null) return;
  const duration = strike.draw(1, rates.longestZombie);
  schedule.after(0, () => {
    if (!world.isHealed && node.isUp && node.zombie === null) world.startBeside(node, strike, duration);
    else strike.missed();
  });
};
