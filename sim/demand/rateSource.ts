import type { FactorPlan, RatePlan } from '#sim/plan';
import { randomGenerator } from '#sim/random/generator';
import type { RunSeed } from '#sim/random/streamKey';
import { Bursts } from './bursts.ts';
import { ConstantRate } from './constantRate.ts';
import { Cycle } from './cycle.ts';
import { DayFactors } from './dayFactors.ts';
import { Events } from './events.ts';
import { Growth } from './growth.ts';
import { PeriodRates } from './periodRates.ts';
import { ScaledRate } from './scaledRate.ts';
import { checkRates } from './segmentSource.ts';
import type { FactorSource, SegmentSource } from './segmentSource.ts';

/** The rate of `who`; the same for the same plan, seed and name. */
export function rateSource(rate: RatePlan, seed: RunSeed, who: string): SegmentSource {
  switch (rate.kind) {
    case 'constant':
      return new ConstantRate(rate.ratePerHour);
    case 'periods':
      return new PeriodRates(rate.periodMicroseconds, rate.ratesPerHour);
    case 'cycle': {
      const { ratesPerHour, periodMicroseconds, startsAt } = rate;
      checkRates(ratesPerHour);
      if (ratesPerHour.every((one) => one === 0)) return new ConstantRate(0);
      return new ScaledRate(new ConstantRate(1), [new Cycle(periodMicroseconds, ratesPerHour, startsAt)]);
    }
    case 'bursts': {
      const { ratesPerHour, switchesPerHour } = rate;
      if (ratesPerHour[0] === 0 && ratesPerHour[1] === 0) return new ConstantRate(0);
      return new Bursts(ratesPerHour, switchesPerHour, randomGenerator({ seed, purpose: 'bursts', who }));
    }
    case 'scaled': {
      const factors = rate.by.map((factor) => factorSource(factor, seed));
      return new ScaledRate(rateSource(rate.of, seed, who), factors);
    }
    case 'listed':
      throw new RangeError('Listed sales come at no rate.');
  }
}

function factorSource(factor: FactorPlan, seed: RunSeed): FactorSource {
  switch (factor.kind) {
    case 'cycle':
      checkRates(factor.factors);
      return new Cycle(factor.periodMicroseconds, factor.factors, factor.startsAt);
    case 'growth':
      return new Growth(factor.perYear);
    case 'events':
      return new Events(factor.events);
    case 'dayFactor':
      return new DayFactors(factor.group, factor.coefficientOfVariation, seed);
  }
}
