import { describe, expect, it } from 'vitest';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import { expectedPins } from '#sim/demand/expectedPins';
import { USUAL_CHANGES } from '#sim/experiment/planChanges';
import type { RatePlan } from '#sim/plan';
import { firstScenario } from '../report/experiment.js';

const [plan] = firstScenario().plans;
const END = 10 * DAY_MICROSECONDS;

function change(name: string) {
  return USUAL_CHANGES.find((one) => one.name === name)!.apply;
}

const cycle: RatePlan = {
  kind: 'cycle',
  periodMicroseconds: HOUR_MICROSECONDS,
  ratesPerHour: [1, 5],
  startsAt: 0,
};
const RATES: readonly RatePlan[] = [
  { kind: 'constant', ratePerHour: 3 },
  { kind: 'periods', periodMicroseconds: DAY_MICROSECONDS, ratesPerHour: [1, 2, 0, 4] },
  cycle,
  { kind: 'bursts', ratesPerHour: [1, 20], switchesPerHour: [0.1, 2] },
  { kind: 'scaled', of: cycle, by: [{ kind: 'growth', perYear: 0.1 }] },
];

describe('A usual change', () => {
  it.each(RATES.map((rate) => [rate.kind, rate] as const))(
    'of demand makes so many more customers come: %s',
    (_, rate) => {
      const demand = [{ server: 'town', variety: 'phone-10', rate }];
      const [changed] = change('demand')({ ...plan!, demand }, 1.1).demand;
      expect(expectedPins(changed!, END)).toBeCloseTo(1.1 * expectedPins(demand[0]!, END), 6);
    },
  );

  it('leaves recorded sales as they were', () => {
    const rate: RatePlan = { kind: 'listed', times: [1, 2, 3], sizes: null };
    const listed = { ...plan!, demand: [{ server: 'town', variety: 'phone-10', rate }] };
    expect(change('demand')(listed, 1.1)).toEqual(listed);
  });

  it('stretches lead times of every law', () => {
    const { topology } = change('lead time to servers')(plan!, 1.5);
    expect(topology.servers.map(({ leadTime }) => leadTime)).toEqual([
      { distribution: 'constant', mean: 36 * HOUR_MICROSECONDS },
      { distribution: 'constant', mean: 36 * HOUR_MICROSECONDS },
      { distribution: 'uniform', from: 36 * HOUR_MICROSECONDS, to: 72 * HOUR_MICROSECONDS },
    ]);
    expect(topology.suppliers).toEqual(plan!.topology.suppliers);
    expect(change('lead time to the hub')(plan!, 0.5).topology.suppliers[0]!.leadTime).toMatchObject({
      mean: 36 * HOUR_MICROSECONDS,
    });
  });

  it('moves low watermarks, and keeps them beneath the desired levels', () => {
    const levels = (factor: number) =>
      change('low watermark of servers')(plan!, factor).topology.servers.flatMap(({ stock }) =>
        stock.map(({ lowWatermark }) => lowWatermark),
      );
    expect(levels(1.2)).toEqual([72, 24, 72, 18, 24, 12]);
    expect(levels(0.8)).toEqual([48, 16, 48, 12, 16, 8]);
    expect(levels(100)).toEqual([119, 49, 149, 39, 59, 29]);
    const { hub, servers } = change('low watermark of the hub')(plan!, 0.5).topology;
    expect(hub.stock).toMatchObject([{ lowWatermark: 180 }, { lowWatermark: 45 }]);
    expect(servers).toEqual(plan!.topology.servers);
  });
});
