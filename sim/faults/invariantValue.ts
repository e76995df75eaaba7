import type { AccountContext } from '#machines/account';
import type { Message } from '#machines/protocol';
import { breach } from './breach.ts';
import type { Breach } from './breach.ts';
import type { SimulatedNode } from './simulatedNode.ts';

/**
 * The observer's own books of value in customers' accounts: each request adds its value once, each undoing takes it out
 * once, and the balances are the sum.
 */
export class ValueCheck {
  private readonly inserted = new Map<string, number>();
  private readonly withdrawn = new Set<string>();
  private readonly totals = new Map<string, number>();

  /** A product supplier has taken a step. */
  check(
    node: SimulatedNode,
    deliveries: readonly { readonly message: Message; readonly answers: readonly Message[] }[],
  ): Breach | null {
    if (node.kind !== 'productSupplier') return null;
    for (const { message, answers } of deliveries) for (const answer of answers) this.note(message, answer);
    const address = `${node.name}/accounts`;
    const { balances } = node.core.actors.get(address)!.context as AccountContext;
    let found = 0;
    for (const { balanceCents } of balances) found += balanceCents;
    const expected = this.totals.get(address) ?? 0;
    if (found === expected) return null;
    const what = `accounts at ${node.name} hold ${found} cents, but ${expected} were inserted and not taken out`;
    return breach('value is inserted once', what);
  }

  private note(message: Message, answer: Message): void {
    if (answer.type === 'insertion.accepted' && message.type === 'insertion.requested') {
      const id = `${answer.from} ${answer.source} ${answer.number}`;
      if (this.inserted.has(id)) return;
      this.inserted.set(id, message.valueCents);
      this.totals.set(answer.from, (this.totals.get(answer.from) ?? 0) + message.valueCents);
    } else if (answer.type === 'withdrawal.done') {
      const id = `${answer.from} ${answer.source} ${answer.number}`;
      const value = this.inserted.get(id);
      if (value === undefined || this.withdrawn.has(id)) return;
      this.withdrawn.add(id);
      this.totals.set(answer.from, (this.totals.get(answer.from) ?? 0) - value);
    }
  }
}
