import type { SecondFault } from './world.ts';

/** One node cannot reach another for a while, but hears from it. */
export const oneWayPartition: SecondFault = (second, { pairs, rates, strikes, schedule, cuts }) => {
  for (const [one, other] of pairs) {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      const key = `${from.name}>${to.name}@${second}`;
      const strike = strikes.decide('oneWayPartition', key, rates.oneWayPartition, schedule.now);
      if (strike === null) continue;
      cuts.cut(from.name, to.name, strike, schedule.now + strike.draw(1, rates.longestPartition));
    }
  }
};
