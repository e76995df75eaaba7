const LIMB = 2 ** 52;
const HALF = 2 ** 26;

/** The two halves of a sum. */
export type SavedSum = readonly [high: number, low: number];

/**
 * A sum of whole numbers that never rounds, so that it does not depend on the order or grouping of its terms: the
 * lazy and the each-sale mode add different terms and must agree to the last bit. Holds up to 2^104.
 */
export class ExactSum {
  private high = 0;
  /** From 0 to LIMB - 1 after each call. */
  private low = 0;

  /** Adds a whole number of at most 2^52 in size. */
  add(term: number): void {
    const low = this.low + term;
    if (low >= 0 && low < LIMB) {
      this.low = low;
      return;
    }
    const carry = Math.floor(low / LIMB);
    this.high += carry;
    this.low = low - carry * LIMB;
  }

  /** Adds a whole number of any size that a double has. */
  addLarge(term: number): void {
    const carry = Math.floor(term / LIMB);
    this.high += carry;
    this.add(term - carry * LIMB);
  }

  /** Adds the product of two whole numbers, `count` from 0 to 2^52 and `duration` from 0 to 2^52. */
  addProduct(count: number, duration: number): void {
    const product = count * duration;
    if (product <= LIMB) {
      this.add(product);
      return;
    }
    const countHigh = Math.floor(count / HALF);
    const countLow = count - countHigh * HALF;
    const durationHigh = Math.floor(duration / HALF);
    const durationLow = duration - durationHigh * HALF;
    this.high += countHigh * durationHigh;
    this.addShifted(countHigh * durationLow);
    this.addShifted(countLow * durationHigh);
    this.add(countLow * durationLow);
  }

  /** Adds `term` times 2^26. */
  private addShifted(term: number): void {
    const whole = Math.floor(term / HALF);
    this.high += whole;
    this.add((term - whole * HALF) * HALF);
  }

  save(): SavedSum {
    return [this.high, this.low];
  }

  restore([high, low]: SavedSum): void {
    this.high = high;
    this.low = low;
  }

  /** The nearest double. */
  get value(): number {
    return this.high * LIMB + this.low;
  }
}
