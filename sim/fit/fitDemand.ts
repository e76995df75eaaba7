import { burstVariance } from './burstShape.ts';
import type { BurstShape } from './burstShape.ts';
import { dayTable, expectedByDay } from './dayTable.ts';
import type { DayTable } from './dayTable.ts';
import { fitDayVariance } from './dayVarianceFit.ts';
import type { DayVarianceFit } from './dayVarianceFit.ts';
import type { DemandModel, ProfileSource } from './demandModel.ts';
import { growthFactor } from './demandModel.ts';
import { fallsOn, findEvents, robustVariance } from './eventsFit.ts';
import type { EventsFit } from './eventsFit.ts';
import type { FitData, HourRange } from './fitData.ts';
import { fitGrowth } from './growthFit.ts';
import type { GrowthFit } from './growthFit.ts';
import { dayWeights, fullWeights, networkExposure, startingLevels } from './levels.ts';
import type { Levels } from './levels.ts';
import { fadingShare } from './hourCovariance.ts';
import { ownProfiles } from './ownProfiles.ts';
import { seriesBursts } from './seriesBursts.ts';
import type { SeriesBursts } from './seriesBursts.ts';
import { sharedProfile } from './sharedProfile.ts';
import type { SharedProfile } from './sharedProfile.ts';
import { DAY_HOURS } from './weekHours.ts';

/** A model, and how each of its parts came about. */
export interface DemandFit {
  readonly range: HourRange;
  readonly model: DemandModel;
  readonly shared: SharedProfile;
  readonly growth: GrowthFit;
  readonly events: EventsFit;
  readonly dayVariance: DayVarianceFit;
  readonly bursts: SeriesBursts;
}

const ROUNDS = 5;

/** Fits the rate of customers to what a range of days shows. Each round knows better what the other parts explain. */
export function fitDemand(data: FitData, range: HourRange): DemandFit {
  const table = dayTable(data, range);
  const levels = startingLevels(table);
  let sources: ProfileSource[] = table.series.map(() => 'shared');
  let shared = sharedProfile({
    customers: table.customersByHour,
    exposure: networkExposure(
      table,
      table.series.map((_, index) => fullWeights(levels, index)),
    ),
    startOfDay: table.startOfDay,
  });
  let growth: GrowthFit = { perYear: levels.growth, network: null, isSignificant: false, isOwn: false };
  let events: EventsFit = { monthDays: [], farDays: [] };
  let variance = fitDayVariance(table, [], new Set(Array.from({ length: table.days }, (_, day) => day)), []);
  let bursts: SeriesBursts = { bySeries: table.series.map(() => null), gains: [], share: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const weights = table.series.map((_, index) => fullWeights(levels, index));
    const exposure = networkExposure(table, weights);
    shared = sharedProfile({ customers: table.customersByHour, exposure, startOfDay: table.startOfDay });
    const profiles = round === 0 ? null : ownProfiles(table, shared.shape, weights);
    for (const index of table.series.keys()) levels.shapes[index] = profiles?.[index]!.shape ?? shared.shape;
    sources = profiles?.map(({ profile }) => profile) ?? sources;
    const ungrown = fitLevels(table, levels);
    if (round > 0) {
      growth = fitGrowth(table, ungrown, variance.network);
      levels.growth.splice(0, Infinity, ...growth.perYear);
    }
    events = fitEvents(table, levels, fitLevels(table, levels, true));
    const expected = fitLevels(table, levels, true);
    const skipped = new Set(events.farDays.map(({ day }) => day - table.firstDay));
    if (round === ROUNDS - 1) bursts = seriesBursts(table, levels);
    const explained = bursts.bySeries.map((shape, index) => dayScatter(shape, levels.shapes[index]!));
    variance = fitDayVariance(table, expected, skipped, explained);
    fitDayFactors(table, levels, expected, variance.network);
  }
  return {
    range,
    model: modelOf(table, levels, sources, variance, bursts),
    shared,
    growth,
    events,
    dayVariance: variance,
    bursts,
  };
}

