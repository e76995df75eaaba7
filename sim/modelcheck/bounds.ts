/** What a fault may be. */
export type FaultKind = 'loss' | 'repetition' | 'crash' | 'echo';

export const FAULT_KINDS: readonly FaultKind[] = ['loss', 'repetition', 'crash', 'echo'];

/** How far the search goes; within these bounds it leaves out nothing. */
export interface Bounds {
  /** How many faults may strike in one history, each of any kind, anywhere, at any time. */
  readonly faults: number;
  readonly kinds: readonly FaultKind[];
  /**
   * How often an alarm may ring and be asked for again while messages are on their way, before it is cancelled. When
   * nothing is on its way time passes until an alarm rings, and those rings are not counted.
   */
  readonly ringsPerAlarm: number;
  /** More states than this and the search gives up, as not exhaustive. */
  readonly mostStates: number;
}

export const standardBounds: Bounds = {
  faults: 1,
  kinds: FAULT_KINDS,
  ringsPerAlarm: 1,
  mostStates: 5_000_000,
};
