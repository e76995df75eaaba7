import type { BurstShape } from './burstShape.ts';
import { busyShare } from './burstShape.ts';

/**
 * What is known of the phase of bursts from the customers so far: the forward recursion of a two-phase Markov-modulated
 * Poisson process, exact for a mean rate that is constant while it passes time.
 */
export class BurstFilter {
  private readonly factors: readonly [number, number];
  private readonly leave: readonly [number, number];
  private readonly stationary: number;
  /** The probability of the second phase. */
  busy: number;

  constructor(shape: BurstShape) {
    this.factors = shape.factors;
    this.leave = shape.switchesPerHour;
    this.stationary = busyShare(shape);
    this.busy = this.stationary;
  }

  /** Time passes without a customer at that mean rate; tells by how much the expected number of customers grew. */
  pass(hours: number, ratePerHour: number): number {
    const [first, second] = this.leave;
    const lower = first + ratePerHour * this.factors[0];
    const upper = second + ratePerHour * this.factors[1];
    const half = (lower + upper) / 2;
    const gap = (upper - lower) / 2;
    const root = Math.sqrt(gap * gap + first * second);
    // exp(At) of A = [[-lower, first], [second, -upper]], whose eigenvalues are -half ± root.
    const slow = Math.exp((root - half) * hours);
    const fast = Math.exp((-root - half) * hours);
    const even = (slow + fast) / 2;
    const odd = root > 0 ? (slow - fast) / (2 * root) : slow * hours;
    const { busy } = this;
    const quiet = 1 - busy;
    const nextQuiet = quiet * (even + odd * gap) + busy * odd * second;
    const nextBusy = quiet * odd * first + busy * (even - odd * gap);
    const survival = nextQuiet + nextBusy;
    this.busy = nextBusy / survival;
    return -Math.log(survival);
  }

  /** Time passes in which nobody would have been seen. */
  forget(hours: number): void {
    const decay = Math.exp(-(this.leave[0] + this.leave[1]) * hours);
    this.busy = this.stationary + (this.busy - this.stationary) * decay;
  }

  /** A customer comes; tells the factor of the rate at which it was expected. */
  arrive(): number {
    const quiet = (1 - this.busy) * this.factors[0];
    const busy = this.busy * this.factors[1];
    const factor = quiet + busy;
    this.busy = busy / factor;
    return factor;
  }

  /** The mean factor over the hours to come. */
  meanFactor(hours: number): number {
    const decay = (this.leave[0] + this.leave[1]) * hours;
    const weight = decay > 1e-9 ? -Math.expm1(-decay) / decay : 1;
    const busy = this.stationary + (this.busy - this.stationary) * weight;
    return (1 - busy) * this.factors[0] + busy * this.factors[1];
  }
}
