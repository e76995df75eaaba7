import type { Message, SaleReference, SaleRequested } from '#machines/protocol';

/** What one server owes to whoever names a sale: an answer to each message, and the dealer's books. */

type Stage = 'waiting' | 'reserved' | 'suspect' | 'sold' | 'reversed' | 'refused';

interface Entry {
  /** SKU, dealer and account; null: a tombstone. */
  readonly content: string | null;
  readonly sku: string;
  stage: Stage;
  reason: string;
}

export const PRICES: Readonly<Record<string, { readonly price: number; readonly commission: number }>> = {
  card: { price: 400, commission: 20 },
  gift: { price: 300, commission: 30 },
};

/** One till with numbered sales, one dealer, one shelf. Answers are texts such as "granted 1". */
export class ServerBook {
  shelf: number;
  quarantined = 0;
  readonly money = { held: 0, owed: 0, posted: 0, commission: 0 };
  private readonly entries = new Map<number, Entry>();
  private line: number[] = [];
  private below = 1;
  private lastPayment = 0;
  private answers: string[] = [];
  private readonly waits: boolean;
  private readonly limit: number;

  constructor(shelf: number, waits: boolean, limit: number) {
    this.shelf = shelf;
    this.waits = waits;
    this.limit = limit;
  }

  /** All sales up to this one have an end, and their till may say so. */
  get settledBelow(): number {
    let number = this.below;
    for (let entry = this.entries.get(number); entry !== undefined; entry = this.entries.get(number)) {
      if (!['sold', 'reversed', 'refused'].includes(entry.stage)) break;
      number += 1;
    }
    return number;
  }

  all(stage: Stage): readonly number[] {
    return [...this.entries].flatMap(([number, entry]) => (entry.stage === stage ? [number] : [])).sort();
  }

  /** The answers that the message must have, in their order. */
  take(message: Message): readonly string[] {
    this.answers = [];
    if (message.type === 'sale.requested') this.ask(message);
    if (message.type === 'sale.confirmed') this.confirm(message.sale);
    if (message.type === 'sale.reversed') this.reverse(message.sale, message.isUnshown);
    if (message.type === 'sale.queried') {
      this.say('reported', message.sale.number, this.statusOf(message.sale.number));
    }
    if (message.type === 'alarm.rang') {
      const entry = this.entries.get(Number(message.alarm.split(' ')[0]));
      if (entry?.stage === 'reserved') entry.stage = 'suspect';
    }
    if (message.type === 'dealer.paid' && message.number > this.lastPayment) {
      this.lastPayment = message.number;
      this.money.owed -= message.amountCents;
    }
    return this.answers;
  }

  private say(word: string, number: number, detail = ''): void {
    this.answers.push(`${word} ${number} ${detail}`.trim());
  }

  private statusOf(number: number): string {
    const stage = this.entries.get(number)?.stage ?? 'unknown';
    return stage === 'waiting' ? 'pending' : stage;
  }

  private ask({ sale: { number }, sku, dealer, account, settledBelow }: SaleRequested): void {
    const content = `${sku} ${dealer} ${account}`;
    const entry = this.entries.get(number);
    if (number < this.below) this.say('refused', number, 'settled before');
    else if (entry === undefined) {
      // It may forget what is settled, and does so when it has something new to remember.
      this.below = Math.max(this.below, settledBelow);
      for (const known of this.entries.keys()) if (known < this.below) this.entries.delete(known);
      this.begin(number, sku, content);
    } else if (entry.content !== null && entry.content !== content) this.say('refused', number, 'conflict');
    else if (entry.stage === 'waiting') this.say('delayed', number);
    else if (entry.stage === 'reversed') this.say('refused', number, 'reversed');
    else if (entry.stage === 'refused') this.say('refused', number, entry.reason);
    else this.say('granted', number);
  }

  private begin(number: number, sku: string, content: string): void {
    const { price } = PRICES[sku]!;
    const { held, owed } = this.money;
    const entry: Entry = { content, sku, stage: 'refused', reason: '' };
    this.entries.set(number, entry);
    if (held + owed + price > this.limit) entry.reason = 'credit is used up';
    else if (this.shelf === 0 && !this.waits) entry.reason = 'out of stock';
    if (entry.reason !== '') return this.say('refused', number, entry.reason);
    this.money.held += price;
    entry.stage = 'waiting';
    this.line.push(number);
    if (this.shelf > 0) this.serve();
    else this.say('delayed', number);
  }

  private serve(): void {
    while (this.shelf > 0 && this.line.length > 0) {
      const number = this.line.shift()!;
      this.shelf -= 1;
      this.entries.get(number)!.stage = 'reserved';
      this.say('granted', number);
    }
  }

  private confirm({ number }: SaleReference): void {
    const entry = this.entries.get(number);
    if (entry === undefined) {
      if (number < this.below) this.say('settled', number, 'sold');
      return;
    }
    // Nobody can have printed what was never granted.
    if (entry.stage === 'waiting') return;
    if (entry.stage === 'reserved' || entry.stage === 'suspect') {
      entry.stage = 'sold';
      const { price, commission } = PRICES[entry.sku]!;
      this.money.held -= price;
      this.money.owed += price - commission;
      this.money.posted += price;
      this.money.commission += commission;
    }
    this.say('settled', number, entry.stage === 'sold' ? 'sold' : 'reversed');
  }

  private reverse({ number }: SaleReference, isUnshown: boolean): void {
    const entry = this.entries.get(number);
    this.say('settled', number, entry?.stage === 'sold' ? 'sold' : 'reversed');
    if (entry === undefined) {
      if (number >= this.below) {
        this.entries.set(number, { content: null, sku: '', stage: 'reversed', reason: '' });
      }
      return;
    }
    const { stage } = entry;
    if (stage !== 'waiting' && stage !== 'reserved' && stage !== 'suspect') return;
    entry.stage = 'reversed';
    this.money.held -= PRICES[entry.sku]!.price;
    this.line = this.line.filter((one) => one !== number);
    if (stage === 'waiting') return;
    if (isUnshown) this.shelf += 1;
    else this.quarantined += 1;
    this.serve();
  }
}
