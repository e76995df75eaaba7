/** What a fault may be. */
export type FaultKind = 'loss' | 'repetition' | 'crash' | 'echo';

export const FAULT_KINDS: readonly FaultKind[] = ['loss', 'repetition', 'crash', 'echo'];

/** How far the search goes; within these bounds it leaves out nothing. */
export interface Bounds {
  /** How many faults may strike in one history, each of any kind, anywhere, at any time. */
  readonly faults: number;
  readonly kinds: readonly FaultKind[];
  /**
   * How many alarms may ring early in one history: while a message is still on its way, so perhaps the very one that
   * was waited for, or before the one that it repeats has arrived.
   */
  readonly earlyRings: number;
  /**
   * How often in a row one alarm may ring; when nothing is on its way, time passes until one does. A row ends when the
   * alarm is not asked for again as it rings, or is asked for anew for another reason.
   */
  readonly rings: number;
  /** Whether letters that can change nothing any more are left out of the states: see `SpentLetters`. */
  readonly leavesOutSpent: boolean;
  /** More states than this and the search gives up, as not exhaustive. */
  readonly mostStates: number;
}

export const standardBounds: Bounds = {
  faults: 1,
  kinds: FAULT_KINDS,
  earlyRings: 1,
  rings: 3,
  leavesOutSpent: true,
  mostStates: 20_000_000,
};
