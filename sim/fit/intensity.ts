import { BurstFilter } from './burstFilter.ts';
import type { BurstShape } from './burstShape.ts';
import type { Gamma } from './dayPosterior.ts';

/**
 * The rate at which the next customer is expected, given all that came before: the mean rate times what the past says
 * of day factors and bursts. Its integral turns customers of a right model into a Poisson process of rate 1.
 */
export class Intensity {
  private readonly bursts: BurstFilter | null;
  private day: { shape: number; rate: number } | null = null;

  constructor(bursts: BurstShape | null) {
    this.bursts = bursts === null ? null : new BurstFilter(bursts);
  }

  /** An hour begins, in which so much is known of the day's factor. */
  enterHour(day: Gamma | null): void {
    this.day = day === null ? null : { ...day };
  }

  /** The mean factor over the hour that begins. */
  get meanFactor(): number {
    const day = this.day === null ? 1 : this.day.shape / this.day.rate;
    return day * (this.bursts?.meanFactor(1) ?? 1);
  }

  /** Time passes without a customer; tells the integral. */
  pass(hours: number, ratePerHour: number): number {
    const { bursts, day } = this;
    // The day's factor is learnt hour by hour where bursts blur it: both at once have no closed form.
    if (bursts !== null)
      return bursts.pass(hours, day === null ? ratePerHour : (ratePerHour * day.shape) / day.rate);
    const mean = hours * ratePerHour;
    if (day === null) return mean;
    const integral = day.shape * Math.log1p(mean / day.rate);
    day.rate += mean;
    return integral;
  }

  /** A customer comes; tells the rate at which one was expected. */
  arrive(ratePerHour: number): number {
    const { bursts, day } = this;
    if (bursts !== null) {
      return ratePerHour * bursts.arrive() * (day === null ? 1 : day.shape / day.rate);
    }
    if (day === null) return ratePerHour;
    const rate = (ratePerHour * day.shape) / day.rate;
    day.shape += 1;
    return rate;
  }

  /** Time of which nothing is known. */
  skip(hours: number): void {
    this.bursts?.forget(hours);
  }
}
