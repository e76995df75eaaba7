import { DAY_MICROSECONDS, HOUR_MICROSECONDS, SECOND_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import { randomGenerator } from '#sim/random/generator';

/** Each is a whole multiple of the one before. */
const STEPS: readonly Microseconds[] = [
  1_000,
  SECOND_MICROSECONDS,
  60 * SECOND_MICROSECONDS,
  5 * 60 * SECOND_MICROSECONDS,
  15 * 60 * SECOND_MICROSECONDS,
  30 * 60 * SECOND_MICROSECONDS,
  HOUR_MICROSECONDS,
  DAY_MICROSECONDS,
];

/** So few stamps may all be whole minutes by chance, if a recorder tells seconds: never, in practice. */
const FEWEST = 10;

/** Finds out to what clock times were rounded: milliseconds, seconds, minutes, quarters of hours, hours or days. */
export class Resolution {
  private readonly off = STEPS.map(() => 0);
  private seen = 0;

  add(time: Microseconds): void {
    this.seen += 1;
    for (let index = STEPS.length - 1; index >= 0; index--) {
      const rest = time % STEPS[index]!;
      if (rest === 0) return;
      this.off[index]! += 1;
    }
  }

  /** The longest step that all stamps are whole multiples of, but for one in a thousand; 0: shorter than any. */
  step(): Microseconds {
    if (this.seen < FEWEST) return 0;
    return STEPS.findLast((_, index) => this.off[index]! <= this.seen / 1000) ?? 0;
  }
}

/**
 * Spreads stamps over the step that they were rounded down to; sales of one step change places, which means nothing.
 * @param times ascending; changed in place and ascending again
 */
export function jitter(times: Float64Array, step: Microseconds, seed: number, who: string): void {
  if (step <= 1) return;
  const generator = randomGenerator({ seed, purpose: 'jitter', who });
  for (let index = 0; index < times.length; index++) {
    const time = times[index]!;
    // Who knows the time better than the others is believed.
    if (time % step === 0) times[index] = time + Math.floor(generator.nextUniform() * step);
  }
  times.sort();
}
