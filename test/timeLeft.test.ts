import { describe, expect, it } from 'vitest';
import { timeLeft } from '#src/cli/timeLeft';

describe('The time that a task has left', () => {
  it('is told at the pace since its beginning', () => {
    // The second of two workers hands in its first run just after the first one: 2 of 60 runs in 7 s.
    expect(timeLeft(7, 2 / 60)).toBe('4 min left');
    expect(timeLeft(30, 0.5)).toBe('30 s left');
    expect(timeLeft(100, 0.01)).toBe('3 h left');
  });

  it.each([
    ['nothing is done', 20, 0],
    ['it has hardly begun', 0.4, 0.1],
    ['threads are still starting', 3, 0.0004],
    ['all is done', 20, 1],
  ])('is not told where %s', (_, seconds, share) => {
    expect(timeLeft(seconds, share)).toBe('');
  });
});
