import type { Microseconds } from '#src/domain/time';
import type { Duration } from '#src/network/topology';
import { exponential } from '#sim/random/exponential';
import type { RandomGenerator } from '#sim/random/generator';
import { normal } from '#sim/random/normal';

/** One duration in whole microseconds, never negative. A constant takes nothing from the generator. */
export function drawDuration(duration: Duration, generator: RandomGenerator): Microseconds {
  return Math.max(0, Math.round(draw(duration, generator)));
}

function draw(duration: Duration, generator: RandomGenerator): number {
  switch (duration.distribution) {
    case 'constant':
      return duration.mean;
    case 'exponential':
      return duration.mean * exponential(generator);
    case 'uniform':
      return duration.from + (duration.to - duration.from) * generator.nextUniform();
    case 'erlang': {
      let sum = 0;
      for (let phase = 0; phase < duration.shape; phase++) sum += exponential(generator);
      return (duration.mean / duration.shape) * sum;
    }
    case 'lognormal': {
      const variance = Math.log1p(duration.coefficientOfVariation ** 2);
      return duration.mean * Math.exp(Math.sqrt(variance) * normal(generator) - variance / 2);
    }
    case 'hyperexponential': {
      const { probabilities, means } = duration;
      let left = generator.nextUniform();
      let branch = 0;
      while (branch < means.length - 1 && left >= probabilities[branch]!) left -= probabilities[branch++]!;
      return means[branch]! * exponential(generator);
    }
  }
}
