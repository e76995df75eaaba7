import type { BurstShape } from './burstShape.ts';
import { expectedLevel } from './demandModel.ts';
import type { SeriesModel } from './demandModel.ts';
import { fallsOn } from './eventsFit.ts';
import type { MonthDay } from './eventsFit.ts';
import type { DemandFit } from './fitDemand.ts';
import { scenarioNames } from './scenarioNames.ts';
import type { SizesFit, SizeCounts } from './sizesFit.ts';
import type { DayFactorEntry, DemandEntry, DemandSection, EventEntry } from '#sim/scenario/demandSchema';

export interface WrittenDemand {
  readonly section: DemandSection;
  /** Names that a scenario cannot have, and what they became. */
  readonly renamed: readonly (readonly [from: string, to: string])[];
}

const DAYS_AHEAD = 366;
const DAY_MILLISECONDS = 86_400_000;
const COMMON_PROFILE = 'common';

/**
 * A fit in the language of scenarios.
 * @param startDay the day, since 1970, on which the scenario starts: growth and paydays count from it
 */
export function demandSection(fit: DemandFit, sizes: SizesFit, startDay: number): WrittenDemand {
  const { model, shared } = fit;
  const servers = scenarioNames([...new Set(model.series.map(({ server }) => server))]);
  const varieties = scenarioNames([...new Set(model.series.map(({ variety }) => variety))]);
  const profiles = new Profiles(shared.kind === 'hourOfDay');
  // Without what objects inherit: a server may be called "constructor".
  const table = Object.create(null) as Record<string, Record<string, DemandEntry>>;
  for (const [index, series] of model.series.entries()) {
    const server = servers.get(series.server)!;
    const variety = varieties.get(series.variety)!;
    const level = expectedLevel({ ...model, events: new Map() }, series, startDay);
    (table[server] ??= {})[variety] = {
      ...rateOf(level, series.bursts),
      ...profiles.entryOf(series, server, variety),
      ...bulkOf(sizes.bySeries[index]!),
      ...growthOf(series.growthPerYear),
    };
  }
  const defaults = takeCommon(table);
  const events = fit.events.monthDays.map((one) => eventOf(one, startDay));
  const dayFactors = dayFactorsOf(fit, [...servers.values()], table);
  const section: DemandSection = {
    ...(profiles.isEmpty ? {} : { profiles: profiles.lists }),
    ...(Object.keys(defaults).length === 0 ? {} : { defaults }),
    servers: table,
    ...(events.length === 0 ? {} : { events }),
    ...(dayFactors.length === 0 ? {} : { dayFactor: dayFactors }),
  };
  const renamed = [...servers, ...varieties].filter(([from, to]) => from !== to);
  return { section, renamed };
}

class Profiles {
  readonly lists = Object.create(null) as Record<string, number[]>;
  private readonly names = new Map<Float64Array, string>();
  private readonly isDaily: boolean;

  constructor(isDaily: boolean) {
    this.isDaily = isDaily;
  }

  get isEmpty(): boolean {
    return this.names.size === 0;
  }

  entryOf(series: SeriesModel, server: string, variety: string): Pick<DemandEntry, 'profile'> {
    if (series.shape.every((value) => value === series.shape[0])) return {};
    let name = this.names.get(series.shape);
    if (name === undefined) {
      const wanted = { shared: COMMON_PROFILE, server, own: `${server}.${variety}` }[series.profile];
      name = wanted;
      for (let number = 2; name in this.lists; number++) name = `${wanted}-${number}`;
      this.names.set(series.shape, name);
      const shape = series.profile === 'shared' && this.isDaily ? series.shape.slice(0, 24) : series.shape;
      this.lists[name] = Array.from(shape, (value) => rounded(value, 4));
    }
    return { profile: name };
  }
}

function rateOf(level: number, bursts: BurstShape | null): Pick<DemandEntry, 'perHour' | 'bursts'> {
  if (bursts === null) return { perHour: rounded(level, 5) };
  const [quiet, busy] = bursts.factors.map((factor) => rounded(level * factor, 5));
  const [leaveQuiet, leaveBusy] = bursts.switchesPerHour.map((value) => rounded(value, 4));
  return { bursts: { perHour: [quiet!, busy!], switchesPerHour: [leaveQuiet!, leaveBusy!] } };
}

function growthOf(perYear: number): Pick<DemandEntry, 'growthPerYear'> {
  const written = `${(100 * perYear).toFixed(1)} %`;
  return Number.parseFloat(written) === 0 ? {} : { growthPerYear: written };
}

/** Shares in thousandths of a percent; the largest takes what rounding leaves, so that they add to 100 %. */
function bulkOf(sizes: SizeCounts): Pick<DemandEntry, 'bulk'> {
  if (sizes.length === 0 || (sizes.length === 1 && sizes[0]![0] === 1)) return {};
  const customers = sizes.reduce((sum, [, count]) => sum + count, 0);
  const units = sizes.map(([size, count]): [number, number] => [size, Math.round((1e5 * count) / customers)]);
  const kept = units.filter(([, share]) => share > 0);
  const largest = kept.reduce((best, one) => (one[1] > best[1] ? one : best));
  largest[1] += 1e5 - kept.reduce((sum, [, share]) => sum + share, 0);
  return { bulk: Object.fromEntries(kept.map(([size, share]) => [String(size), `${share / 1000} %`])) };
}

/** What all entries say alike is said once. */
function takeCommon(table: Record<string, Record<string, DemandEntry>>): DemandEntry {
  const entries = Object.values(table).flatMap((varieties) => Object.values(varieties));
  const common: DemandEntry = {};
  if (entries.length < 2) return common;
  const share = <Key extends 'profile' | 'growthPerYear' | 'bulk'>(key: Key): void => {
    const [first] = entries;
    const text = JSON.stringify(first?.[key]);
    if (text === undefined || entries.some((entry) => JSON.stringify(entry[key]) !== text)) return;
    common[key] = first![key];
    for (const entry of entries) delete entry[key];
  };
  share('profile');
  share('growthPerYear');
  share('bulk');
  return common;
}

/** The days of that kind in the year from the start. */
function eventOf({ day, factor }: MonthDay, startDay: number): EventEntry {
  const dates: string[] = [];
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead++) {
    const date = new Date((startDay + ahead) * DAY_MILLISECONDS);
    if (fallsOn(date, day)) dates.push(date.toISOString().slice(0, 10));
  }
  const name = day === 'last' ? 'last day of the month' : `day ${day} of the month`;
  return { name, factor: rounded(factor, 3), from: dates, lasts: '1 d' };
}

function dayFactorsOf(
  { model }: DemandFit,
  servers: readonly string[],
  table: Readonly<Record<string, Readonly<Record<string, DemandEntry>>>>,
): DayFactorEntry[] {
  const { network, server, series } = model.dayVariance;
  const of = (variance: number): number => Math.min(10, rounded(Math.sqrt(variance), 3));
  const entries: DayFactorEntry[] = [];
  // No server is called so: factors of one name would be equal.
  if (network > 0) entries.push({ name: 'all servers', coefficientOfVariation: of(network) });
  for (const one of server > 0 ? servers : []) {
    entries.push({ name: one, coefficientOfVariation: of(server), servers: [one] });
  }
  for (const one of series > 0 ? servers : []) {
    for (const variety of Object.keys(table[one] ?? {})) {
      entries.push({
        name: `${one}/${variety}`,
        coefficientOfVariation: of(series),
        servers: [one],
        varieties: [variety],
      });
    }
  }
  return entries;
}

function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
