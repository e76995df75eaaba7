import type { Io } from '#src/cli/validate';
import type { NetworkMachines } from '#src/network/machines';

/** What a command needs of the world around it; the tests bring their own. */
export interface Surroundings extends Io {
  /** Wall time in seconds from any origin. */
  readonly clock: () => number;
  /** The calendar day, such as "2026-03-01". */
  readonly today: () => string;
  readonly version: string;
  /** Standard output may be coloured. */
  readonly hasColour: boolean;
  /** Characters in a line of standard output. */
  readonly width: number;
  readonly startProgress: () => Progress;
  /** Statecharts other than the standard ones. */
  readonly machines?: NetworkMachines;
}

/** Shows how far a run is, where anyone is watching. */
export interface Progress {
  /** Someone can see it; otherwise what it would say has to be written where it is read afterwards. */
  readonly isShown?: boolean;
  /** `share` from 0 to 1. */
  show(share: number, what: string): void;
  /** Takes the bar away; to be called however the run ends. */
  stop(): void;
}

export const noProgress: Progress = { show: () => {}, stop: () => {} };
