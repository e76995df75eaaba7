import { takeOffline } from './plannedOffline.ts';
import type { Offline } from './plannedOffline.ts';
import type { SecondFault } from './world.ts';

/** A server is taken offline in good order. */
export function serverOffline(offline: Offline): SecondFault {
  return (second, world) => {
    const { nodes, rates, strikes, schedule } = world;
    for (const node of nodes) {
      if (node.kind !== 'server' || offline.has(node)) continue;
      const strike = strikes.decide(
        'serverOffline',
        `${node.name}@${second}`,
        rates.serverOffline,
        schedule.now,
      );
      if (strike !== null) takeOffline(node, strike, world, offline);
    }
  };
}
