import { mostExposed } from './exposureWatch.ts';
import type { CampaignExposure } from './exposureWatch.ts';
import { mostStale } from './invariantDirectory.ts';
import type { Staleness } from './invariantDirectory.ts';
import { CampaignRun } from './campaignRun.ts';
import type { CampaignResult } from './campaignResult.ts';
import type { CampaignRunOptions } from './campaignRun.ts';
import { faultKinds } from './faultKinds.ts';
import { noTallies } from './strikes.ts';
import type { Tallies } from './strikes.ts';

export interface CampaignOptions extends Omit<CampaignRunOptions, 'seed'> {
  /** The first run's seed; the others' follow it. */
  readonly seed: number;
  readonly runs: number;
  /** Told of each run before it begins. */
  readonly onStart?: ((seed: number, index: number) => void) | undefined;
  readonly onResult?: ((result: CampaignResult) => void) | undefined;
}

/** What all runs of a campaign came to. */
export interface CampaignSummary {
  readonly runs: number;
  readonly messages: number;
  readonly steps: number;
  readonly simulatedMicroseconds: number;
  /** The longest time from healing until nothing was open any more. */
  readonly slowestHealingMicroseconds: number;
  /** B11: the most of any run. */
  readonly staleness: Staleness;
  /** B54: the most of any run, and what was stranded in all of them together when their faults ended. */
  readonly exposure: CampaignExposure;
  readonly tallies: Tallies;
}

/** One run after another. Throws the `CampaignViolation` of the first that goes wrong. */
export function runCampaign({ runs, onStart, onResult, ...options }: CampaignOptions): CampaignSummary {
  const tallies = noTallies();
  let messages = 0;
  let steps = 0;
  let simulatedMicroseconds = 0;
  let slowestHealingMicroseconds = 0;
  const results: Pick<CampaignResult, 'staleness' | 'exposure'>[] = [];
  for (let index = 0; index < runs; index++) {
    const seed = options.seed + index;
    onStart?.(seed, index);
    const result = new CampaignRun({ ...options, seed }).run();
    messages += result.messages;
    steps += result.steps;
    simulatedMicroseconds += result.safetyMicroseconds + result.healingMicroseconds;
    slowestHealingMicroseconds = Math.max(slowestHealingMicroseconds, result.healingMicroseconds);
    for (const kind of faultKinds) {
      tallies[kind].strikes += result.tallies[kind].strikes;
      tallies[kind].changes += result.tallies[kind].changes;
    }
    results.push({ staleness: result.staleness, exposure: result.exposure });
    onResult?.(result);
  }
  const staleness = mostStale(results.map((one) => one.staleness));
  const exposure = mostExposed(results.map((one) => one.exposure));
  return {
    runs,
    messages,
    steps,
    simulatedMicroseconds,
    slowestHealingMicroseconds,
    staleness,
    exposure,
    tallies,
  };
}
