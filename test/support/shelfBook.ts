import type { InventoryPlan } from '#machines/inventory';
import type { Message } from '#machines/protocol';
import type { Stock } from '#src/domain/stock';
import { must } from './brokenInvariant.ts';

type Answers = readonly Message[];

/**
 * The naive books of one inventory: what a clerk with pencil and paper would make of the messages that it got and
 * sent. Says what the inventory has to answer to sales, deliveries, recalls and a low position.
 */
export class ShelfBook {
  onHand: number;
  onOrder = 0;
  owed = 0;
  private sold = 0;
  private lost = 0;
  private backordered = 0;
  private received = 0;
  private shipped = 0;
  private recalled = 0;
  private readonly plan: InventoryPlan;
  private readonly openOrders = new Map<number, number>();
  private waiting: string[] = [];
  private isBuying = false;
  /** Sales for which a PIN is set aside. */
  private readonly reserved = new Set<string>();

  constructor(plan: InventoryPlan, stock: Stock) {
    this.plan = plan;
    this.onHand = stock.onHand;
  }

  note(message: Message, answers: Answers, isRepeated: boolean, stock: Stock): void {
    let fetched = 0;
    if (message.type === 'stock.demanded') fetched = this.serve(message, answers);
    else if (message.type === 'reservation.closed') this.close(message, answers);
    else if (message.type === 'transfer.shipped' && !isRepeated) this.takeIn(message, answers);
    else if (message.type === 'surplus.asked') this.offer(answers);
    else if (message.type === 'recall.requested') this.giveBack(message, answers);
    else if (message.type === 'stock.promised') this.owed += message.quantity;
    else if (message.type === 'stock.allotted') this.ship(message, answers);
    if (this.plan.purchaseAfter === null) this.request(answers, fetched);
    else this.purchase(message, answers);
    this.compare(stock);
  }

  private get position(): number {
    return this.onHand + this.onOrder - this.owed;
  }

  /** Gives how many customers the server has to fetch a PIN for. */
  private serve({ count, sale }: Message & { type: 'stock.demanded' }, answers: Answers): number {
    const { unmet } = this.plan;
    const served = Math.min(count, this.onHand);
    const missed = count - served;
    this.expectServed(answers, served, sale === null || served === 0 ? [] : [nameOf(sale)]);
    if (unmet === 'lost') this.lost += missed;
    else {
      this.owed += missed;
      this.backordered += missed;
      if (sale !== null && missed > 0) this.waiting.push(nameOf(sale));
    }
    const words = answers.filter((answer) => answer.type === 'sale.unmet');
    const expected = sale !== null && missed > 0 ? [`${nameOf(sale)} ${unmet !== 'lost'}`] : [];
    const isTold = words.map((word) => `${nameOf(word.sale)} ${word.waits}`).join() === expected.join();
    must(isTold, 'customers are served while there is stock, those who wait first', () =>
      JSON.stringify(words),
    );
    return unmet === 'fetch' ? missed : 0;
  }

  private takeIn({ count, reason, order }: Message & { type: 'transfer.shipped' }, answers: Answers): void {
    this.onHand += count;
    if (reason === 'recall') this.recalled += count;
    else {
      this.received += count;
      this.onOrder -= count;
      const missing = (this.openOrders.get(order) ?? 0) - count;
      must(missing >= 0, 'stock is never negative', () => `${count} came for order ${order}`);
      if (missing === 0) this.openOrders.delete(order);
      else this.openOrders.set(order, missing);
    }
    if (this.plan.role === 'central') return;
    const served = Math.min(this.onHand, this.owed);
    const named = this.waiting.slice(0, served);
    this.expectServed(answers, served, named);
    this.waiting = this.waiting.slice(named.length);
    this.owed -= served;
  }

  /** `count` customers get a PIN: for those who have names one each is set aside, the others take theirs along. */
  private expectServed(answers: Answers, count: number, names: readonly string[]): void {
    const issued = answers.filter((answer) => answer.type === 'pins.issued');
    const told = answers.flatMap((answer) => (answer.type === 'pin.reserved' ? [nameOf(answer.sale)] : []));
    const nameless = issued.reduce((total, answer) => total + answer.count, 0);
    const sum = nameless + told.length;
    const isNameless = issued.every(({ sale }) => sale === null);
    const isRight = sum === count && isNameless && told.join() === names.join();
    must(
      isRight,
      'customers are served while there is stock, those who wait first',
      () => `${this.plan.address} serves ${sum} (${told.join()}), not ${count} (${names.join()})`,
    );
    this.onHand -= count;
    this.sold += nameless;
    for (const name of told) this.reserved.add(name);
  }

  /** What was set aside is sold at last; here every customer pays. */
  private close({ sale, fate }: Message & { type: 'reservation.closed' }, answers: Answers): void {
    const name = nameOf(sale);
    const issued = answers.filter((answer) => answer.type === 'pins.issued');
    const [one] = issued;
    const isRight =
      fate === 'sold' &&
      this.reserved.delete(name) &&
      issued.length === 1 &&
      one?.count === 1 &&
      one.sale !== null &&
      nameOf(one.sale) === name;
    must(isRight, 'each sale is granted one PIN', () => `${name} is ${fate}: ${JSON.stringify(issued)}`);
    this.sold += 1;
  }

