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
  'a reservation without an answer goes back to the shelf': 6,
  'the hub feeds every server but south': 6,
  'what was lost in a cut is not said again': 6,
  'what a server gives back is never sent': 6,
  'the hub keeps what it pulls': 6,
  'the hub counts as coming in what it asked for, not what the donor sends': 6,
  'a card that is scanned again gives the PIN that it gave before': 6,
  'a PIN that is sold stays reserved': 6,
  'a till that died while it printed voids the sale': 6,
  'a server does not see that a request has other content': 6,
  'a reprint looks like a first print': 6,
  'a reversal is said once': 6,
  'every reversed PIN goes back to the shelf': 6,
  'an inventory does not say that a PIN is issued': 6,
  'the directory never announces itself': 6,
  'the directory takes for granted that its changes arrive': 6,
  'credit of a reversed sale stays held': 6,
  'PINs stand in the order in which they came': 6,
  'a freeze that is lost is not said again': 6,
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
