import type { Microseconds } from '#src/domain/time';
import { drop, PASS } from './fault.ts';
import type { MessageFault } from './fault.ts';
import type { Strike } from './strikes.ts';

/** Which ways between nodes are cut at present, by what, and until when. */
export class Cuts {
  private readonly cuts = new Map<string, { readonly strike: Strike; readonly until: Microseconds }>();

  cut(from: string, to: string, strike: Strike, until: Microseconds): void {
    const way = `${from}>${to}`;
    const present = this.cuts.get(way);
    if (present === undefined || present.until < until) this.cuts.set(way, { strike, until });
  }

  closeAll(): void {
    this.cuts.clear();
  }

  /** What is sent over a way that is cut is lost. */
  readonly fault: MessageFault = ({ from, to, now }) => {
    const present = this.cuts.get(`${from.name}>${to.name}`);
    if (present === undefined || now >= present.until) return PASS;
    return drop(present.strike);
  };
}
