import type { SimulatedNode } from './simulatedNode.ts';
import type { World } from './world.ts';

/** How many of the records that are not durable survive a crash; `key` names the crash. */
export function survivingRecords(
  node: SimulatedNode,
  key: string,
  { strikes, rates, schedule }: World,
): number {
  const unsynced = node.written - node.durable;
  const strike = strikes.decide('lostWrites', key, rates.lostWrites, schedule.now);
  if (strike === null || unsynced === 0) return unsynced;
  strike.changedOutcome();
  return strike.draw(0, unsynced - 1);
}
