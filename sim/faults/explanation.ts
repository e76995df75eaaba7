import type { Message } from '#machines/protocol';
import type { PinRange } from '#src/domain/pinRange';
import type { Microseconds } from '#src/domain/time';
import { CampaignRun } from './campaignRun.ts';
import type { CampaignRunOptions } from './campaignRun.ts';
import { CampaignViolation } from './campaignViolation.ts';
import { reduce } from './reduction.ts';
import type { Strike } from './strikes.ts';

/** The same violation with as few faults as could be found, and the life of the PIN that shows it. */
export interface Explanation {
  readonly violation: CampaignViolation;
  /** What struck; without any one of these, if `isMinimal`, nothing would have gone wrong. */
  readonly strikes: readonly Strike[];
  readonly isMinimal: boolean;
  readonly trials: number;
  readonly life: readonly LifeEvent[];
}

export interface LifeEvent {
  readonly time: Microseconds;
  readonly what: string;
}

const MOST_TRIALS = 300;

/** Repeats a run that went wrong with fewer and fewer faults, as long as the same invariant breaks. */
export function explain(
  seen: CampaignViolation,
  options: CampaignRunOptions,
  onTrial: (trial: number, most: number) => void = () => {},
  mostTrials = MOST_TRIALS,
): Explanation {
  const { invariant } = seen.breach;
  let trial = 0;
  let best = seen;
  const { parts, isMinimal, trials } = reduce(
    seen.circumstances.strikes.map(({ id }) => id),
    (allowed) => {
      onTrial(++trial, mostTrials);
      const violation = violationOf({ ...options, allowed: new Set(allowed) });
      if (violation?.breach.invariant !== invariant) return false;
      best = violation;
      return true;
    },
    mostTrials,
  );
  const strikes = best.circumstances.strikes.filter(({ id }) => parts.includes(id));
  const life = lifeOf(best, { ...options, allowed: new Set(parts) });
  return { violation: best, strikes, isMinimal, trials, life };
}

function violationOf(options: CampaignRunOptions): CampaignViolation | null {
  try {
    new CampaignRun(options).run();
  } catch (error) {
    if (error instanceof CampaignViolation) return error;
    throw error;
  }
  return null;
}

/** All that happened to the violation's PIN, and to the sales that it was meant for. */
function lifeOf({ breach: { pin } }: CampaignViolation, options: CampaignRunOptions): readonly LifeEvent[] {
  if (pin === null) return [];
  const events: LifeEvent[] = [];
  const sales = new Set<string>();
  const concerns = (message: Message): boolean => {
    const sale =
      'sale' in message && message.sale !== null ? `${message.sale.terminal}#${message.sale.number}` : null;
    if ('ranges' in message && contains(message.ranges, pin)) {
      if (sale !== null) sales.add(sale);
      return true;
    }
    return sale !== null && sales.has(sale);
  };
  const onDelivery = (time: Microseconds, message: Message, answers: readonly Message[]): void => {
    if (concerns(message)) events.push({ time, what: `${message.to} takes in ${describe(message)}` });
    for (const answer of answers) {
      if (concerns(answer)) events.push({ time, what: `${answer.from} says ${describe(answer)}` });
    }
  };
  violationOf({ ...options, onDelivery });
  return events;
}

function contains(
  ranges: readonly PinRange[],
  pin: { readonly lot: string; readonly serial: number },
): boolean {
  return ranges.some(
    ({ lot, first, count }) => lot === pin.lot && first <= pin.serial && pin.serial < first + count,
  );
}

/** Type, way, and what tells it from others of its type. */
function describe(message: Message): string {
  const words: string[] = [`${message.type} (${message.from} to ${message.to})`];
  if ('sale' in message && message.sale !== null)
    words.push(`sale ${message.sale.terminal}#${message.sale.number}`);
  if ('number' in message) words.push(`number ${message.number}`);
  if ('reason' in message) words.push(message.reason);
  if ('fate' in message) words.push(message.fate);
  if ('isCopy' in message && message.isCopy) words.push('COPY');
  if ('isUnshown' in message) words.push(message.isUnshown ? 'never shown' : 'perhaps shown');
  return words.join(', ');
}
