import type { Preset } from '#sim/faults/faultRates';

/** The options of `pinweir faults`, parsed. */
export interface FaultsFlags {
  readonly preset: Preset;
  readonly runs: number;
  readonly seed: number;
  readonly replay?: number;
  readonly json?: boolean;
}

/** The command that repeats one run exactly. */
export function replayCommand(seed: number, preset: Preset): string {
  return `npx pinweir faults --preset ${preset} --replay ${seed}`;
}
