import type { SimulatedNode } from './simulatedNode.ts';
import type { World } from './world.ts';

/**
 * The disk was in the middle of a record when its node crashed: of the `surviving` records and the first that does not
 * survive, the last is torn. Gives how many whole records are left, and whether a piece of another follows.
 */
export function afterTearing(
  node: SimulatedNode,
  key: string,
  surviving: number,
  { strikes, rates, schedule }: World,
): { readonly whole: number; readonly isTorn: boolean } {
  const unsynced = node.written - node.durable;
  const strike = strikes.decide('tornWrite', key, rates.tornWrite, schedule.now);
  if (strike === null || unsynced === 0) return { whole: surviving, isTorn: false };
  strike.changedOutcome();
  return { whole: surviving === unsynced ? surviving - 1 : surviving, isTorn: true };
}
