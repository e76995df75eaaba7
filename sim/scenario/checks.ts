import { checkDemand } from '#sim/scenario/demandChecks';
import type { Remark } from '#sim/scenario/finding';
import { checkNames } from '#sim/scenario/namesChecks';
import { checkOperations } from '#sim/scenario/operations';
import { checkHub, checkServers, checkSuppliers } from '#sim/scenario/networkChecks';
import type { Parts } from '#sim/scenario/parts';
import type { StopRule } from '#sim/plan';

/** The rules that hold across entries. Each rule passes over entries that are broken in themselves. */
export function checkScenario(parts: Parts, stop: StopRule): Remark[] {
  return [
    ...checkNames(parts),
    ...checkSuppliers(parts),
    ...checkHub(parts),
    ...checkServers(parts),
    ...checkDemand(parts, stop),
    ...checkOperations(parts, stop),
    ...checkStop(parts, stop),
  ];
}

function checkStop(parts: Parts, stop: StopRule): Remark[] {
  const broken = parts.until === null || parts.sales === null;
  if (broken || stop.until !== null || stop.sales !== null) return [];
  return [
    {
      severity: 'error',
      path: ['until'],
      found: 'neither until nor sales',
      expected: 'when the run ends',
      advice: 'write until: 30 d, or sales: 100000, or both',
    },
  ];
}
