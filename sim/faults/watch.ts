import type { Message } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import type { Step } from '#src/journal/durableNode';
import type { Breach } from './breach.ts';
import { InvariantBooks } from './invariantBooks.ts';
import { CreditCheck } from './invariantCredit.ts';
import { LotCheck, misplacedLots } from './invariantLots.ts';
import { restockedUnproved } from './invariantSales.ts';
import { ValueCheck } from './invariantValue.ts';
import type { CampaignNetwork } from './randomNetwork.ts';
import type { SimulatedNode } from './simulatedNode.ts';

/** One actor's part in a step. */
export type Delivered = Step['deliveries'][number];

/** Looks at all invariants, and tells of the first that breaks. */
export class Watch {
  readonly books: InvariantBooks;
  private readonly credit = new CreditCheck();
  private readonly lots = new LotCheck();
  private readonly value: ValueCheck;
  private readonly report: (found: Breach) => void;

  constructor(
    nodes: readonly SimulatedNode[],
    { topology }: CampaignNetwork,
    report: (found: Breach) => void,
  ) {
    this.books = new InvariantBooks(nodes);
    this.value = new ValueCheck(topology);
    this.report = report;
  }

  /** A node has taken a step. */
  stepped(node: SimulatedNode, step: Step): void {
    const { record, deliveries } = step;
    this.books.stepped(node, record, deliveries);
    this.check();
    const found =
      this.credit.check(node, deliveries) ??
      this.value.check(node, deliveries) ??
      restockedUnproved(deliveries) ??
      this.lots.stepped(node, step);
    if (found !== null) this.report(found);
  }

  /** Something has changed without a step: a crash, or what is durable. */
  check(): void {
    const found = this.books.check();
    if (found !== null) this.report(found);
  }

  /** A terminal says something to its printer. */
  printed(message: Message): void {
    if (message.type === 'print.requested') this.books.printed(message);
  }

  /** Nothing is open any more. */
  settled(nodes: readonly SimulatedNode[], now: Microseconds): void {
    const found = this.value.settled(nodes) ?? misplacedLots(nodes, now);
    if (found !== null) this.report(found);
  }
}
