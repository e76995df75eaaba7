import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { RunCosts } from '#sim/result';
import type { Simulation } from '#sim/simulation';
import { figureBetween } from './measure.ts';
import { TotalsReader } from './totals.ts';

const TOTAL = 'costPerHour';

/** What a whole run cost, read off a simulation at its end; null where the plan has no costs or no time has passed. */
export function runCosts(simulation: Simulation): RunCosts | null {
  if (simulation.plan.costs === undefined || simulation.now === 0) return null;
  const reader = new TotalsReader(simulation, 'nodes');
  const totals = reader.read(true);
  const hours = simulation.now / HOUR_MICROSECONDS;
  const parts: Record<string, number> = {};
  const servers: Record<string, number> = {};
  const varieties: Record<string, number> = {};
  let [network, hub] = [0, 0];
  for (const [index, { scope, server, variety, figure }] of reader.names.entries()) {
    if (!figure.startsWith(TOTAL)) continue;
    const cost = hours * (figureBetween(null, totals, index) ?? 0);
    if (figure !== TOTAL) {
      if (scope === 'network') parts[figure.slice(TOTAL.length + 1)] = cost;
    } else if (scope === 'network') network = cost;
    else if (scope === 'hub') hub += variety === null ? cost : 0;
    else if (scope === 'server') servers[server!] = cost;
    else if (scope === 'variety') varieties[variety!] = cost;
  }
  return { total: network, perHour: network / hours, parts, servers, varieties, hub };
}
