import { describe, expect, it } from 'vitest';
import { standardBounds } from '#sim/modelcheck/bounds';
import type { Bounds } from '#sim/modelcheck/bounds';
import { search } from '#sim/modelcheck/search';
import { pingSystem } from './pingSystem.ts';

const calm: Bounds = { ...standardBounds, faults: 0 };

describe('The search through all states', () => {
  it('finds one state for the start, and one for each set of letters that may still be on their way', () => {
    for (let sends = 0; sends <= 8; sends++) {
      const { states, transitions, quiescent, depth } = search(pingSystem(sends), calm);
      expect(states).toBe(1 + 2 ** sends);
      expect(transitions).toBe(1 + sends * 2 ** (sends - 1));
      expect(quiescent).toBe(1);
      expect(depth).toBe(1 + sends);
    }
  });

  it('finds every state of one loss: each letter is on its way, taken in, or, at most one, lost', () => {
    for (let sends = 0; sends <= 6; sends++) {
      const { states } = search(pingSystem(sends), { ...calm, faults: 1, kinds: ['loss'] });
      // Unhurt: as above. Hurt: k of n letters have left, so that k - 1 were heard; which of them is lost, is not seen.
      expect(states).toBe(1 + 2 ** sends + (2 ** sends - 1));
    }
  });
});
