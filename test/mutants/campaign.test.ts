import { describe, expect, it } from 'vitest';
import { CampaignRun } from '#sim/faults/campaignRun';
import { CampaignViolation } from '#sim/faults/campaignViolation';
import { rowMutants } from './rowMutants.ts';

/**
 * The planted faults that break an invariant, and how many runs of the campaign, with seeds from 1 and preset swarm,
 * it may take to find each: a fixed seed finds the same every time, so there is no chance in it. All eight wrong
 * variants of the sale protocol are among them.
 */
const FOUND_WITHIN: Readonly<Record<string, number>> = {
  'reversal of an unknown sale leaves no tombstone': 12,
  'the server does not remember sale ids': 12,
  'the terminal retries with a new id when told of a conflict': 12,
  'the terminal prints before it records': 12,
  'late answers are accepted after a reversal': 12,
  "a silent server's stock is taken over on a time-out": 12,
  'the receiver does not recognise a repeated transfer': 12,
  'the sender forgets a transfer before it is acknowledged': 12,
  'what a server gives back is never sent': 8,
};

describe('The campaign', () => {
  it('knows every wrong variant of the sale protocol', () => {
    const variants = rowMutants.filter(({ id }) => /^P\d$/.test(id)).map(({ name }) => name);
    expect(variants).toHaveLength(8);
    expect(Object.keys(FOUND_WITHIN)).toEqual(expect.arrayContaining(variants));
  });

  it.each(Object.entries(FOUND_WITHIN))('finds that %s, within %i runs', (name, most) => {
    const { machines } = rowMutants.find((mutant) => mutant.name === name)!;
    expect(firstViolation(machines, most)).toBeInstanceOf(CampaignViolation);
  });
});

/** What the first run that breaks an invariant says; null: none of `most` runs did. */
function firstViolation(machines: (typeof rowMutants)[number]['machines'], most: number): unknown {
  for (let seed = 1; seed <= most; seed++) {
    try {
      new CampaignRun({ seed, preset: 'swarm', machines }).run();
    } catch (error) {
      return error;
    }
  }
  return null;
}
