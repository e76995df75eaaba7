import { faultsSummary, faultsJson } from '#src/cli/faultsSummary';
import { replayCommand } from '#src/cli/faultsFlags';
import type { FaultsFlags } from '#src/cli/faultsFlags';
import { describeExplanation, violationJson } from '#src/cli/faultsViolation';
import type { Surroundings } from '#src/cli/surroundings';
import { runCampaign } from '#sim/faults/campaign';
import type { CampaignRunOptions } from '#sim/faults/campaignRun';
import { CampaignViolation } from '#sim/faults/campaignViolation';
import { explain } from '#sim/faults/explanation';

/** Runs a campaign, or one run of it again: 0 if all went well, 4 if an invariant broke. */
export function faults(flags: FaultsFlags, surroundings: Surroundings): number {
  const { preset, replay, json } = flags;
  const seed = replay ?? flags.seed;
  const runs = replay === undefined ? flags.runs : 1;
  const { machines } = surroundings;
  const progress = surroundings.startProgress();
  const start = surroundings.clock();
  let running = seed;
  try {
    const onStart = (started: number, index: number): void => {
      running = started;
      // Printed before anything else, so that a run that hangs or kills the process can be repeated; a bar, which tells
      // the others, does not appear at once.
      if (progress.isShown !== true || index === 0) surroundings.stderr(`seed ${started}\n`);
      progress.show(index / runs, `seed ${started}`);
    };
    const summary = runCampaign({ preset, seed, runs, machines, onStart });
    progress.stop();
    const seconds = surroundings.clock() - start;
    surroundings.stdout(
      json === true
        ? faultsJson(summary, { preset, seed }, seconds)
        : faultsSummary(summary, { preset, seed }, seconds, surroundings),
    );
    return 0;
  } catch (error) {
    if (!(error instanceof CampaignViolation)) {
      progress.stop();
      surroundings.stderr(`The run broke off. To see it again:\n  ${replayCommand(running, preset)}\n`);
      throw error;
    }
    const options: CampaignRunOptions = { seed: error.circumstances.seed, preset, machines };
    const explanation = explain(error, options, (trial, most) =>
      progress.show(trial / most, `looking for fewer faults, seed ${options.seed}`),
    );
    progress.stop();
    if (json === true) surroundings.stdout(violationJson(error, explanation));
    else surroundings.stderr(describeExplanation(error, explanation));
    return 4;
  } finally {
    progress.stop();
  }
}
