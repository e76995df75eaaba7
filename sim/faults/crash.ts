import type { SimulatedNode } from './simulatedNode.ts';
import type { World } from './world.ts';

const LONGEST_WAIT_MICROSECONDS = 20_000;

/** The node crashes right after a step, before it can be durable, or a little later. */
export function crashSoon(
  kind: 'terminalCrash' | 'serverCrash' | 'hubCrash',
  node: SimulatedNode,
  key: string,
  world: World,
): void {
  const { schedule, rates, strikes } = world;
  const strike = strikes.decide(kind, key, rates[kind], schedule.now);
  if (strike === null) return;
  const wait = strike.draw(0, 1) * strike.draw(1, LONGEST_WAIT_MICROSECONDS);
  const downtime = strike.draw(1, rates.longestDowntime);
  schedule.after(wait, () => {
    if (!world.isHealed && node.isUp) world.crash(node, strike, downtime);
    else strike.missed();
  });
}
