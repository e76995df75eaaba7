import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { RunResult } from '#sim/result';
import type { Scenario } from '#sim/scenario/scenario';

/**
 * What `run --json` prints. The fields of the first run stand at the top; with several alternatives all runs stand
 * in `alternatives`, each with its name.
 */
export function jsonOutput(scenario: Scenario, results: readonly RunResult[]): object {
  const [first] = results;
  const head = {
    scenario: scenario.name,
    contentHash: scenario.contentHash,
    ...(scenario.plans[0]?.arrivals === 'countsFirst'
      ? { arrivals: 'counts first', timeAverages: 'expectations given the counts' }
      : {}),
  };
  if (first === undefined) return head;
  const runs = results.map(runOutput);
  return results.length === 1 ? { ...head, ...runs[0] } : { ...head, ...runs[0], alternatives: runs };
}

function runOutput(result: RunResult): object {
  const { planName: name, simulatedMicroseconds, recording: _, ...figures } = result;
  const { seed, mode, executor, sales, seconds, salesPerSecond, tracedMessages, traceHash, ...kpis } =
    figures;
  return {
    name,
    seed,
    mode,
    executor,
    sales,
    seconds,
    salesPerSecond,
    simulatedHours: simulatedMicroseconds / HOUR_MICROSECONDS,
    tracedMessages,
    traceHash,
    ...kpis,
  };
}
