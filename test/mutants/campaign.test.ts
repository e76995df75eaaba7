import { describe, expect, it } from 'vitest';
import type { NetworkMachines } from '#src/network/machines';
import { CampaignRun } from '#sim/faults/campaignRun';
import { CampaignViolation } from '#sim/faults/campaignViolation';
import { rowMutants } from './rowMutants.ts';

// A fixed seed finds the same every time, so there is no chance in this.
const breaking = rowMutants.flatMap(({ id, name, foundWithin, machines }) =>
  foundWithin === null ? [] : [{ id, name, foundWithin, machines }],
);

describe('The campaign finds', () => {
  it('every wrong variant of the sale protocol, and most of the other planted faults', () => {
    expect(breaking.filter(({ id }) => /^P\d$/.test(id))).toHaveLength(8);
    expect(breaking.length).toBeGreaterThanOrEqual(60);
  });

  it.each(breaking)('within $foundWithin runs that $name ($id)', ({ foundWithin, machines }) => {
    expect(firstViolation(machines, foundWithin)).toBeInstanceOf(CampaignViolation);
  });
});

/** What the first run that breaks an invariant says; null: none of `most` runs did. */
function firstViolation(machines: NetworkMachines, most: number): unknown {
  for (let seed = 1; seed <= most; seed++) {
    try {
      new CampaignRun({ seed, preset: 'swarm', machines }).run();
    } catch (error) {
      return error;
    }
  }
  return null;
}
