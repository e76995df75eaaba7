import type { EventObject } from 'xstate';
import type { Outcome, Rule } from '#machines/apply';
import type { InventoryContext } from '#machines/inventory';
import type { Message } from '#machines/protocol';
import type { Stock } from '#src/domain/stock';
import type { NetworkMachines } from '#src/network/machines';
import type { Invariant } from '../support/brokenInvariant.ts';

/** A planted fault: machines that differ from the standard ones in one rule. The product knows none of them. */
export interface Mutant {
  readonly name: string;
  readonly machines: NetworkMachines;
  /**
   * What catches it: the simulator's own comparison of all PINs, an invariant of the independent observer, or the
   * comparison of the two modes.
   */
  readonly caughtBy: Invariant | 'the ledger' | 'the comparison of modes';
}

export type InventoryOutcome = Outcome<InventoryContext, Message>;

/** The rule with its outcome changed. */
export function changed<Context, Event extends EventObject>(
  rule: Rule<Context, Event, Message>,
  change: (outcome: Outcome<Context, Message>, context: Context, event: Event) => Outcome<Context, Message>,
): Rule<Context, Event, Message> {
  return (context, event) => change(rule(context, event), context, event);
}

/** The rule with another context or event put in its place. */
export function misled<Context, Event extends EventObject>(
  rule: Rule<Context, Event, Message>,
  mislead: (context: Context, event: Event) => { readonly context?: Context; readonly event?: Event },
): Rule<Context, Event, Message> {
  return (context, event) => {
    const other = mislead(context, event);
    return rule(other.context ?? context, other.event ?? event);
  };
}

/** The outcome with other fields in its stock; unchanged if the stock did not change. */
export function withStock(
  outcome: InventoryOutcome,
  change: (stock: Stock) => Partial<Stock>,
): InventoryOutcome {
  const stock = outcome.patch?.stock;
  if (stock === undefined) return outcome;
  return { patch: { stock: { ...stock, ...change(stock) } }, messages: outcome.messages };
}

/** The outcome with each message replaced by others. */
export function withMessages<Context>(
  { patch, messages }: Outcome<Context, Message>,
  change: (message: Message) => readonly Message[],
): Outcome<Context, Message> {
  return { patch, messages: messages.flatMap(change) };
}

/** The outcome with its messages of one type changed. */
export function withEach<Context, Type extends Message['type']>(
  outcome: Outcome<Context, Message>,
  type: Type,
  change: (message: Extract<Message, { type: Type }>) => Message,
): Outcome<Context, Message> {
  return withMessages(outcome, (message) => [
    message.type === type ? change(message as Extract<Message, { type: Type }>) : message,
  ]);
}
