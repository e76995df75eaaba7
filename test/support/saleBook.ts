import type { Message, SaleReference } from '#machines/protocol';

/** What the sale protocol's own words make of the messages that arrive: who holds what, and why. */

type ServerStage = 'waiting' | 'reserved' | 'suspect' | 'sold' | 'quarantined' | 'free' | 'refused';
type TillStage =
  | 'intent'
  | 'delayed'
  | 'received'
  | 'printing'
  | 'confirming'
  | 'reversing'
  | 'sold'
  | 'reversed'
  | 'refused';

export const keyOf = ({ terminal, number }: SaleReference): string => `${terminal} ${number}`;

/** One shelf with `shelf` PINs and whoever asks for one: a count, a line, and the fate of each sale. */
export class ShelfBookOfSales {
  readonly fates = new Map<string, ServerStage>();
  readonly line: string[] = [];
  shelf: number;
  quarantined = 0;
  private readonly settledBelow = new Map<string, number>();
  private readonly forgotten = new Set<string>();
  private readonly taken = new Set<string>();
  private readonly waits: boolean;

  constructor(shelf: number, waits: boolean) {
    this.shelf = shelf;
    this.waits = waits;
  }

  /** Those whose fate is that, in the order of their names. */
  all(fate: ServerStage): readonly string[] {
    return [...this.fates].flatMap(([key, one]) => (one === fate ? [key] : [])).sort();
  }

  take(message: Message): void {
    switch (message.type) {
      case 'sale.requested':
        return this.ask(message.sale, message.settledBelow);
      case 'sale.confirmed':
        return this.confirm(keyOf(message.sale));
      case 'sale.reversed':
        return this.reverse(message.sale, message.isUnshown);
      case 'transfer.shipped': {
        const name = `${message.from} ${message.number}`;
        if (!this.taken.has(name)) this.bring(message.count);
        this.taken.add(name);
        return;
      }
      case 'alarm.rang': {
        const [number, terminal] = message.alarm.split(' ');
        const key = `${terminal} ${number}`;
        if (this.fates.get(key) === 'reserved' && !this.forgotten.has(key)) this.fates.set(key, 'suspect');
      }
    }
  }

  private ask(sale: SaleReference, settledBelow: number): void {
    const { terminal, number } = sale;
    const below = Math.max(settledBelow, this.settledBelow.get(terminal) ?? 1);
    this.settledBelow.set(terminal, below);
    const key = keyOf(sale);
    if (number < below || this.fates.has(key)) return;
    if (this.shelf > 0) {
      this.shelf -= 1;
      this.fates.set(key, 'reserved');
    } else if (this.waits) {
      this.line.push(key);
      this.fates.set(key, 'waiting');
    } else this.fates.set(key, 'refused');
  }

  private confirm(key: string): void {
    const fate = this.fates.get(key);
    if (fate === 'reserved' || fate === 'suspect') this.fates.set(key, 'sold');
  }

  private reverse(sale: SaleReference, isUnshown: boolean): void {
    const key = keyOf(sale);
    const fate = this.fates.get(key);
    if (fate === undefined) {
      // A tombstone, unless it is so late that nobody needs one.
      if (sale.number >= (this.settledBelow.get(sale.terminal) ?? 1)) this.fates.set(key, 'free');
    } else if (fate === 'waiting') {
      this.line.splice(this.line.indexOf(key), 1);
      this.fates.set(key, 'free');
    } else if (fate === 'reserved' || fate === 'suspect') {
      this.fates.set(key, isUnshown ? 'free' : 'quarantined');
      if (isUnshown) this.bring(1);
      else this.quarantined += 1;
    }
  }

  private bring(count: number): void {
    this.shelf += count;
    while (this.shelf > 0 && this.line.length > 0) {
      this.shelf -= 1;
      this.fates.set(this.line.shift()!, 'reserved');
    }
  }
}

/** One till by the restart table: for each sale what its record would say. */
export class TillBook {
  readonly stages = new Map<number, TillStage>();
  /** Sales that were given up when a PIN was here and may have been seen. */
  readonly doubtful = new Set<number>();
  readonly printed = new Set<number>();
  private readonly repeats = new Map<number, number>();

  take(message: Message): void {
    switch (message.type) {
      case 'customer.asked':
        this.stages.set(this.stages.size + 1, 'intent');
        return;
      case 'sale.granted':
        return this.move(message.sale, ['intent', 'delayed'], 'received');
      case 'sale.delayed':
        return this.move(message.sale, ['intent'], 'delayed');
      case 'sale.refused':
        // Someone else had used the number: what the server holds under it must not stay.
        return this.move(
          message.sale,
          ['intent', 'delayed'],
          message.reason === 'conflict' ? 'reversing' : 'refused',
        );
      case 'payment.taken':
        if (this.stages.get(message.sale.number) === 'received') this.printed.add(message.sale.number);
        return this.move(message.sale, ['received'], 'printing');
      case 'payment.failed':
        return this.move(message.sale, ['received'], 'reversing');
      case 'print.finished':
        return this.move(message.sale, ['printing'], 'confirming');
      case 'sale.settled':
        this.move(message.sale, ['reversing'], 'reversed');
        return this.move(message.sale, ['confirming'], 'sold');
      case 'alarm.rang':
        return this.lose(Number(message.alarm));
      case 'node.restarted':
        for (const [number, stage] of this.stages) this.restart(number, stage);
    }
  }

  private move({ number }: SaleReference, from: readonly TillStage[], to: TillStage): void {
    const stage = this.stages.get(number);
    if (stage !== undefined && from.includes(stage)) this.stages.set(number, to);
  }

  /** Asked three times in vain: given up. */
  private lose(number: number): void {
    if (this.stages.get(number) !== 'intent') return;
    const repeats = this.repeats.get(number) ?? 0;
    this.repeats.set(number, repeats + 1);
    if (repeats >= 2) this.stages.set(number, 'reversing');
  }

  private restart(number: number, stage: TillStage): void {
    if (stage === 'received') this.doubtful.add(number);
    if (stage === 'intent' || stage === 'delayed' || stage === 'received') {
      this.stages.set(number, 'reversing');
    } else if (stage === 'printing') this.stages.set(number, 'confirming');
  }
}
