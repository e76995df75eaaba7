import type { Recording, RunResult, StockSeries } from '#sim/result';
import { count } from '#src/report/format';
import { total } from '#src/report/lossTimeline';
import { ranked, type MissMeasure } from '#src/report/misses';

/** The inventories whose stock is drawn, and why these. */
interface Selection {
  readonly reason: string;
  readonly shown: readonly Shown[];
}

export interface Shown {
  readonly series: StockSeries;
  readonly lost: number;
  readonly misses: number;
}

const MOST_SERVERS = 4;

export function selectStocks(measure: MissMeasure, result: RunResult, recording: Recording): Selection {
  const servers = ranked(measure, result.servers).filter((server) => server.misses > 0);
  if (servers.length === 0) return closestToEmpty(recording);
  const shown = servers.slice(0, MOST_SERVERS).flatMap(({ name }): Shown[] => {
    const [worst] = result.inventories
      .filter((inventory) => inventory.server === name)
      .sort((one, other) => measure.of(other) - measure.of(one));
    const series = recording.series.find((one) => one.server === name && one.variety === worst?.variety);
    return series === undefined || worst === undefined
      ? []
      : [{ series, lost: total(series.lost), misses: measure.of(worst) }];
  });
  const failed = measure.kind === 'lost' ? 'lost sales' : 'customers not served at once';
  const which =
    servers.length <= MOST_SERVERS
      ? `The ${servers.length === 1 ? 'one server' : `${count(servers.length)} servers`} with ${failed}`
      : `The ${MOST_SERVERS} servers with most ${failed}, of ${count(servers.length)} that had any`;
  return { reason: `${which}; of each, the variety that failed most.`, shown };
}

function closestToEmpty(recording: Recording): Selection {
  const lowest = (series: StockSeries): number =>
    series.onHand.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY) /
    Math.max(1, series.desiredLevel ?? series.onHand[0] ?? 1);
  const shown = [...recording.series]
    .sort((one, other) => lowest(one) - lowest(other))
    .slice(0, MOST_SERVERS)
    .map((series) => ({ series, lost: 0, misses: 0 }));
  return { reason: 'Nobody met an empty shelf; these came closest to it.', shown };
}
