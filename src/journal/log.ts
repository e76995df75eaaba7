/**
 * An append-only file of one node, with a fencing token: of two processes that both believe to be the node, only the
 * one that opened the log last can write.
 */
export interface Log {
  /**
   * Opens for writing as a new incarnation; from now on appends of earlier incarnations are refused. Gives the lines
   * that survived, in order; the last may be torn.
   */
  open(): { readonly incarnation: number; readonly lines: readonly string[] };
  /** Forgets all lines but the first `count`: a torn line goes before anything is written behind it. */
  truncate(incarnation: number, count: number): void;
  /** Not yet durable. Throws `FencedOff`, as `truncate` does, if a later incarnation has opened the log. */
  append(incarnation: number, line: string): void;
}

/** Someone else is the node now; whoever gets this must stop. */
export class FencedOff extends Error {
  override readonly name = 'FencedOff';
  readonly incarnation: number;
  readonly later: number;

  constructor(incarnation: number, later: number) {
    super(
      `incarnation ${incarnation} may not write to the log, incarnation ${later} has opened it; ` +
        'stop this process: another one runs the node',
    );
    this.incarnation = incarnation;
    this.later = later;
  }
}
