import { describe, expect, it } from 'vitest';
import { fitDemand } from '#sim/fit/fitDemand';
import { atServers, constant, dataOf } from '../support/salesLogs.ts';

// Over 400 other seeds, logs at a constant rate showed a profile in 0.5 % of cases, growth in 0.25 %, a day of the month in
// 0.25 %, a day far off in 1.3 %, a day factor and bursts in none. Of 24 logs, more than one false alarm of a kind is
// improbable (4 % for days far off, below 1 % for the others).
describe('A constant rate', () => {
  it('shows no profile, growth, events, day factors or bursts, but for rare false alarms', () => {
    const alarms = { profile: 0, growth: 0, monthDays: 0, farDays: 0, dayFactor: 0, bursts: 0 };
    for (let seed = 1; seed <= 24; seed++) {
      const data = dataOf(atServers(1 + 2 * (seed % 2), constant(2)), 182, 5000 + seed);
      const { shared, growth, events, dayVariance, bursts } = fitDemand(data, data.range);
      alarms.profile += shared.kind === 'flat' ? 0 : 1;
      alarms.growth += growth.isSignificant || growth.isOwn ? 1 : 0;
      alarms.monthDays += events.monthDays.length > 0 ? 1 : 0;
      alarms.farDays += events.farDays.length > 0 ? 1 : 0;
      alarms.dayFactor += dayVariance.network + dayVariance.server + dayVariance.series > 0 ? 1 : 0;
      alarms.bursts += bursts.bySeries.some((shape) => shape !== null) ? 1 : 0;
    }
    expect(alarms).toMatchObject({ dayFactor: 0, bursts: 0 });
    for (const count of Object.values(alarms)) expect(count).toBeLessThanOrEqual(1);
  });
});

// Before counts had exact tails, every day without a customer was taken for one far off.
describe('A log of few customers', () => {
  it('has days without any, which are nothing out of the ordinary and count for the level', () => {
    const perDay = 1;
    let [farDays, monthDays, level] = [0, 0, 0];
    for (let seed = 1; seed <= 12; seed++) {
      const data = dataOf(atServers(1, constant(perDay / 24)), 182, 6000 + seed);
      const { events, model } = fitDemand(data, data.range);
      farDays += events.farDays.length;
      monthDays += events.monthDays.length;
      level += (24 * model.series[0]!.perHour) / 12;
    }
    expect(farDays).toBeLessThanOrEqual(1);
    expect(monthDays).toBeLessThanOrEqual(1);
    // 12 times 182 customers: standard error 0.021.
    expect(Math.abs(level - perDay)).toBeLessThan(5 * 0.021);
  });
});
