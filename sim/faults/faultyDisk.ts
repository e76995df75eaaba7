import { FencedOff } from '#src/journal/log';
import type { Log } from '#src/journal/log';

/** What a crash may do to lines that were not synced: the chance of each, from 0 to 1. */
export interface DiskFaults {
  /** That lines are lost at all: a random number of them, the last first. Otherwise all had reached the disk. */
  readonly loseUnsynced: number;
  /** That of the first line that is lost a piece has reached the disk. */
  readonly tearLast: number;
}

/** The disk of one simulated node. It keeps its word about what was synced, and nothing else. */
export class FaultyDisk implements Log {
  /** Lines that crashes took, without those of which a piece is left. */
  lost = 0;
  /** Lines of which crashes left a piece. */
  torn = 0;
  private lines: string[];
  private syncedCount: number;
  private incarnation = 0;

  /** A disk may start with lines, such as a checkpoint; they are synced. */
  constructor(lines: readonly string[] = []) {
    this.lines = [...lines];
    this.syncedCount = lines.length;
  }

  /** Lines that were written and are still there. */
  get written(): number {
    return this.lines.length;
  }

  /** Lines that no crash can take. */
  get synced(): number {
    return this.syncedCount;
  }

  /** For observers. */
  get contents(): readonly string[] {
    return this.lines;
  }

  open(): { readonly incarnation: number; readonly lines: readonly string[] } {
    this.incarnation += 1;
    return { incarnation: this.incarnation, lines: [...this.lines] };
  }

  truncate(incarnation: number, count: number): void {
    this.fence(incarnation);
    this.lines.length = Math.min(count, this.lines.length);
    this.syncedCount = Math.min(count, this.syncedCount);
  }

  append(incarnation: number, line: string): void {
    this.fence(incarnation);
    this.lines.push(line);
  }

  /** The first `count` lines are durable from now on; all that are written, if nothing is said. */
  sync(count = this.lines.length): void {
    this.syncedCount = Math.max(this.syncedCount, Math.min(count, this.lines.length));
  }

  /**
   * The node dies. `draw` gives numbers from 0 to below 1; a crash draws four, whatever happens, so that what comes
   * after does not depend on it.
   */
  crash(draw: () => number, { loseUnsynced, tearLast }: DiskFaults): void {
    const [isLost, kept, isTorn, cut] = [draw() < loseUnsynced, draw(), draw() < tearLast, draw()];
    const unsynced = this.lines.length - this.syncedCount;
    if (isLost && unsynced > 0) {
      const missing = this.lines.splice(this.syncedCount + Math.floor(kept * unsynced));
      this.lost += missing.length;
      const line = missing[0]!;
      if (isTorn && line.length > 1) {
        this.lines.push(line.slice(0, 1 + Math.floor(cut * (line.length - 1))));
        this.lost -= 1;
        this.torn += 1;
      }
    }
    // What has survived a crash is on the disk.
    this.syncedCount = this.lines.length;
  }

  private fence(incarnation: number): void {
    if (incarnation < this.incarnation) throw new FencedOff(incarnation, this.incarnation);
  }
}