  private get surplus(): number {
    const { highWatermark } = this.plan;
    return highWatermark === null ? 0 : Math.max(0, this.onHand - highWatermark);
  }

  private offer(answers: Answers): void {
    const offer = answers.find((answer) => answer.type === 'surplus.offered');
    const isTrue = offer?.surplus === this.surplus;
    must(
      isTrue,
      'a surplus is what is above the high watermark',
      () => `${JSON.stringify(offer)} with ${this.surplus}`,
    );
  }

  private giveBack(asked: Message & { type: 'recall.requested' }, answers: Answers): void {
    const expected = Math.min(asked.quantity, this.surplus);
    const sent = this.send(answers, 'recall');
    const told = answers.find((answer) => answer.type === 'recall.answered')?.quantity;
    const isRight = sent === expected && told === expected;
    must(
      isRight,
      'a recall leaves the high watermark',
      () => `${this.plan.address} should give ${expected}, says ${told} and sends ${sent}`,
    );
    this.recalled += sent;
  }

  private ship({ quantity, owed }: Message & { type: 'stock.allotted' }, answers: Answers): void {
    const sent = this.send(answers, 'order');
    this.shipped += sent;
    this.owed += owed ? -sent : quantity - sent;
  }

  private send(answers: Answers, reason: 'order' | 'recall'): number {
    let sum = 0;
    const seen = new Set<number>();
    for (const answer of answers) {
      if (answer.type !== 'transfer.shipped') continue;
      if (answer.reason === reason && !seen.has(answer.number)) sum += answer.count;
      seen.add(answer.number);
    }
    this.onHand -= sum;
    return sum;
  }

  /** Whoever buys later sets an alarm when something is due, and buys when it rings. */
  private purchase(message: Message, answers: Answers): void {
    const rule = 'a request is placed exactly when the position is at or under the low watermark';
    const isPurchase = (one: Message) =>
      (one.type === 'alarm.rang' || one.type === 'alarm.requested') && one.alarm === 'purchase';
    if (isPurchase(message)) {
      this.request(answers, 0);
      this.isBuying = false;
      return;
    }
    const isAsking = answers.some(isPurchase);
    must(isAsking === (this.isDue && !this.isBuying), rule, () => `${this.plan.address} buys at any time`);
    must(!answers.some(({ type }) => type === 'stock.requested'), rule, () => 'it buys at once');
    this.isBuying ||= isAsking;
  }

  /** Whatever made the position low, as many requests as the policy says, and no other. */
  private request(answers: Answers, fetched: number): void {
    const { plan } = this;
    const rule = 'a request is placed exactly when the position is at or under the low watermark';
    const requests = answers.filter((answer) => answer.type === 'stock.requested');
    for (const [index, request] of requests.entries()) {
      const { order, quantity } = request;
      const told = [request.onHand, request.stockPosition].join();
      const known = [this.onHand, this.position].join();
      must(
        told === known,
        'the counters follow the messages',
        () => `${plan.address}: ${told}, not ${known}`,
      );
      const isFetch = index === 0 && fetched > 0;
      must(isFetch || this.isDue, rule, () => `${plan.address} asks at ${known}`);
      let due = fetched;
      if (!isFetch)
        due = plan.order.kind === 'upTo' ? plan.order.desiredLevel - this.position : plan.order.quantity;
      must(quantity === due, 'a request is for what the policy says', () => `${quantity}, not ${due}`);
      this.openOrders.set(order, quantity);
      this.onOrder += quantity;
    }
    must(
      fetched === 0 || requests.length > 0,
      'a request is for what the policy says',
      () => 'none is fetched',
    );
    must(!this.isDue, rule, () => `${plan.address} does not ask at ${this.position}`);
  }

  private get isDue(): boolean {
    const { parent, lowWatermark, maxOutstandingOrders } = this.plan;
    if (parent === null || this.position > lowWatermark) return false;
    return maxOutstandingOrders === null || this.openOrders.size < maxOutstandingOrders;
  }

  private compare(stock: Stock): void {
    const { address } = this.plan;
    const { onHand, onOrder, owed, sold, lost, backordered, received, shipped, recalled } = this;
    const expected = { onHand, onOrder, owed, sold, lost, backordered, received, shipped, recalled };
    for (const [name, value] of Object.entries(expected)) {
      const actual = stock[name as keyof typeof expected];
      must(actual >= 0, 'stock is never negative', () => `${address}: ${name} is ${actual}`);
      must(
        actual === value,
        'the counters follow the messages',
        () => `${address}: ${name} ${actual}, not ${value}`,
      );
    }
    const aside = stock.kept.reservations.map(({ sale }) => nameOf(sale)).sort();
    const isAside = aside.join() === [...this.reserved].sort().join();
    must(isAside, 'the counters follow the messages', () => `${address}: set aside ${aside.join()}`);
    const open = stock.openOrders.map(({ number, missing }) => `${number}:${missing}`).sort();
    const booked = [...this.openOrders].map(([number, missing]) => `${number}:${missing}`).sort();
    const isSame = open.join() === booked.join();
    must(
      isSame,
      'the counters follow the messages',
      () => `${address}: open ${open.join()}, not ${booked.join()}`,
    );
  }
}

function nameOf({ terminal, number }: { terminal: string; number: number }): string {
  return `${terminal}#${number}`;
}
