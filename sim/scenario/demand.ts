import { HOUR_MICROSECONDS, type Microseconds } from '#src/domain/time';
import { parseStamp } from '#sim/scenario/calendar';
import type { CountsTable } from '#sim/scenario/countsFile';
import { customersPerCount } from '#sim/scenario/daysOfCover';
import type { CountsEntry, ScenarioFile } from '#sim/scenario/schema';
import { serverNames, serverStock } from '#sim/scenario/topology';
import type { DemandPlan, RatePlan } from '#sim/plan';

/** Who asks for what: from the rates of the servers' stock, or from counts for the time from the start to `until`. */
export function resolveDemand(
  file: ScenarioFile,
  table: CountsTable | null,
  until: Microseconds | null,
): DemandPlan[] {
  const counts = file.demand?.counts;
  return file.servers.flatMap((entry) =>
    serverNames(entry).flatMap((server) =>
      serverStock(entry).flatMap(([variety, levels]) => {
        const rate =
          counts === undefined || table === null
            ? constantRate(levels.demandPerHour ?? 0)
            : countedRate(table, counts, file.starts ?? '', until ?? 0, server, variety);
        return rate === null ? [] : [{ server, variety, rate }];
      }),
    ),
  );
}

function constantRate(ratePerHour: number): RatePlan | null {
  return ratePerHour === 0 ? null : { kind: 'constant', ratePerHour };
}

function countedRate(
  table: CountsTable,
  counts: CountsEntry,
  starts: string,
  until: Microseconds,
  server: string,
  variety: string,
): RatePlan | null {
  const customers = customersPerCount(counts, variety);
  if (customers === 0) return null;
  const first = Math.round(((parseStamp(starts) ?? 0) - table.starts) / table.period);
  const window = (table.columns.get(server) ?? []).slice(first, first + Math.ceil(until / table.period));
  const perHour = (customers * HOUR_MICROSECONDS) / table.period;
  return {
    kind: 'periods',
    periodMicroseconds: table.period,
    ratesPerHour: window.map((count) => count * perHour),
  };
}
