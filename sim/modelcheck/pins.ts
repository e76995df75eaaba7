import { fail } from '#src/domain/assertion';
import type { PinRange } from '#src/domain/pinRange';

/** The few PINs of a small system; a set of them is the bits of a number. */
export class Pins {
  readonly names: readonly string[];
  private readonly bits: ReadonlyMap<string, number>;

  constructor(ranges: readonly PinRange[]) {
    this.names = ranges.flatMap(namesOf);
    if (this.names.length > 30) fail(`a small system has at most 30 PINs, not ${this.names.length}`);
    this.bits = new Map(this.names.map((name, index) => [name, 1 << index]));
  }

  get all(): number {
    return 2 ** this.names.length - 1;
  }

  /** A PIN that nobody acquired is `UNKNOWN`. */
  bitOf(name: string): number {
    return this.bits.get(name) ?? UNKNOWN;
  }

  setOf(range: PinRange): number {
    let set = 0;
    for (const name of namesOf(range)) set |= this.bitOf(name);
    return set;
  }

  firstOf(set: number): string {
    return this.names.find((_, index) => (set & (1 << index)) !== 0) ?? 'unknown';
  }

  namesOf(set: number): string {
    return this.names.filter((_, index) => (set & (1 << index)) !== 0).join(', ');
  }
}

export const UNKNOWN = 1 << 30;

export function namesOf({ lot, first, count }: PinRange): string[] {
  return Array.from({ length: count }, (_, index) => `${lot}#${first + index}`);
}
