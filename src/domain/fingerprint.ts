import { hashName, mix } from './hash.ts';
import { countPins } from './pinRange.ts';
import type { PinRange } from './pinRange.ts';

export type SavedFingerprint = readonly [count: number, print: number];

/**
 * A fingerprint of a collection of PINs that adds up: the print of two disjoint collections together is the sum of
 * their prints, and a range's print costs the same whatever its length, because it is the difference of a hash at
 * its two ends. Collections that differ have equal counts and prints with a chance of about 2^-32.
 */
export class PinFingerprint {
  count = 0;
  private print = 0;

  add(ranges: readonly PinRange[]): void {
    this.count += countPins(ranges);
    this.print = addToPrint(this.print, ranges);
  }

  /** Adds all that `other` holds, or takes it away. */
  merge(other: PinFingerprint, sign: 1 | -1 = 1): void {
    this.count += sign * other.count;
    this.print = (this.print + sign * other.print) | 0;
  }

  save(): SavedFingerprint {
    return [this.count, this.print];
  }

  restore([count, print]: SavedFingerprint): void {
    this.count = count;
    this.print = print;
  }

  equals(other: PinFingerprint): boolean {
    return this.count === other.count && this.print === other.print;
  }
}

/** The print of what had `print` and of `ranges` together, for contexts, which hold plain numbers; nothing has print 0. */
export function addToPrint(print: number, ranges: readonly PinRange[]): number {
  let sum = print;
  for (let index = 0; index < ranges.length; index++) {
    const { lot, first, count } = ranges[index]!;
    const lotHash = hashName(lot);
    sum = (sum + boundary(lotHash, first + count) - boundary(lotHash, first)) | 0;
  }
  return sum;
}

/** A hash of the boundary before `serial` in a lot; serials up to 2^53 count in full. */
function boundary(lotHash: number, serial: number): number {
  return mix(mix(lotHash ^ (serial | 0), 0xcc9e2d51) ^ Math.floor(serial / 2 ** 32), 0x1b873593);
}
