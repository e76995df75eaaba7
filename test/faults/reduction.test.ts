import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reduce } from '#sim/faults/reduction';

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

describe('Reduction', () => {
  it('finds the strikes that a failure needs, whichever and however many they are', () => {
    const needs = fc.uniqueArray(fc.constantFrom(...LETTERS), { maxLength: 5 });
    fc.assert(
      fc.property(needs, (needed) => {
        const fails = (parts: readonly string[]) => needed.every((part) => parts.includes(part));
        const { parts, isMinimal } = reduce(LETTERS, fails, 1000);
        expect([...parts].sort()).toEqual([...needed].sort());
        expect(isMinimal).toBe(true);
      }),
    );
  });

  it('keeps what is left in order', () => {
    const fails = (parts: readonly string[]) => parts.includes('k') && parts.includes('c');
    expect(reduce(LETTERS, fails, 1000).parts).toEqual(['c', 'k']);
  });

  it('finds any one of several causes', () => {
    const fails = (parts: readonly string[]) =>
      parts.includes('q') || (parts.includes('a') && parts.includes('z'));
    const { parts } = reduce(LETTERS, fails, 1000);
    expect(fails(parts)).toBe(true);
    expect(parts.length).toBeLessThanOrEqual(2);
  });

  it('stops after so many trials and says that fewer might do', () => {
    let trials = 0;
    const fails = (parts: readonly string[]) => {
      trials += 1;
      return parts.includes('k') && parts.includes('c') && parts.includes('x');
    };
    const reduction = reduce(LETTERS, fails, 7);
    expect([trials, reduction.trials, reduction.isMinimal]).toEqual([7, 7, false]);
    expect(fails(reduction.parts)).toBe(true);
  });

  it('needs one trial for a failure without faults, and none for no faults', () => {
    expect(reduce(LETTERS, () => true, 10)).toEqual({ parts: [], trials: 1, isMinimal: true });
    expect(reduce([], () => true, 10)).toEqual({ parts: [], trials: 0, isMinimal: true });
  });
});
