import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import type { EventPlan, FactorPlan, RatePlan, SizesPlan } from '#sim/plan';
import { beginningOf, parseStamp } from '#sim/scenario/calendar';
import { own } from '#sim/scenario/demandLayers';
import type { DayFactorEntry, DemandEntry, DemandSection, EventEntry } from '#sim/scenario/demandSchema';
import { durationMicroseconds } from '#sim/scenario/duration';
import { percentFraction } from '#sim/scenario/words';

const WEEK_DAYS = 7;
/** 1970-01-01, from which stamps count, was a Thursday. */
const DAYS_SINCE_MONDAY = 3;

/** How far the week, which begins on Monday at 0:00, has got on that calendar day. */
function timeOfWeek(starts: string | undefined): Microseconds {
  const days = (parseStamp(starts ?? '') ?? 0) / DAY_MICROSECONDS;
  return ((((days + DAYS_SINCE_MONDAY) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS) * DAY_MICROSECONDS;
}

/** A rate that an entry names, without what multiplies it; null: no customers. */
export function baseRate(entry: DemandEntry, starts: string | undefined): RatePlan | null {
  const { perHour = 0, hourOfDay, hourOfWeek, bursts } = entry;
  if (bursts !== undefined) {
    const { perHour: ratesPerHour, switchesPerHour } = bursts;
    return ratesPerHour.some((rate) => rate > 0) ? { kind: 'bursts', ratesPerHour, switchesPerHour } : null;
  }
  const ratesPerHour = hourOfDay ?? hourOfWeek;
  if (ratesPerHour === undefined) return perHour === 0 ? null : { kind: 'constant', ratePerHour: perHour };
  if (ratesPerHour.every((rate) => rate === 0)) return null;
  const startsAt = hourOfDay === undefined ? timeOfWeek(starts) : 0;
  return { kind: 'cycle', periodMicroseconds: HOUR_MICROSECONDS, ratesPerHour, startsAt };
}

/** Turns what a scenario says about all demand into factors of single rates; those that are alike are the same object. */
export class DemandFactors {
  private readonly section: DemandSection | undefined;
  private readonly starts: string | undefined;
  private readonly profiles = new Map<string, FactorPlan>();
  private readonly events: readonly (readonly [EventEntry, readonly EventPlan[]])[];
  private readonly eventFactors = new Map<string, FactorPlan>();

  constructor(section: DemandSection | undefined, starts: string | undefined) {
    this.section = section;
    this.starts = starts;
    this.events = (section?.events ?? []).map((event) => [event, eventPlans(event, starts)]);
  }

  /** That rate with all that multiplies it. */
  scale(rate: RatePlan, entry: DemandEntry, server: string, variety: string): RatePlan {
    const by = [
      ...this.profile(entry.profile),
      ...growth(entry.growthPerYear),
      ...this.eventsOf(server, variety),
      ...this.dayFactorsOf(server, variety),
    ];
    return by.length === 0 ? rate : { kind: 'scaled', of: rate, by };
  }

  private profile(name: string | undefined): FactorPlan[] {
    const weights = name === undefined ? undefined : own(this.section?.profiles, name);
    if (name === undefined || weights === undefined) return [];
    const known = this.profiles.get(name);
    if (known !== undefined) return [known];
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
    const factor: FactorPlan = {
      kind: 'cycle',
      periodMicroseconds: HOUR_MICROSECONDS,
      factors: weights.map((weight) => weight / mean),
      startsAt: weights.length === DAY_MICROSECONDS / HOUR_MICROSECONDS ? 0 : timeOfWeek(this.starts),
    };
    this.profiles.set(name, factor);
    return [factor];
  }

  private eventsOf(server: string, variety: string): FactorPlan[] {
    const chosen = this.events.map(([event]) => concerns(event, server, variety));
    if (!chosen.includes(true)) return [];
    const key = chosen.map(Number).join('');
    const known = this.eventFactors.get(key);
    if (known !== undefined) return [known];
    const events = this.events.flatMap(([, plans], index) => (chosen[index] === true ? plans : []));
    const factor: FactorPlan = { kind: 'events', events };
    this.eventFactors.set(key, factor);
    return [factor];
  }

  private dayFactorsOf(server: string, variety: string): FactorPlan[] {
    return dayFactorEntries(this.section).flatMap((entry, index): FactorPlan[] => {
      if (!concerns(entry, server, variety)) return [];
      const { name = positionName(index), coefficientOfVariation } = entry;
      return [{ kind: 'dayFactor', group: name, coefficientOfVariation }];
    });
  }
}

/** One or several day factors as a list. */
export function dayFactorEntries(section: DemandSection | undefined): readonly DayFactorEntry[] {
  const given = section?.dayFactor ?? [];
  return Array.isArray(given) ? given : [given];
}

/** What a day factor without a name is called. */
export function positionName(index: number): string {
  return String(index + 1);
}

/** The beginnings of an event as a list. */
export function beginningsOf({ from }: EventEntry): readonly string[] {
  return Array.isArray(from) ? from : [from];
}

function eventPlans(event: EventEntry, starts: string | undefined): EventPlan[] {
  const length = durationMicroseconds(event.lasts ?? '1 d');
  return beginningsOf(event).map((written) => {
    const from = beginningOf(written, starts ?? null) ?? 0;
    return { from, until: from + length, factor: event.factor };
  });
}

function concerns(
  { servers, varieties }: Pick<EventEntry, 'servers' | 'varieties'>,
  server: string,
  variety: string,
): boolean {
  return (servers?.includes(server) ?? true) && (varieties?.includes(variety) ?? true);
}

function growth(written: string | undefined): FactorPlan[] {
  const perYear = percentFraction(written ?? '0 %') ?? 0;
  return perYear === 0 ? [] : [{ kind: 'growth', perYear }];
}

/** Null: every customer takes one PIN. */
export function sizesOf(bulk: DemandEntry['bulk']): SizesPlan | null {
  const sizes = Object.entries(bulk ?? {})
    .map(([size, share]) => ({ size: Number(size), probability: percentFraction(share) ?? 0 }))
    .filter(({ probability }) => probability > 0)
    .sort((a, b) => a.size - b.size);
  return sizes.every(({ size }) => size === 1) ? null : sizes;
}
