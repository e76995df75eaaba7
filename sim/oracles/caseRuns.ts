import type { CaseDemand, SteadyStateParameters, Verification } from './caseSchema.ts';

/** How long the runs of a case are, without their warm-up, how many, and in how many parts each is told. */
export interface Runs {
  readonly count: number;
  readonly parts: number;
  readonly hours: number;
  readonly warmUpHours: number;
}

const DEFAULT_REPLICATIONS = 40;
const DEFAULT_SALES = 250_000;
const DEFAULT_WARM_UP = 0.05;

/**
 * Each run is told in so many parts of equal length, if they are long beside anything that a network remembers: a
 * standard error from the parts of all runs is known far better than one from whole runs, and means the same.
 */
const MOST_PARTS = 5;
/** After so many times what it remembers, nothing is left of it. */
const MEMORIES = 10;

/** The runs that a case asks for, or why there are none. */
export function runsOf(
  parameters: SteadyStateParameters,
  verification: Verification,
  effort: number,
): Runs | string {
  const salesPerHour = parameters.servers.reduce((sum, { demand }) => sum + meanRate(demand), 0);
  const { hoursEach, warmupHours, replications } = verification ?? {};
  if (salesPerHour === 0 && hoursEach === undefined) {
    return 'parameters.servers: found no customers at all, expected some; or say in verification.hoursEach how long a run is';
  }
  // Profiles repeat every day.
  const days = (length: number): number => 24 * Math.ceil(length / 24);
  const hours = days(effort * (hoursEach ?? DEFAULT_SALES / salesPerHour));
  const remembered = MEMORIES * memoryHours(parameters);
  const own = Math.max(DEFAULT_WARM_UP * hours, remembered);
  const warmUpHours = days(effort < 1 ? own : (warmupHours ?? own));
  const parts = Math.min(MOST_PARTS, Math.max(1, Math.floor(hours / remembered)));
  return { count: replications ?? DEFAULT_REPLICATIONS, parts, hours, warmUpHours };
}

/** How long what happens is felt, roughly: a PIN's way from the supplier to its end, and a phase of bursts. */
function memoryHours({ servers, hub }: SteadyStateParameters): number {
  const before =
    hub.supply === 'finite'
      ? hub.leadTime.meanHours + (hub.lifetimeHours ?? 0) + (hub.lotLifetimeHours ?? 0)
      : 0;
  const atServers = servers.map(({ demand, leadTime, lifetimeHours = 0 }) => {
    const rates = demand.process === 'mmpp2' ? demand.switchRatesPerHour : null;
    const phase = rates === null ? 0 : 1 / (rates[0] + rates[1]);
    return Math.max(phase, leadTime.meanHours + lifetimeHours);
  });
  return before + Math.max(...atServers);
}

/** PINs asked for, an hour. */
function meanRate(demand: CaseDemand): number {
  switch (demand.process) {
    case 'poisson':
      return demand.ratePerHour;
    case 'compoundPoisson': {
      const sizes = Object.entries(demand.batchSizePmf);
      const mean = sizes.reduce((sum, [size, share]) => sum + Number(size) * share, 0);
      return demand.requestRatePerHour * mean;
    }
    case 'nhppHourly':
      return demand.ratesPerHour.reduce((sum, rate) => sum + rate, 0) / demand.ratesPerHour.length;
    case 'mmpp2': {
      const [leaveQuiet, leaveBusy] = demand.switchRatesPerHour;
      const busy = leaveQuiet / (leaveQuiet + leaveBusy);
      return (1 - busy) * demand.ratesPerHour[0] + busy * demand.ratesPerHour[1];
    }
  }
}
