import { describe, expect, it } from 'vitest';
import { standardBounds } from '#sim/modelcheck/bounds';
import type { Bounds } from '#sim/modelcheck/bounds';
import { search } from '#sim/modelcheck/search';
import { askSystem } from './askSystem.ts';
import { naiveSearch } from './naiveSearch.ts';
import { pingSystem } from './pingSystem.ts';

const calm: Bounds = { ...standardBounds, faults: 0 };

describe('The search through all states', () => {
  it('finds one state for the start, and one for each set of letters that may still be on their way', () => {
    for (let sends = 0; sends <= 8; sends++) {
      const { states, transitions, atRest, depth } = search(pingSystem(sends), calm);
      expect(states).toBe(1 + 2 ** sends);
      expect(transitions).toBe(1 + sends * 2 ** (sends - 1));
      expect(atRest).toBe(1);
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

  it('finds the states and transitions that a search without any art finds', () => {
    for (const flaw of ['none', 'never repeats', 'goes on repeating'] as const) {
      for (const faults of [0, 1, 2]) {
        for (const earlyRings of [1, 2]) {
          const system = askSystem(2, flaw);
          const bounds = { ...standardBounds, faults, earlyRings, leavesOutSpent: false };
          const judged = { ...system, unfinished: () => null };
          const whole = search(judged, bounds);
          expect(whole).toMatchObject(naiveSearch(system, bounds));
          const spared = search(judged, { ...bounds, leavesOutSpent: true });
          expect(spared.states).toBeLessThanOrEqual(whole.states);
          expect(spared).toMatchObject({ isExhaustive: true, violation: null });
        }
      }
    }
  });

  it('finds nothing wrong with one who repeats questions until they are answered', () => {
    for (const faults of [0, 1, 2]) {
      expect(search(askSystem(3), { ...standardBounds, faults })).toMatchObject({
        isExhaustive: true,
        violation: null,
      });
    }
  });

  it('finds that a question that is not repeated may wait for ever, by a shortest way', () => {
    const { violation } = search(askSystem(1, 'never repeats'), { ...standardBounds, kinds: ['loss'] });
    expect(violation?.what).toBe('a question waits for ever');
    expect(violation?.story).toEqual([
      '  1  outside -> asker: go',
      '       asker -> oracle: asked (number 1)',
      '  2  FAULT: lost on its way: asker -> oracle: asked (number 1)',
    ]);
  });

  it('finds that one who goes on repeating never comes to rest', () => {
    // What the bound on rings stops is no rest of its own: with more rings it goes on.
    const deepest = (rings: number, flaw: 'none' | 'goes on repeating') =>
      search(askSystem(1, flaw), { ...calm, rings }).depth;
    expect(deepest(9, 'goes on repeating')).toBeGreaterThan(deepest(3, 'goes on repeating'));
    expect(deepest(9, 'none')).toBe(deepest(3, 'none'));
  });

  it('finds that a repeated answer is taken for an answer to the next question', () => {
    const { violation } = search(askSystem(2, 'believes every answer'), calm);
    expect(violation?.what).toBe('3 answers to 2 questions');
  });

  it('says so when it gave up', () => {
    const { isExhaustive, violation } = search(pingSystem(8), { ...calm, mostStates: 100 });
    expect(isExhaustive).toBe(false);
    expect(violation).toBeNull();
  });
});
