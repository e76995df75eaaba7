import { takeOffline } from './plannedOffline.ts';
import type { Offline } from './plannedOffline.ts';
import type { SecondFault } from './world.ts';

/** The hub is taken offline in good order. */
export function hubOffline(offline: Offline): SecondFault {
  return (second, world) => {
    const { nodes, rates, strikes, schedule } = world;
    const hub = nodes.find(({ kind }) => kind === 'hub');
    if (hub === undefined || offline.has(hub)) return;
    const strike = strikes.decide('hubOffline', `${hub.name}@${second}`, rates.hubOffline, schedule.now);
    if (strike !== null) takeOffline(hub, strike, world, offline);
  };
}
