import type { Message } from '#machines/protocol';
import type { HubPlan } from '#src/network/topology';
import { must } from './brokenInvariant.ts';

interface Waiting {
  readonly receiver: string;
  readonly order: number;
  missing: number;
  readonly inNeed: boolean;
}

/** The naive books of the hub's business in one variety: who waits, and what has been called back. */
export class HubBook {
  private readonly shipping: 'partial' | 'wholeOrders';
  /** Addresses of the inventories that may give PINs back. */
  private readonly donors: readonly string[];
  private line: Waiting[] = [];
  /** PINs that recalls are known to bring, by recall, and who sends them. */
  private readonly recalls = new Map<number, { readonly donor: string; readonly quantity: number }>();
  private readonly offers = new Map<string, number>();
  /** Questions to donors that have not been answered. */
  private openQuestions = 0;
  /** Something made the hub look whether it shall ask: a request that waits, or a recall that came. */
  private hasCause = false;
  private readonly asksAtOnce: boolean;

  constructor({ shipping, rebalancing }: HubPlan, donors: readonly string[]) {
    this.shipping = shipping;
    this.asksAtOnce = rebalancing === undefined || rebalancing.kind === 'everyShortage';
    this.donors = donors;
  }

  /** What the hub's own actor got, with so many PINs in the central inventory. */
  noteHub(message: Message, answers: readonly Message[], onHand: number): void {
    if (message.type === 'stock.requested') {
      const { from: receiver, order, quantity: missing, stockPosition, onHand, lowWatermark } = message;
      const inNeed = stockPosition <= lowWatermark || onHand <= lowWatermark;
      this.line.push({ receiver, order, missing, inNeed });
      this.hasCause = true;
    } else if (message.type === 'recall.answered') {
      const { from: donor, recall, quantity } = message;
      if (this.recalls.has(recall)) this.recalls.set(recall, { donor, quantity });
      if (quantity === 0) this.recalls.delete(recall);
    } else if (message.type === 'surplus.offered') {
      this.offers.set(message.from, message.surplus);
      this.openQuestions -= 1;
    }
    for (const answer of answers) {
      if (answer.type === 'surplus.asked') this.openQuestions += 1;
      else if (answer.type === 'recall.requested') this.recall(answer, onHand);
    }
  }

  /** What the central inventory got; a repeated transfer changes nothing. */
  noteCentral(message: Message, answers: readonly Message[], isRepeated: boolean): void {
    if (message.type === 'transfer.shipped' && message.reason === 'recall' && !isRepeated) {
      this.recalls.delete(message.order);
      this.hasCause = true;
    }
    const seen = new Set<string>();
    for (const answer of answers) {
      if (answer.type !== 'transfer.shipped') continue;
      const id = `${answer.to}#${answer.number}`;
      if (!seen.has(id)) this.ship(answer);
      seen.add(id);
    }
  }

  private ship({ to, order, count }: Message & { type: 'transfer.shipped' }): void {
    const [head] = this.line;
    const isFirst =
      head !== undefined && head.receiver === to && head.order === order && count <= head.missing;
    must(
      isFirst,
      'the hub ships first come, first served',
      () => `${to} gets ${count}, ${head?.receiver} waits`,
    );
    const isWhole = this.shipping === 'partial' || count === head.missing;
    must(isWhole, 'the hub ships first come, first served', () => `${count} of ${head.missing} for ${to}`);
    head.missing -= count;
    if (head.missing === 0) this.line.shift();
  }

  private recall({ to, recall, quantity }: Message & { type: 'recall.requested' }, onHand: number): void {
    const rule = 'a recall is for what is missing';
    const offered = this.offers.get(to) ?? 0;
    must(quantity > 0 && quantity <= offered, rule, () => `${quantity} of ${offered} offered by ${to}`);
    must(!this.recalls.has(recall), rule, () => `recall ${recall} has been sent before`);
    must(!this.isSending(to), rule, () => `${to} is asked twice at a time`);
    const missing = this.missing(onHand);
    must(quantity <= missing, rule, () => `${quantity} from ${to} where ${missing} are missing`);
    this.recalls.set(recall, { donor: to, quantity });
  }

  /** What servers at or under their low watermark wait for, less what is on hand for them and what recalls bring. */
  private missing(onHand: number): number {
    let missing = 0;
    let spare = onHand;
    for (const order of this.line) {
      if (order.inNeed) missing += order.missing;
      else spare -= order.missing;
    }
    for (const { quantity } of this.recalls.values()) missing -= quantity;
    return missing - Math.max(0, spare);
  }

  /** What waits for one receiver. */
  waitingFor(receiver: string): number {
    return this.line.reduce((sum, own) => sum + (own.receiver === receiver ? own.missing : 0), 0);
  }

  /** To be called when the hub's node has come to rest. */
  check(onHand: number, owed: number): void {
    const waiting = this.line.reduce((sum, { missing }) => sum + missing, 0);
    must(owed === waiting, 'the hub owes what waits', () => `${owed} owed, ${waiting} wait`);
    const [head] = this.line;
    if (head !== undefined) {
      const least = this.shipping === 'partial' ? 1 : head.missing;
      must(onHand < least, 'the hub ships what it can', () => `${onHand} on hand, ${head.missing} wait`);
    }
    if (this.hasCause && this.asksAtOnce) this.checkQuestion(onHand);
    this.hasCause = false;
  }

  private isSending(donor: string): boolean {
    return [...this.recalls.values()].some((recall) => recall.donor === donor);
  }

  private checkQuestion(onHand: number): void {
    const canAsk = this.donors.some((donor) => this.waitingFor(donor) === 0 && !this.isSending(donor));
    const missing = this.missing(onHand);
    const mustAsk = canAsk && missing > 0;
    const rule = 'the hub asks for surplus while a server in need waits';
    must(!mustAsk || this.openQuestions > 0, rule, () => `${missing} are missing and no one is asked`);
  }
}
