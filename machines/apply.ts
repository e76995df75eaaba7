import { enqueueActions } from 'xstate';
import { fail } from '#src/domain/assertion';
import type { ActionFunction, EventObject, MachineContext } from 'xstate';

/**
 * What a transition does: one pure function of context and event. It gives the fields of the context that change
 * (null: none; all of them fields that the context has, none undefined) and the messages that leave, in order. It reads no clock, no random number, nothing but its
 * arguments, and changes neither of them. If it throws, the transition did not happen.
 */
export type Rule<Context, Event, Message> = (context: Context, event: Event) => Outcome<Context, Message>;

export interface Outcome<Context, Message> {
  readonly patch: Partial<Context> | null;
  readonly messages: readonly Message[];
}

/** Of a rule that finds nothing to do. */
export const NOTHING_HAPPENS: Outcome<never, never> = { patch: null, messages: [] };

// Executors other than XState's own find the rule behind an action here.
const rules = new WeakMap<object, Rule<never, never, unknown>>();

/**
 * What XState calls an action of a machine with this context and these messages. `any` stands for the machine's
 * own events, which an action creator used by every machine cannot know; that each rule is wired to the right
 * event is checked by the tests that send every event to every machine.
 */
type MachineAction<Context extends MachineContext, Message extends EventObject> = ActionFunction<
  Context,
  // oxlint-disable-next-line typescript/no-explicit-any
  any,
  // oxlint-disable-next-line typescript/no-explicit-any
  any,
  undefined,
  never,
  never,
  never,
  never,
  Message
>;

/**
 * The one action creator of pinweir's machines. For XState it is an `enqueueActions` that assigns the patch and
 * emits the messages; the compiler takes the rule itself.
 */
export function apply<Context extends MachineContext, Event extends EventObject, Message extends EventObject>(
  rule: Rule<Context, Event, Message>,
): MachineAction<Context, Message> {
  const action = enqueueActions<Context, Event, undefined, Event, never, never, never, never, Message>(
    ({ context, event, enqueue }) => {
      const { patch, messages } = rule(context, event);
      if (patch !== null) {
        refuseOddFields(context, patch);
        enqueue.assign(patch);
      }
      for (const message of messages) enqueue.emit(message);
    },
  );
  rules.set(action, rule as Rule<never, never, unknown>);
  return action;
}

/** Executors lay patches over contexts of fixed shape, so a field that is new or undefined is a mistake in a rule. */
function refuseOddFields(context: object, patch: object): void {
  for (const [field, value] of Object.entries(patch)) {
    if (!(field in context)) fail(`a rule patches '${field}', which the context does not have`);
    if (value === undefined) fail(`a rule patches '${field}' with undefined; use null for nothing`);
  }
}

/** The rule that `apply` wrapped in `action`, or undefined for any other action. */
export function ruleOf(action: unknown): Rule<unknown, unknown, EventObject> | undefined {
  if (typeof action !== 'function') return undefined;
  return rules.get(action) as Rule<unknown, unknown, EventObject> | undefined;
}
