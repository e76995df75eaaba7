import { canDrawCountsFirst } from '#sim/drawing';
import { resolveCosts } from '#sim/scenario/costsSchema';
import { coverLevels, mergeRules } from '#sim/scenario/daysOfCover';
import { resolveDemand } from '#sim/scenario/demand';
import type { DemandData } from '#sim/scenario/demand';
import { resolveOperations } from '#sim/scenario/operations';
import type { OperationEntry } from '#sim/scenario/operationsSchema';
import type { DaysOfCover, ScenarioFile } from '#sim/scenario/schema';
import { resolveTopology } from '#sim/scenario/topology';
import type { ArrivalDrawing, Plan, StopRule } from '#sim/plan';

/** One plan for each alternative of a scenario that has passed every check; one in all when it compares nothing. */
export function resolvePlans(
  file: ScenarioFile,
  data: DemandData,
  seed: number | undefined,
  stop: StopRule,
  arrivals: ArrivalDrawing,
): Plan[] {
  const table = data.counts;
  const demand = resolveDemand(file, data, stop.until);
  return alternatives(file).map(({ name, rule, operations }) => {
    const topology = resolveTopology(file, (server, variety) => {
      const counts = file.demand?.counts;
      if (table === null || counts === undefined || rule === null) return null;
      return coverLevels(table, counts, rule, server, variety);
    });
    return {
      name,
      topology,
      demand,
      seed: seed ?? file.seed ?? 1,
      stop,
      // What is not drawn so must not be called an expectation.
      ...(arrivals === 'each' || !canDrawCountsFirst({ topology, demand }) ? {} : { arrivals }),
      ...(operations.length === 0 ? {} : { operations: resolveOperations(operations, file.starts ?? null) }),
      ...(file.costs === undefined ? {} : { costs: resolveCosts(file.costs) }),
    };
  });
}

/** The alternatives of a scenario with their stock rules, null where there is none, and what befalls their nodes. */
export function alternatives(file: Pick<ScenarioFile, 'alternatives' | 'stockRule' | 'operations'>): {
  readonly name: string;
  readonly rule: DaysOfCover | null;
  readonly operations: readonly OperationEntry[];
}[] {
  const rule = file.stockRule?.daysOfCover ?? null;
  return (file.alternatives ?? [{ name: 'as written', operations: undefined, daysOfCover: undefined }]).map(
    (alternative) => ({
      name: alternative.name,
      rule: rule === null ? null : mergeRules(rule, alternative.daysOfCover),
      operations: alternative.operations ?? file.operations ?? [],
    }),
  );
}
