import fc from 'fast-check';
import { createMachine } from 'xstate';
import type { AnyStateMachine } from 'xstate';

/** A machine with all that a chart has to show. */
export const officeMachine: AnyStateMachine = createMachine({
  id: 'office',
  on: { '*': { actions: 'refuse' }, 'fire.broke.out': { target: '.closed', actions: 'flee' } },
  initial: 'open',
  states: {
    open: {
      on: {
        'order.sent': { actions: 'file' },
        'desk.cleared': '.idle',
        'shift.ended': { target: 'open', reenter: true },
        'close.ordered': { target: 'closed', actions: 'lock' },
      },
      initial: 'idle',
      states: {
        idle: {
          on: {
            'work.came': [
              { guard: 'isEasy', target: 'busy', actions: 'begin' },
              { guard: { type: 'isHard', params: { limit: 3 } }, target: 'stuck' },
              { actions: 'decline' },
            ],
          },
        },
        busy: { on: { 'work.*': { actions: 'hurry' }, 'work.done': 'idle', quit: '#office.closed' } },
        stuck: { always: { guard: 'isFree', target: 'idle' }, on: { 'work.came': {} } },
      },
    },
    closed: {
      type: 'parallel',
      on: { 'open.ordered': 'open', 'night.shift.ordered': '#office.open.busy' },
      states: {
        door: {
          initial: 'locked',
          states: {
            locked: { on: { 'key.turned': 'unlocked' } },
            unlocked: { on: { 'key.turned': 'locked' } },
          },
        },
        alarm: { on: { 'alarm.rang': { actions: 'call' } } },
      },
    },
  },
});

interface StateShape {
  readonly isParallel: boolean;
  readonly children: readonly StateShape[];
  /** Numbers of states, modulo how many there are; null: the state stays. */
  readonly targets: readonly (number | null)[];
  readonly eventless: number | null;
}

const { state } = fc.letrec<{ state: StateShape }>((tie) => ({
  state: fc.record({
    isParallel: fc.boolean(),
    children: fc.oneof(
      { maxDepth: 3 },
      fc.constant([]),
      fc.array(tie('state'), { minLength: 1, maxLength: 3 }),
    ),
    targets: fc.array(fc.option(fc.nat(50)), { maxLength: 4 }),
    eventless: fc.option(fc.nat(50), { freq: 1 }),
  }),
}));

/** Machines of any shape, with named guards and actions; to be looked at, not to be run. */
export const chartedMachineArbitrary: fc.Arbitrary<AnyStateMachine> = fc
  .record({ shape: state, more: state })
  .map(({ shape, more }) => machineOf({ ...shape, children: [...shape.children, more] }));

function machineOf(root: StateShape): AnyStateMachine {
  const shapes: StateShape[] = [];
  const collect = (shape: StateShape) => {
    shapes.push(shape);
    shape.children.forEach(collect);
  };
  collect(root);
  const idOf = (shape: StateShape) => `s${shapes.indexOf(shape)}`;
  const target = (number: number) => `#${idOf(shapes[number % shapes.length]!)}`;
  const configOf = (shape: StateShape): object => {
    const { children, isParallel, targets, eventless } = shape;
    return {
      id: idOf(shape),
      ...(children.length === 0 ? {} : isParallel ? { type: 'parallel' } : { initial: idOf(children[0]!) }),
      states: Object.fromEntries(children.map((child) => [idOf(child), configOf(child)])),
      on: {
        event: targets.map((number, index) => ({
          guard: `isGuard${index}`,
          actions: `act${index}`,
          ...(number === null ? {} : { target: target(number) }),
        })),
      },
      ...(eventless === null ? {} : { always: { guard: 'isOver', target: target(eventless) } }),
    };
  };
  return createMachine(configOf(root) as Parameters<typeof createMachine>[0]) as AnyStateMachine;
}
