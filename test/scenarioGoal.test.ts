import { describe, expect, it } from 'vitest';
import { change, messages, resolved, SOUND } from './scenarioFixtures.ts';

function withGoal(lines: readonly string[]): string {
  const goal = ['goal:', ...lines.map((line) => `  ${line}`)].join('\n');
  return change(SOUND, 'title: Test', `title: Test\n${goal}`);
}

const SMALLEST = 'smallest: { servers.north.red.lowWatermark: "5..25:5" }';
const REST = ['figure: fillRate', 'atLeast: 95 %'];

describe('A goal', () => {
  it.each(['100 %', '50 %', '0 %'])('refuses a confidence of %s, which gives no bound', (confidence) => {
    const text = messages(withGoal([SMALLEST, ...REST, `confidence: ${confidence}`]));
    expect(text).toContain(`error  goal.confidence\n  found     "${confidence}"`);
    expect(text).toContain('expected  a percentage above 50 % and below 100 %');
  });

  it('takes a confidence between', () => {
    expect(messages(withGoal([SMALLEST, ...REST, 'confidence: 99.9 %']))).toBe('');
  });

  it.each(['25,20,10', '5,5', '2 d,12 h', '5..10:5,7'])(
    'refuses values that do not ascend (%s), in which a smallest one would be looked for in vain',
    (values) => {
      const text = messages(withGoal([`smallest: { servers.north.leadTime: "${values}" }`, ...REST]));
      expect(text).toContain('expected  values of which each is larger than the one before');
    },
  );

  it.each(['10,20,25', '12 h,2 d', '10 %,20 %', 'partial,whole orders', 'false,true'])(
    'takes values that ascend, and words as they stand (%s)',
    (values) => {
      expect(messages(withGoal([`smallest: { servers.north.leadTime: "${values}" }`, ...REST]))).toBe('');
    },
  );

  it('lets what moves along with the first path stand still, or fall', () => {
    const paths = 'servers.north.red.desiredLevel: "30,40", servers.north.leadTime: "12 h,12 h"';
    expect(messages(withGoal([`smallest: { ${paths} }`, ...REST]))).toBe('');
  });

  it('is about a figure of which more is better', () => {
    const lines = (figure: string) => [SMALLEST, `figure: ${figure}`, 'atLeast: 95 %'];
    expect(resolved(withGoal(lines('requestFillRate'))).goal).toMatchObject({ figure: 'requestFillRate' });
    const said = messages(withGoal(lines('lostFraction')));
    expect(said).toContain('found     "lostFraction"');
    expect(said).toContain('fillRate, requestFillRate');
  });

  it('whose figure is misspelt is refused before anything runs', () => {
    expect(messages(withGoal([SMALLEST, 'figure: fillrate', 'atLeast: 95 %']))).toContain('write fillRate');
  });
});
