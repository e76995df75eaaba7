import { InvalidArgumentError } from 'commander';
import { DAY_MICROSECONDS } from '#src/domain/time';
import type { DayInTheLife, DayRequest } from '#sim/dayInTheLife';
import { recordDay } from '#sim/dayInTheLife';
import type { RunResult } from '#sim/result';
import type { Plan } from '#sim/plan';
import { nearest } from '#sim/scenario/nearest';
import type { Scenario } from '#sim/scenario/scenario';
import type { Surroundings } from '#src/cli/surroundings';
import type { RunFlags } from '#src/cli/runFlags';
import { chooseDay } from '#src/report/dayChoice';
import type { DayWish } from '#src/report/dayChoice';

/** What `--day` asks for, as it was written. */
export interface DayFlag {
  readonly text: string;
  readonly server: string;
  /** A day of the run from 1, a date, or whichever is the worst. */
  readonly day: number | string | null;
}

export function parseDay(text: string): DayFlag {
  const at = text.lastIndexOf('@');
  if (at < 0) return { text, server: text, day: null };
  const server = text.slice(0, at);
  const day = text.slice(at + 1);
  if (/^[1-9]\d*$/.test(day)) return { text, server, day: Number(day) };
  if (/^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))) return { text, server, day };
  throw new InvalidArgumentError(
    'Expected a day of the run or a date after @; write --day town@12 or --day town@2015-06-18.',
  );
}

/** What is to be looked at in a scenario, or why it cannot be. */
export function dayWish(flag: DayFlag | undefined, { plans, startsOn, file }: Scenario): DayWish | string {
  if (flag === undefined) return { server: null, day: null };
  const names = plans[0]!.topology.servers.map(({ name }) => name);
  if (!names.includes(flag.server)) {
    const meant = nearest(flag.server, names);
    return `--day: there is no server "${flag.server}" in ${file}${meant === null ? `; write one of ${names.slice(0, 8).join(', ')}` : `; write ${meant}`}`;
  }
  if (flag.day === null || typeof flag.day === 'number') {
    const day = flag.day === null ? null : flag.day - 1;
    return isInside(day, plans[0]!) ? { server: flag.server, day } : tooLate(flag);
  }
  if (startsOn === null) {
    return `--day ${flag.text}: ${file} has no calendar; write the day of the run, such as ${flag.server}@12`;
  }
  const day = Math.round((Date.parse(flag.day) - Date.parse(startsOn)) / (DAY_MICROSECONDS / 1000));
  return isInside(day, plans[0]!) ? { server: flag.server, day } : tooLate(flag);
}

/** Why a report cannot look at that day, known before a long run rather than after it. */
export function dayObstacle({ day }: RunFlags, scenario: Scenario): string | null {
  const wish = dayWish(day, scenario);
  return typeof wish === 'string' ? wish : null;
}

function isInside(day: number | null, { stop: { until } }: Plan): boolean {
  return day === null || (day >= 0 && (until === null || day * DAY_MICROSECONDS < until));
}

function tooLate({ text }: DayFlag): string {
  return `--day ${text}: the run does not reach that day; name another`;
}

/** Runs the plan again as far as that day, and looks closely. */
export function lookAtDay(
  plan: Plan,
  result: RunResult,
  wish: DayWish,
  { mode }: RunFlags,
  { machines }: Surroundings,
): DayInTheLife | null {
  const request: DayRequest | null = chooseDay(result, wish);
  return request === null ? null : recordDay(plan, request, { mode, machines });
}
