import type { SizesPlan } from '#sim/plan';
import type { RandomGenerator } from '#sim/random/generator';
import type { CustomerSizes } from './bulkStream.ts';

/** Shares written to a few digits add to 1 only about; a scenario allows a hundredth of this. */
const ROUNDING = 1e-6;

/** Sizes that a list gives. */
export class ListedSizes implements CustomerSizes {
  private readonly sizes: readonly number[];

  constructor(sizes: readonly number[]) {
    checkSizes(sizes);
    this.sizes = sizes;
  }

  sizeOf(k: number): number {
    return this.sizes[k - 1]!;
  }

  release(): void {
    // The list stays: it belongs to the plan.
  }
}

/** Sizes by chance. The k-th depends neither on the order of the questions nor on how far ahead they look. */
export class RandomSizes implements CustomerSizes {
  private readonly sizes: readonly number[];
  /** The probability of each size or one before it. */
  private readonly cumulative: readonly number[];
  private readonly generator: RandomGenerator;
  /** Of the customers after the last one released: k at index (k - 1) & mask, up to the last one drawn. */
  private ring: number[] = Array.from({ length: 16 }, () => 0);
  private released = 0;
  private drawn = 0;

  constructor(plan: SizesPlan, generator: RandomGenerator) {
    this.sizes = plan.map(({ size }) => size);
    checkSizes(this.sizes);
    const total = plan.reduce((sum, { probability }) => sum + probability, 0);
    if (plan.some(({ probability }) => !(probability > 0)) || !(Math.abs(total - 1) < ROUNDING)) {
      throw new RangeError('The probabilities of sizes are above 0 and add to 1.');
    }
    let sum = 0;
    this.cumulative = plan.map(({ probability }) => (sum += probability / total));
    this.generator = generator;
  }

  sizeOf(k: number): number {
    while (this.drawn < k) this.draw();
    return this.ring[(k - 1) & (this.ring.length - 1)]!;
  }

  release(k: number): void {
    while (this.drawn < k) {
      this.draw();
      this.released = this.drawn;
    }
    if (k > this.released) this.released = k;
  }

  private draw(): void {
    if (this.drawn - this.released === this.ring.length) this.grow();
    const { cumulative } = this;
    const u = this.generator.nextUniform();
    let index = 0;
    // The last one takes what rounding left over.
    while (index < cumulative.length - 1 && u >= cumulative[index]!) index++;
    this.ring[this.drawn & (this.ring.length - 1)] = this.sizes[index]!;
    this.drawn += 1;
  }

  private grow(): void {
    const old = this.ring;
    this.ring = Array.from({ length: 2 * old.length }, () => 0);
    for (let index = this.released; index < this.drawn; index++) {
      this.ring[index & (this.ring.length - 1)] = old[index & (old.length - 1)]!;
    }
  }
}

function checkSizes(sizes: readonly number[]): void {
  if (sizes.length === 0) throw new RangeError('At least one size is needed.');
  for (const size of sizes) {
    if (!(Number.isSafeInteger(size) && size >= 1))
      throw new RangeError(`A customer cannot ask for ${size} PINs.`);
  }
}
