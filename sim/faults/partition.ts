import type { SecondFault } from './world.ts';

/** Two nodes cannot reach each other for a while. */
export const partition: SecondFault = (second, { pairs, rates, strikes, schedule, cuts }) => {
  for (const [one, other] of pairs) {
    const key = `${one.name}|${other.name}@${second}`;
    const strike = strikes.decide('partition', key, rates.partition, schedule.now);
    if (strike === null) continue;
    const until = schedule.now + strike.draw(1, rates.longestPartition);
    cuts.cut(one.name, other.name, strike, until);
    cuts.cut(other.name, one.name, strike, until);
  }
};
