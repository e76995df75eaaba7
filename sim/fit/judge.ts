import { DayPosterior } from './dayPosterior.ts';
import { expectedInHour, expectedLevel } from './demandModel.ts';
import type { DemandModel } from './demandModel.ts';
import type { FitData, HourRange } from './fitData.ts';
import { Intensity } from './intensity.ts';
import { compareWithExponential } from './kolmogorov.ts';
import type { KolmogorovSmirnov } from './kolmogorov.ts';
import { walkStamps } from './stampWalk.ts';
import { DAY_HOURS } from './weekHours.ts';

/** How well a model foretells days that it was not fitted to. */
export interface Judgement {
  /** The logarithm of the probability density of all customers, each foretold from those before. */
  readonly logLikelihood: number;
  /** The same by day of the range. */
  readonly byDay: Float64Array;
  /** Customers whose exact times were looked at. */
  readonly customers: number;
  /** The squared residuals of hours divided by their means: 1 for Poisson counts about the right mean. */
  readonly dispersion: number;
  /** The same for all customers of a day. */
  readonly dayDispersion: number;
  /** Correlation of the residuals of an hour and the next one. */
  readonly autocorrelation: number;
  /** What chance leaves of it in 95 of 100 cases. */
  readonly autocorrelationBand: number;
  readonly rescaled: KolmogorovSmirnov;
  /**
   * Customers in hours in which nobody was expected. They count as if a thousandth of the mean rate had been: minus
   * infinity would say the same of a single one and of thousands.
   */
  readonly impossible: number;
}

const IMPOSSIBLE = 1e-3;

/** Judges a model by a range that its fit did not see. */
export function judge(data: FitData, model: DemandModel, range: HourRange): Judgement {
  const posterior = new DayPosterior(data, model, range);
  const scatter = new Scatter(range);
  const byDay = new Float64Array((range.until - range.from) / DAY_HOURS);
  const gaps: number[] = [];
  let [customers, impossible] = [0, 0];
  // One series goes on where another ends: what is left of a gap at the end of each would else be lost, and where few
  // customers come, the gaps that are left would be the short ones.
  let gap = 0;
  for (const [index, series] of data.series.entries()) {
    const own = model.series[index]!;
    const intensity = new Intensity(own.bursts);
    let day = 0;
    scatter.beginSeries();
    walkStamps(series, range, {
      enterHour(hour) {
        day = Math.floor((hour - range.from) / DAY_HOURS);
        intensity.enterHour(posterior.at(index, hour));
        const exposure = series.exposure(hour);
        const rate = exposure > 0 ? expectedInHour(model, own, hour) : 0;
        const count = exposure > 0 ? series.customersAt(hour) : 0;
        if (rate === 0 && count > 0) {
          impossible += count;
          const mean = expectedLevel(model, own, Math.floor(hour / DAY_HOURS));
          // Of a series that is new, no model knows anything.
          if (mean > 0) byDay[day]! += count * Math.log(IMPOSSIBLE * mean);
        }
        scatter.addHour(hour, count, exposure * rate * intensity.meanFactor);
        return rate;
      },
      pass(hours, rate) {
        const integral = intensity.pass(hours, rate);
        gap += integral;
        byDay[day]! -= integral;
      },
      arrive(rate) {
        byDay[day]! += Math.log(intensity.arrive(rate));
        gaps.push(gap);
        gap = 0;
        customers += 1;
      },
      skip(hours) {
        intensity.skip(hours);
        if (hours >= 1) scatter.beginSeries();
      },
    });
  }
  return {
    logLikelihood: byDay.reduce((sum, value) => sum + value, 0),
    byDay,
    customers,
    ...scatter.figures(),
    rescaled: compareWithExponential(gaps),
    impossible,
  };
}

/** Residuals of hours and days. */
class Scatter {
  private squares = 0;
  private means = 0;
  private hours = 0;
  private before: number | null = null;
  private products = 0;
  private standardised = 0;
  private readonly counts: Float64Array;
  private readonly expected: Float64Array;
  private readonly range: HourRange;

  constructor(range: HourRange) {
    this.range = range;
    this.counts = new Float64Array((range.until - range.from) / DAY_HOURS);
    this.expected = new Float64Array(this.counts.length);
  }

  /** What comes does not follow on what came. */
  beginSeries(): void {
    this.before = null;
  }

  addHour(hour: number, count: number, mean: number): void {
    if (mean <= 0) return;
    const day = Math.floor((hour - this.range.from) / DAY_HOURS);
    this.counts[day]! += count;
    this.expected[day]! += mean;
    const residual = (count - mean) / Math.sqrt(mean);
    this.squares += (count - mean) ** 2;
    this.means += mean;
    this.hours += 1;
    this.standardised += residual ** 2;
    if (this.before !== null) this.products += residual * this.before;
    this.before = residual;
  }

  figures(): Pick<Judgement, 'dispersion' | 'dayDispersion' | 'autocorrelation' | 'autocorrelationBand'> {
    const ofDays = this.counts.map((count, day) => (count - this.expected[day]!) ** 2);
    const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
    return {
      // Where nobody could have been seen, nothing scattered.
      dispersion: this.means > 0 ? this.squares / this.means : 1,
      dayDispersion: this.means > 0 ? total(ofDays) / total(this.expected) : 1,
      autocorrelation: this.standardised > 0 ? this.products / this.standardised : 0,
      autocorrelationBand: 1.96 / Math.sqrt(Math.max(1, this.hours)),
    };
  }
}
