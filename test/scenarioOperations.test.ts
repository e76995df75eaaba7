import { describe, expect, it } from 'vitest';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import { change, messages, resolved, SOUND } from './scenarioFixtures.ts';

const withOperation = (operation: string, text = SOUND) =>
  change(text, 'varieties:', `operations:\n  - ${operation}\nvarieties:`);
const onCalendar = change(SOUND, 'varieties:', 'starts: 2015-01-01\nvarieties:');

describe('Operations', () => {
  it('are planned at a time since the start, or on a day of the calendar', () => {
    const [plan] = resolved(withOperation('{ outage: hub, from: 3 d, lasts: 4 h }')).plans;
    const [from, length] = [3 * DAY_MICROSECONDS, 4 * HOUR_MICROSECONDS];
    expect(plan!.operations).toEqual([{ kind: 'outage', node: 'hub', from, until: from + length }]);
    const dated = withOperation('{ offline: hub, from: 2015-01-03 06:00, lasts: 1 d }', onCalendar);
    const begin = 2 * DAY_MICROSECONDS + 6 * HOUR_MICROSECONDS;
    expect(resolved(dated).plans[0]!.operations).toEqual([
      { kind: 'offline', node: 'hub', from: begin, until: begin + DAY_MICROSECONDS },
    ]);
  });

  it('that take one node offline twice at a time are one: its first end would end both', () => {
    const two = '{ offline: hub, from: 3 d, lasts: 2 d }\n  - { offline: hub, from: 4 d, lasts: 3 d }';
    const [from, until] = [3 * DAY_MICROSECONDS, 7 * DAY_MICROSECONDS];
    const hub = { kind: 'offline', node: 'hub', from, until };
    expect(resolved(withOperation(two)).plans[0]!.operations).toEqual([hub]);
  });

  it('are none where the file says nothing', () => {
    expect(resolved(SOUND).plans[0]!.operations).toBeUndefined();
  });

  it('may differ between alternatives', () => {
    const own = 'operations: [{ outage: hub, from: 1 d, lasts: 1 d }]';
    const text = `${SOUND}\nalternatives:\n  - name: hub up\n  - { name: hub down, ${own} }\n`;
    const { plans, assumptions } = resolved(text);
    expect(plans.map(({ operations }) => operations?.length ?? 0)).toEqual([0, 1]);
    expect(assumptions.at(-1)).toBe(
      'hub down: 1 d after the start hub does nothing, and what is sent to it waits, for 1 d.',
    );
  });

  it.each([
    ['{ outage: hbu, from: 3 d, lasts: 4 h }', 'write hub'],
    ['{ outage: hub, offline: hub, from: 3 d, lasts: 4 h }', 'keep one of the two'],
    ['{ from: 3 d, lasts: 4 h }', 'name the node that fails or goes offline'],
    ['{ outage: hub, from: soon, lasts: 4 h }', 'a time since the start, such as 3 d, or a calendar day'],
    ['{ outage: hub, from: 2015-01-03, lasts: 4 h }', 'because the scenario starts on no calendar day'],
    ['{ outage: hub, from: 3 d, lasts: 0 h }', 'lasts'],
  ])('%s is refused', (operation, message) => {
    expect(messages(withOperation(operation))).toContain(message);
  });

  it('after the end of the run are remarked upon, in alternatives, too', () => {
    const late = '{ outage: hub, from: 30 d, lasts: 4 h }';
    expect(messages(withOperation(late))).toContain('warning  operations[0].from');
    expect(messages(withOperation(late))).toContain('30 d, after the end of the run');
    expect(messages(withOperation(late), null, { until: 31 * DAY_MICROSECONDS })).toBe('');
    expect(messages(`${SOUND}alternatives:\n  - { name: late, operations: [${late}] }\n`)).toContain(
      'warning  alternatives[0].operations[0].from',
    );
  });

  it('do not begin before the run', () => {
    const early = withOperation('{ outage: hub, from: 2014-12-31, lasts: 4 h }', onCalendar);
    expect(messages(early)).toContain('a day from 2015-01-01 on');
  });
});
