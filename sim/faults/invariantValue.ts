import type { AccountContext } from '#machines/account';
import type { Message } from '#machines/protocol';
import { readAccountNumber } from '#src/domain/accountNumber';
import type { Topology } from '#src/network/topology';
import { breach } from './breach.ts';
import type { Breach } from './breach.ts';
import type { SimulatedNode } from './simulatedNode.ts';
import type { Delivered } from './watch.ts';

/** A sale that adds value to an account. */
interface TopUp {
  readonly account: string;
  readonly valueCents: number;
  isSold: boolean;
}

/**
 * The observer's own books of value in customers' accounts: each request adds its value once, each undoing takes it out
 * once, and the balances are the sum. In the end it is the sales that were sold, and no others, that have added value.
 */
export class ValueCheck {
  private readonly values: ReadonlyMap<string, number>;
  private readonly numberRanges: NonNullable<Topology['numberRanges']>;
  private readonly topUps = new Map<string, TopUp>();
  private readonly inserted = new Map<string, number>();
  private readonly withdrawn = new Set<string>();
  private readonly totals = new Map<string, number>();

  constructor({ products = [], numberRanges = [] }: Topology) {
    const topUps = products.filter(({ kind }) => kind === 'topUp');
    this.values = new Map(topUps.map(({ sku, priceCents }) => [sku, priceCents]));
    this.numberRanges = numberRanges;
  }

  /** A node has taken a step. */
  check(node: SimulatedNode, deliveries: readonly Delivered[]): Breach | null {
    if (this.values.size === 0) return null;
    if (node.kind === 'server') for (const delivery of deliveries) this.noteSale(delivery);
    if (node.kind !== 'productSupplier') return null;
    for (const { message, answers } of deliveries) {
      for (const answer of answers) this.noteValue(message, answer);
    }
    const address = `${node.name}/accounts`;
    let found = 0;
    for (const { balanceCents } of balancesAt(node)) found += balanceCents;
    const expected = this.totals.get(address) ?? 0;
    if (found === expected) return null;
    const what = `accounts at ${node.name} hold ${found} cents, but ${expected} were inserted and not taken out`;
    return breach('value is inserted once', what);
  }

  /** Nothing is open any more: what customers paid for is in their accounts. */
  settled(nodes: readonly SimulatedNode[]): Breach | null {
    const cents = new Map<string, number>();
    const add = (account: string, value: number) => cents.set(account, (cents.get(account) ?? 0) + value);
    for (const { isSold, account, valueCents } of this.topUps.values()) if (isSold) add(account, valueCents);
    for (const node of nodes) {
      if (node.kind !== 'productSupplier') continue;
      for (const { account, balanceCents } of balancesAt(node)) add(account, -balanceCents);
    }
    for (const [account, missing] of cents) {
      if (missing === 0) continue;
      const direction = missing > 0 ? 'too little' : 'too much';
      const what = `account ${account} got ${Math.abs(missing)} cents ${direction}: not what sales were sold for`;
      return breach('value is inserted once', what);
    }
    return null;
  }

  private noteSale({ message, answers }: Delivered): void {
    if (message.type === 'product.requested' && this.values.has(message.sku)) {
      const reading = readAccountNumber(this.numberRanges, message.account ?? '');
      const name = nameOf(message.request);
      if (!reading.isValid || this.topUps.has(name)) return;
      const valueCents = this.values.get(message.sku)!;
      this.topUps.set(name, { account: reading.account, valueCents, isSold: false });
    } else if (
      message.type === 'product.confirmed' &&
      answers.some(({ type }) => type === 'transaction.closed')
    ) {
      // Confirmed by its terminal, or, if that never returned, taken for sold by reconciliation.
      const topUp = this.topUps.get(nameOf(message.request));
      if (topUp !== undefined) topUp.isSold = true;
    }
  }

  private noteValue(message: Message, answer: Message): void {
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

function balancesAt({ name, core }: SimulatedNode): AccountContext['balances'] {
  return (core.actors.get(`${name}/accounts`)!.context as AccountContext).balances;
}

function nameOf({ terminal, number }: { readonly terminal: string; readonly number: number }): string {
  return `${terminal}#${number}`;
}
