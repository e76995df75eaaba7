import type { PinRange } from '#src/domain/pinRange';

/** PINs as disjoint ranges, melted where they touch: its size follows the gaps, not the PINs. */
export class SerialSet {
  // Ranges of each lot by ascending first serial; `ends` beside `firsts`.
  private readonly lots = new Map<string, { firsts: number[]; ends: number[] }>();

  /** Adds a range and gives null, or changes nothing and gives a PIN of the range that was there already. */
  add({ lot, first, count }: PinRange): { lot: string; serial: number } | null {
    let entry = this.lots.get(lot);
    if (entry === undefined) {
      entry = { firsts: [], ends: [] };
      this.lots.set(lot, entry);
    }
    const { firsts, ends } = entry;
    const end = first + count;
    const low = firstEndingBehind(ends, first);
    if (low < firsts.length && firsts[low]! < end) return { lot, serial: Math.max(first, firsts[low]!) };
    const touchesBefore = low > 0 && ends[low - 1] === first;
    const touchesAfter = low < firsts.length && firsts[low] === end;
    if (touchesBefore && touchesAfter) {
      ends[low - 1] = ends[low]!;
      firsts.splice(low, 1);
      ends.splice(low, 1);
    } else if (touchesBefore) ends[low - 1] = end;
    else if (touchesAfter) firsts[low] = first;
    else {
      firsts.splice(low, 0, first);
      ends.splice(low, 0, end);
    }
    return null;
  }

  clear(): void {
    this.lots.clear();
  }

  /** A PIN of the range that is there, or null. */
  overlap({ lot, first, count }: PinRange): { lot: string; serial: number } | null {
    const entry = this.lots.get(lot);
    if (entry === undefined) return null;
    const { firsts, ends } = entry;
    const index = firstEndingBehind(ends, first);
    if (index === firsts.length || firsts[index]! >= first + count) return null;
    return { lot, serial: Math.max(first, firsts[index]!) };
  }

  /** All ranges, lots in the order of their first addition, serials ascending. */
  *ranges(): Generator<PinRange> {
    for (const [lot, { firsts, ends }] of this.lots) {
      for (const [index, first] of firsts.entries()) yield { lot, first, count: ends[index]! - first };
    }
  }
}

/** Index of the first range that ends behind `first`. */
function firstEndingBehind(ends: readonly number[], first: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ends[middle]! <= first) low = middle + 1;
    else high = middle;
  }
  return low;
}
