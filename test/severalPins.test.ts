import { describe, expect, it } from 'vitest';
import { HOUR_MICROSECONDS } from '#src/domain/time';
import { summary } from '#src/cli/summary';
import { recordDay } from '#sim/dayInTheLife';
import { runPlan } from '#sim/run';
import { compare } from '#src/report/alternatives';
import { calendarOf } from '#src/report/calendar';
import { chooseDay } from '#src/report/dayChoice';
import { daySection } from '#src/report/daySection';
import { demandSection } from '#src/report/demandSection';
import { count } from '#src/report/format';
import { intervalSection } from '#src/report/intervalSection';
import { kpiSection } from '#src/report/kpiTable';
import { plainText } from '#src/report/markup';
import { candidateOf, experimentOn } from './report/experiment.js';
import { resolved } from './scenarioFixtures.js';

/** One shop sells by the handful, the other one by one. */
const BULKY = `title: Two shops
until: 20 d
varieties: [red]
hub: { supply: unlimited }
servers:
  - name: poor
    leadTime: 24 h
    stock: { red: { lowWatermark: 5, desiredLevel: 20, demand: { perHour: 2, bulk: { 1: 50 %, 5: 50 % } } } }
  - name: rich
    leadTime: 24 h
    stock: { red: { lowWatermark: 40, desiredLevel: 60, demandPerHour: 1 } }
`;

describe('Customers who ask for several PINs', () => {
  const bulky = resolved(BULKY);
  const [plan] = bulky.plans;
  const seen = runPlan(plan!, { clock: () => 0, sampleEvery: HOUR_MICROSECONDS });
  const eachPin = 'each of these PINs counts as a customer of its own';

  it('are not said to be as many as their PINs', () => {
    // Of three customers an hour, those who come to the poor shop want three PINs on average.
    expect(seen.network.asked).toBeGreaterThan(1.5 * 3 * 24 * 20);
    const told = summary(bulky, [seen], { hasColour: false, width: 200 });
    expect(told).toContain(
      `Of ${count(seen.network.asked)} PINs that customers asked for, the network served`,
    );
    expect(told).not.toContain(`${count(seen.network.asked)} customers`);
    expect(told).toContain(eachPin);
    const section = plainText(kpiSection(bulky, compare([seen])));
    expect(section).not.toContain('asked for one PIN each');
  });

  it('are told of in the close look at a day, too, where they are', () => {
    const textOf = (server: string): string =>
      plainText(daySection(recordDay(plan!, chooseDay(seen, { server, day: 3 })!), calendarOf(null)));
    expect(textOf('poor')).toContain(eachPin);
    expect(textOf('rich')).not.toContain(eachPin);
  });

  it('are told of beside intervals', async () => {
    const result = await experimentOn([candidateOf(bulky)], { replications: 2 });
    expect(plainText(intervalSection(result))).toContain(eachPin);
    expect(plainText(demandSection(result, null, calendarOf(null))!)).toContain(eachPin);
  });
});
