import { HOUR_MICROSECONDS, type Microseconds } from '#src/domain/time';
import { parseStamp } from '#sim/scenario/calendar';
import type { CountsTable } from '#sim/scenario/countsFile';
import { customersPerCount } from '#sim/scenario/daysOfCover';
import { demandLayers, mergeLayers } from '#sim/scenario/demandLayers';
import { baseRate, DemandFactors, sizesOf } from '#sim/scenario/demandRates';
import type { CountsEntry } from '#sim/scenario/demandDataSchema';
import type { RecordedSales } from '#sim/scenario/replayFile';
import type { ScenarioFile } from '#sim/scenario/schema';
import { serverNames, serverStock } from '#sim/scenario/topology';
import type { DemandPlan, RatePlan } from '#sim/plan';

/** What the data files of a scenario say of demand. */
export interface DemandData {
  readonly counts: CountsTable | null;
  readonly sales: RecordedSales | null;
}

/** Who asks for what: from rates, from counts for the time from the start to `until`, or from recorded sales. */
export function resolveDemand(
  file: ScenarioFile,
  { counts: table, sales }: DemandData,
  until: Microseconds | null,
): DemandPlan[] {
  const counts = file.demand?.counts;
  const factors = new DemandFactors(file.demand, file.starts);
  return file.servers.flatMap((entry, index) =>
    serverNames(entry).flatMap((server) =>
      serverStock(entry).flatMap(([variety, levels]): DemandPlan[] => {
        if (sales !== null) return recorded(sales, server, variety);
        const given = mergeLayers(demandLayers(file.demand, entry, index, server, variety, levels));
        const base =
          counts === undefined || table === null
            ? baseRate(given, file.starts)
            : countedRate(table, counts, file.starts ?? '', until ?? 0, server, variety);
        if (base === null) return [];
        const sizes = sizesOf(given.bulk);
        const rate = factors.scale(base, given, server, variety);
        return [{ server, variety, rate, ...(sizes === null ? {} : { sizes }) }];
      }),
    ),
  );
}

function recorded(sales: RecordedSales, server: string, variety: string): DemandPlan[] {
  const own = sales.get(server)?.get(variety);
  if (own === undefined || own.times.length === 0) return [];
  return [{ server, variety, rate: { kind: 'listed', ...own } }];
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
