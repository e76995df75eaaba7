import { describe, expect, it } from 'vitest';
import { createMachine, setup } from 'xstate';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { machineCatalogue } from '#src/report/machineCatalogue';
import { machineJson } from '#src/report/machineJson';
import { statechart } from '#src/report/statechart';
import { officeMachine } from './support/chartedMachines.ts';

/** The machine that XState makes of a printed text, with the implementations of the first. */
function readAgain(machine: AnyStateMachine): AnyStateMachine {
  const { actions, guards } = machine.implementations;
  const chart = setup({ actions, guards } as Parameters<typeof setup>[0]);
  const config = JSON.parse(JSON.stringify(machineJson(machine))) as object;
  return chart.createMachine({
    ...config,
    context: machine.config.context,
  } as never) as unknown as AnyStateMachine;
}

interface Step {
  readonly target?: readonly AnyStateNode[] | undefined;
  readonly guard?: unknown;
  readonly actions: readonly unknown[];
  readonly reenter: boolean;
}

function stepsOf(node: AnyStateNode): object {
  const steps = (candidates: readonly Step[]) =>
    candidates.map(({ target, guard, actions, reenter }) => ({
      target: target?.map(({ id }) => id),
      guard,
      actions,
      reenter,
    }));
  const { id, type, initial } = node;
  return {
    id,
    type,
    initial: (initial.target as readonly AnyStateNode[] | undefined)?.map((target) => target.id),
    on: [...node.transitions].map(([event, candidates]) => [event, steps(candidates as readonly Step[])]),
    always: steps((node.always ?? []) as readonly Step[]),
    states: Object.values(node.states).map(stepsOf),
  };
}

const machines = [...machineCatalogue, { name: 'office', machine: officeMachine }];

describe('The JSON of a machine', () => {
  it.each(machines)('$name has the same states and transitions when XState reads it', ({ machine }) => {
    const again = readAgain(machine);
    expect(stepsOf(again.root)).toEqual(stepsOf(machine.root));
    expect(statechart(again)).toBe(statechart(machine));
    expect(Object.keys(again.implementations.actions)).toEqual(Object.keys(machine.implementations.actions));
  });

  it('is refused where a function would be lost', () => {
    const nameless = createMachine({ id: 'nameless', on: { go: { guard: () => true } } });
    expect(() => machineJson(nameless)).toThrow("nameless: 'guard' is a function; name it in setup()");
  });
});
