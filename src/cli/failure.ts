import type { Progress, Surroundings } from '#src/cli/surroundings';
import { describeViolation } from '#src/cli/violation';
import { EndlessRun } from '#sim/endlessRun';
import { InvariantViolation } from '#sim/invariantViolation';
import { EachSaleModeRefused, LazyModeRefused } from '#sim/mode';
import type { Plan } from '#sim/plan';
import type { Scenario } from '#sim/scenario/scenario';
import type { SimulationOptions } from '#sim/simulation';

/** A run that broke off, and all that is needed to say why. */
interface Failure {
  readonly scenario: Scenario;
  readonly plan: Plan;
  readonly options: SimulationOptions;
  /** The command that runs the same again, with these flags instead of those that were given. */
  readonly command: (flags: { readonly seed: number; readonly check: true }) => string;
  readonly progress: Progress;
  readonly surroundings: Surroundings;
}

/** Says why a run broke off: 2 when it cannot run as asked, 4 when a PIN went astray. Throws what is a bug. */
export function explainFailure(error: unknown, failure: Failure): number {
  const { scenario, plan, options, command, progress, surroundings } = failure;
  if (error instanceof LazyModeRefused) {
    progress.stop();
    surroundings.stderr(`error: --mode lazy would not be exact here: ${error.message}\n`);
    return 2;
  }
  if (error instanceof EachSaleModeRefused) {
    progress.stop();
    surroundings.stderr(`error: ${scenario.file}: cannot be run sale by sale: ${error.message}\n`);
    return 2;
  }
  if (error instanceof EndlessRun) {
    progress.stop();
    surroundings.stderr(`error: ${scenario.file}: ${error.message}\n`);
    return 2;
  }
  if (error instanceof InvariantViolation) {
    const onProgress = (share: number): void => progress.show(share, 'looking for the history of the PIN');
    const again = command({ seed: plan.seed, check: true });
    const text = describeViolation(error, scenario, plan, { ...options, onProgress }, again);
    progress.stop();
    surroundings.stderr(text);
    return 4;
  }
  throw error;
}
