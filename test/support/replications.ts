import type { Plan } from '#sim/plan';
import { runPlan } from '#sim/run';
import type { RunResult } from '#sim/result';

/** Estimates by name, one of each for every replication. */
type Samples = Readonly<Record<string, readonly number[]>>;

/** Independent runs of one plan, with seeds that follow on from its own. */
export function replicate(
  plan: Plan,
  count: number,
  measure: (result: RunResult) => Record<string, number>,
): Samples {
  const samples: Record<string, number[]> = {};
  for (let index = 0; index < count; index++) {
    const result = runPlan({ ...plan, seed: plan.seed + index }, { mode: 'lazy', clock: () => 0 });
    for (const [name, value] of Object.entries(measure(result))) (samples[name] ??= []).push(value);
  }
  return samples;
}

/**
 * What speaks against the samples: a mean that is not within `errors` standard errors of the known value, or a
 * standard error of more than 3 % of the value, which would make that worthless. None: the simulation is right.
 */
export function objections(
  samples: Samples,
  known: Readonly<Record<string, number>>,
  errors = 4.5,
): string[] {
  return Object.entries(known).flatMap(([name, value]) => {
    const own = samples[name] ?? [];
    const mean = own.reduce((sum, one) => sum + one, 0) / own.length;
    const variance = own.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (own.length - 1);
    const standardError = Math.sqrt(variance / own.length);
    const isNear = Math.abs(mean - value) <= errors * standardError;
    const isSharp = standardError <= 0.03 * value;
    return isNear && isSharp ? [] : [`${name}: ${mean} give or take ${standardError}, known ${value}`];
  });
}
