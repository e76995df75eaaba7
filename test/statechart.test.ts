import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { machineCatalogue } from '#src/report/machineCatalogue';
import { statechart, takenEvents } from '#src/report/statechart';
import { chartedMachineArbitrary, officeMachine } from './support/chartedMachines.ts';

function statesOf(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(statesOf)];
}

interface Step {
  readonly target?: readonly unknown[] | undefined;
  readonly guard?: unknown;
  readonly actions: readonly unknown[];
}

function stepsOf(machine: AnyStateMachine): Step[] {
  return statesOf(machine.root).flatMap((node) => [
    ...[...node.transitions.values()].flat(),
    ...(node.always ?? []),
  ]);
}

function nameOf(named: unknown): string {
  return typeof named === 'string' ? named : (named as { readonly type: string }).type;
}

interface Block {
  readonly declared: Set<string>;
  readonly arrows: (readonly [string, string])[];
  readonly owners: string[];
}

/** The blocks of a chart, each what stands between two braces, and how many transitions are written in it. */
function parse(chart: string): { readonly blocks: Block[]; readonly transitions: number } {
  const newBlock = (): Block => ({ declared: new Set(['[*]']), arrows: [], owners: [] });
  const blocks: Block[] = [];
  const open = [newBlock()];
  let transitions = 0;
  for (const line of chart.trimEnd().split('\n').slice(1)) {
    const text = line.trim();
    const block = open.at(-1)!;
    const [, declared, brace] = /^state "[^"]+" as (\w+)( \{)?$/.exec(text) ?? [];
    const [, from, to, label] = /^(\w+|\[\*\]) --> (\w+)(?: : (.+))?$/.exec(text) ?? [];
    const [, owner] = /^(\w+) : .+$/.exec(text) ?? [];
    if (declared !== undefined) {
      block.declared.add(declared);
      if (brace !== undefined) open.push(newBlock());
    } else if (text === '}') {
      blocks.push(open.pop()!);
    } else if (from !== undefined && to !== undefined) {
      block.arrows.push([from, to]);
      transitions += label === undefined ? 0 : label.split('<br/>').length;
    } else if (owner !== undefined) {
      block.owners.push(owner);
      transitions += 1;
    } else if (!/^(--|direction LR|classDef anywhere .*|class [\w,]+ anywhere)$/.test(text)) {
      throw new Error(`a line that no chart has: ${text}`);
    }
  }
  return { blocks: [...blocks, ...open], transitions };
}

/** What the chart of a machine lacks, and which of its arrows and lines mermaid would put in the wrong place. */
function faultsOf(machine: AnyStateMachine): string[] {
  const chart = statechart(machine);
  const { blocks, transitions } = parse(chart);
  const steps = stepsOf(machine);
  // One for each target.
  const expected = steps.reduce((sum, { target }) => sum + Math.max(1, target?.length ?? 0), 0);
  const names = steps.flatMap(({ guard, actions }) => [...(guard === undefined ? [] : [guard]), ...actions]);
  return [
    ...(transitions === expected ? [] : [`${transitions} transitions, not ${expected}`]),
    ...names.map(nameOf).filter((name) => !new RegExp(`\\b${name}\\b`).test(chart)),
    ...statesOf(machine.root)
      .filter(({ parent }) => parent !== undefined)
      .map(({ key }) => `state "${key}" as `)
      .filter((text) => !chart.includes(text)),
    ...blocks.flatMap(({ declared, arrows, owners }) =>
      [...arrows.flat(), ...owners].filter((name) => !declared.has(name)),
    ),
  ];
}

describe('The chart of a machine', () => {
  it.each([...machineCatalogue, { name: 'a nested machine', machine: officeMachine }])(
    'shows each state and transition of $name, and no arrow crosses the border of a state',
    ({ machine }) => {
      expect(faultsOf(machine)).toEqual([]);
    },
  );

  it('does so for machines of any shape', () => {
    fc.assert(
      fc.property(chartedMachineArbitrary, (machine) => {
        expect(faultsOf(machine)).toEqual([]);
      }),
    );
  });

  it('says of several transitions on one event which comes first, and puts wildcards last', () => {
    expect(statechart(officeMachine)).toMatchInlineSnapshot(`
      "stateDiagram-v2
        state "in any state" as office_anywhere
        office_anywhere : any other / refuse
        [*] --> office_open
        state "open" as office_open {
          state "anywhere in open" as office_open_anywhere
          office_open_anywhere : order.sent / file
          office_open_anywhere : shift.ended, enters open again
          [*] --> office_open_idle
          state "idle" as office_open_idle
          office_open_idle : work.came [else] / decline
          state "busy" as office_open_busy
          office_open_busy : any other work / hurry
          state "stuck" as office_open_stuck
          office_open_stuck : work.came / nothing
          office_open_anywhere --> office_open_idle : desk.cleared
          office_open_idle --> office_open_busy : work.came [isEasy] / begin
          office_open_idle --> office_open_stuck : work.came [else isHard]
          office_open_busy --> office_open_idle : work.done
          office_open_stuck --> office_open_idle : [isFree]
        }
        state "closed" as office_closed {
          state "door" as office_closed_door {
            [*] --> office_closed_door_locked
            state "locked" as office_closed_door_locked
            state "unlocked" as office_closed_door_unlocked
            office_closed_door_locked --> office_closed_door_unlocked : key.turned
            office_closed_door_unlocked --> office_closed_door_locked : key.turned
          }
          --
          state "alarm" as office_closed_alarm
          office_closed_alarm : alarm.rang / call
        }
        office_anywhere --> office_closed : fire.broke.out / flee
        office_open --> office_closed : close.ordered / lock<br/>quit (from busy)
        office_closed --> office_open : open.ordered<br/>night.shift.ordered (to busy)
        classDef anywhere stroke-dasharray: 4
        class office_anywhere,office_open_anywhere anywhere
      "
    `);
  });

  it('puts a machine whose states lie around one in the middle on its side', () => {
    const star = (rays: number) =>
      createMachine({
        initial: 'middle',
        states: {
          middle: {
            on: Object.fromEntries(Array.from({ length: rays }, (_, ray) => [`e${ray}`, `s${ray}`])),
          },
          ...Object.fromEntries(Array.from({ length: rays }, (_, ray) => [`s${ray}`, {}])),
        },
      });
    expect(statechart(star(4))).toContain('direction LR');
    expect(statechart(star(3))).not.toContain('direction LR');
  });

  it('is refused where a guard or an action has no name', () => {
    const nameless = createMachine({ id: 'nameless', on: { go: { actions: () => {} } } });
    expect(() => statechart(nameless)).toThrow(/has no name/);
  });
});

describe('The events that a machine takes', () => {
  it('are those of all its states, once each, without the wildcards', () => {
    expect(takenEvents(officeMachine)).toMatchInlineSnapshot(`
      [
        "fire.broke.out",
        "order.sent",
        "desk.cleared",
        "shift.ended",
        "close.ordered",
        "work.came",
        "work.done",
        "quit",
        "open.ordered",
        "night.shift.ordered",
        "key.turned",
        "alarm.rang",
      ]
    `);
  });
});
