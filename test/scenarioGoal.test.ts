import { describe, expect, it } from 'vitest';
import { change, messages, resolved, SOUND } from './scenarioFixtures.ts';

const withGoal = (figure: string) =>
  change(
    SOUND,
    'varieties:',
    `goal: { smallest: { servers.*.lowWatermark: 5..9:1 }, figure: ${figure}, atLeast: 90 % }\nvarieties:`,
  );

describe('A goal', () => {
  it('is about a figure of which more is better', () => {
    expect(resolved(withGoal('requestFillRate')).goal).toMatchObject({ figure: 'requestFillRate' });
    const said = messages(withGoal('lostFraction'));
    expect(said).toContain('found     "lostFraction"');
    expect(said).toContain('fillRate, requestFillRate');
  });

  it('whose figure is misspelt is refused before anything runs', () => {
    expect(messages(withGoal('fillrate'))).toContain('write fillRate');
  });
});