/** Sets the level of each series so that the total is met, and tells what is expected by day. */
function fitLevels(table: DayTable, levels: Levels, withGrowth = false): Float64Array[] {
  return table.series.map((one, index) => {
    const weights = withGrowth ? dayWeights(levels, index) : levels.events;
    const unit = expectedByDay(table, one, levels.shapes[index]!, weights);
    const total = unit.reduce((sum, value) => sum + value, 0);
    const level = total > 0 ? one.customers / total : 0;
    levels.perHour[index] = level;
    return unit.map((value) => value * level);
  });
}

/** Events are looked for anew each time, in what the rest does not explain. */
function fitEvents(table: DayTable, levels: Levels, expected: readonly Float64Array[]): EventsFit {
  const counts = new Float64Array(table.days);
  const means = new Float64Array(table.days);
  for (const [index, { customersByDay }] of table.series.entries()) {
    for (let day = 0; day < table.days; day++) {
      counts[day]! += customersByDay[day]!;
      means[day]! += expected[index]![day]! / levels.events[day]!;
    }
  }
  const events = findEvents(table.firstDay, counts, means, robustVariance(counts, means));
  levels.events.fill(1);
  for (let day = 0; day < table.days; day++) {
    const date = new Date((table.firstDay + day) * 86_400_000);
    for (const one of events.monthDays) if (fallsOn(date, one.day)) levels.events[day]! *= one.factor;
  }
  for (const { day, customers, expected: mean } of events.farDays) {
    // Half a customer: nothing can be divided by nothing.
    levels.events[day - table.firstDay]! *= Math.max(0.5, customers) / mean;
  }
  return events;
}

/** The posterior means of the factors that days had in common. */
function fitDayFactors(
  table: DayTable,
  { dayFactors }: Levels,
  expected: readonly Float64Array[],
  variance: number,
): void {
  for (let day = 0; day < table.days; day++) {
    let count = 0;
    let mean = 0;
    for (const [index, { customersByDay }] of table.series.entries()) {
      count += customersByDay[day]!;
      mean += expected[index]![day]!;
    }
    dayFactors[day] = variance === 0 ? 1 : (1 / variance + count) / (1 / variance + mean);
  }
}

/** What bursts add to the variance of a day's total, relative to its squared mean, on an average day of the week. */
function dayScatter(bursts: BurstShape | null, shape: Float64Array): number {
  if (bursts === null) return 0;
  const fading = bursts.switchesPerHour[0] + bursts.switchesPerHour[1];
  let sum = 0;
  let days = 0;
  for (let start = 0; start < shape.length; start += DAY_HOURS) {
    let [total, products] = [0, 0];
    for (let hour = 0; hour < DAY_HOURS; hour++) {
      total += shape[start + hour]!;
      for (let other = 0; other < DAY_HOURS; other++) {
        products +=
          shape[start + hour]! * shape[start + other]! * fadingShare(fading, Math.abs(hour - other));
      }
    }
    if (total <= 0) continue;
    sum += products / total ** 2;
    days += 1;
  }
  return days === 0 ? 0 : (burstVariance(bursts) * sum) / days;
}

function modelOf(
  table: DayTable,
  levels: Levels,
  sources: readonly ProfileSource[],
  variance: DayVarianceFit,
  bursts: SeriesBursts,
): DemandModel {
  const days = table.days;
  const events = new Map<number, number>();
  for (const [day, factor] of levels.events.entries())
    if (factor !== 1) events.set(table.firstDay + day, factor);
  return {
    originDay: table.firstDay + days,
    events,
    dayVariance: { network: variance.network, server: variance.server, series: variance.series },
    series: table.series.map(({ series: { server, variety } }, index) => ({
      server,
      variety,
      perHour: levels.perHour[index]! * growthFactor(levels.growth[index]!, days),
      shape: levels.shapes[index]!,
      profile: sources[index]!,
      growthPerYear: levels.growth[index]!,
      bursts: bursts.bySeries[index]!,
    })),
  };
}
