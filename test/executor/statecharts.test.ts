import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compiled } from '#src/executor/compiled';
import { interpreted } from '#src/executor/interpreted';
import { Lockstep } from '../support/lockstep.ts';
import { blueprintArbitrary, machineOf, tickArbitrary } from '../support/statechart.ts';

const RUNS = 400;
const EVENTS = 30;

describe('the compiled executor on random statecharts', () => {
  test('does with every event what XState does: state, context, messages and errors', () => {
    const seen = { events: 0, changes: 0, messages: 0, errors: 0, parallel: 0, unusable: 0 };
    const ticks = fc.array(tickArbitrary, { minLength: EVENTS, maxLength: EVENTS });
    const tally = fc.record({ x: fc.nat(5), y: fc.nat(5) });
    fc.assert(
      fc.property(blueprintArbitrary, tally, ticks, (blueprint, input, events) => {
        const machine = machineOf(blueprint);
        const actors = startBoth(machine, input);
        if (actors === null) {
          seen.unusable += 1;
          return;
        }
        if (Object.keys(actors.subject.value as object).length > 1) seen.parallel += 1;
        for (const event of events) {
          const before = actors.subject.value;
          const { value, messages, error } = actors.send(event);
          seen.events += 1;
          if (value !== before) seen.changes += 1;
          if (messages.length > 0) seen.messages += 1;
          if (error !== null) seen.errors += 1;
        }
      }),
      { numRuns: RUNS, seed: 20250101 },
    );
    // The comparison means something only if the charts did all these things.
    expect(seen.events).toBeGreaterThan(0.8 * RUNS * EVENTS);
    expect(seen.changes).toBeGreaterThan(0.1 * seen.events);
    expect(seen.messages).toBeGreaterThan(0.1 * seen.events);
    expect(seen.errors).toBeGreaterThan(0.01 * seen.events);
    expect(seen.parallel).toBeGreaterThan(0.2 * RUNS);
  });
});

/** Both actors, or null where the machine cannot even start, in either. */
function startBoth(
  machine: ReturnType<typeof machineOf>,
  input: { readonly x: number; readonly y: number },
): Lockstep<ReturnType<typeof machineOf>> | null {
  const fails = [interpreted, compiled].map((executor) => {
    try {
      executor.start(machine, input);
      return false;
    } catch {
      return true;
    }
  });
  expect(fails[0]).toBe(fails[1]);
  return fails[0] === true ? null : new Lockstep(machine, input);
}
