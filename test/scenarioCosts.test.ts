import { describe, expect, it } from 'vitest';
import { NO_COSTS } from '#sim/measures/costs';
import { change, messages, resolved, SOUND } from './scenarioFixtures.ts';

describe('Costs', () => {
  const withCosts = (costs: string) => change(SOUND, 'varieties:', `costs: ${costs}\nvarieties:`);

  it('are rates of the plan; what the file leaves out is free', () => {
    const { costs } = resolved(withCosts('{ holdingPerPinHour: 0.02, perOrder: 2 }')).plans[0]!;
    expect(costs).toEqual({ ...NO_COSTS, holdingPerPinHour: 0.02, perOrder: 2 });
  });

  it('are not there where the file says nothing', () => {
    expect(resolved(SOUND).plans[0]!.costs).toBeUndefined();
  });

  it('refuse what is not an amount, and a cost that does not exist', () => {
    expect(messages(withCosts('{ perOrder: cheap }'))).toContain('an amount of money, 0 or more');
    expect(messages(withCosts('{ perOrder: -1 }'))).toContain('an amount of money, 0 or more');
    expect(messages(withCosts('{ perOders: 1 }'))).toContain('perOrder');
  });
});
