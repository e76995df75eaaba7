import type { Message } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import type { Step } from '#src/journal/durableNode';
import type { Breach } from './breach.ts';
import { ExposureWatch } from './exposureWatch.ts';
import { InvariantBooks } from './invariantBooks.ts';
import { CreditCheck } from './invariantCredit.ts';
import { LotCheck, misplacedLots } from './invariantLots.ts';
import { misunderstood } from './invariantMessages.ts';
import { DirectoryCheck } from './invariantDirectory.ts';
import { restockedUnproved } from './invariantSales.ts';
import { ValueCheck } from './invariantValue.ts';
import type { CampaignNetwork } from './randomNetwork.ts';
import type { Secrets } from './secrets.ts';
import type { SimulatedNode } from './simulatedNode.ts';

/** One actor's part in a step. */
export type Delivered = Step['deliveries'][number];

// What takes long to look through is looked at so often.
const LOOK_EVERY_MICROSECONDS: Microseconds = 500_000;

/** Looks at all invariants, and tells of the first that breaks. */
export class Watch {
  readonly books: InvariantBooks;
  private readonly credit = new CreditCheck();
  private readonly lots = new LotCheck();
  private readonly value: ValueCheck;
  private readonly secrets: Secrets;
  private readonly directory: DirectoryCheck;
  private readonly exposure: ExposureWatch;
  private nextLook: Microseconds = 0;
  private readonly report: (found: Breach) => void;

  constructor(
    nodes: readonly SimulatedNode[],
    { topology }: CampaignNetwork,
    secrets: Secrets,
    report: (found: Breach) => void,
  ) {
    this.books = new InvariantBooks(nodes);
    this.value = new ValueCheck(topology);
    this.secrets = secrets;
    this.directory = new DirectoryCheck(nodes);
    this.exposure = new ExposureWatch(nodes);
    this.report = report;
  }

  /** A node has taken a step. */
  stepped(node: SimulatedNode, step: Step, now: Microseconds): void {
    const { record, deliveries } = step;
    this.books.stepped(node, record, deliveries);
    this.secrets.stepped(deliveries);
    this.check();
    const found =
      this.credit.check(node, deliveries) ??
      this.value.check(node, deliveries) ??
      restockedUnproved(deliveries) ??
      misunderstood(node, deliveries) ??
      this.lots.stepped(node, step) ??
      this.directory.stepped(node, deliveries, now);
    if (found !== null) this.report(found);
    if (now < this.nextLook) return;
    this.nextLook = now + LOOK_EVERY_MICROSECONDS;
    this.look(now);
  }

  /** Something has changed without a step: a crash, or what is durable. */
  check(): void {
    const found = this.books.check() ?? this.secrets.check();
    if (found !== null) this.report(found);
  }

  /** What is durable at a node lets a message leave it. */
  left(node: SimulatedNode, message: Message): void {
    this.directory.left(node, message);
    if (message.type === 'print.requested') this.secrets.print(node, message);
  }

  /** A node's clock is about to be set. */
  clockJumps(node: SimulatedNode, by: Microseconds, now: Microseconds): void {
    this.directory.clockJumps(node, by, now);
  }

  /** From now on nothing strikes. */
  faultsEnd(now: Microseconds): void {
    this.exposure.look();
    this.exposure.faultsEnd(now);
  }

  /** A terminal says something to its printer. */
  printed(message: Message): void {
    if (message.type === 'print.requested') this.books.printed(message);
  }

  /** Nothing is open any more. */
  settled(nodes: readonly SimulatedNode[], now: Microseconds): void {
    const found = this.value.settled(nodes) ?? misplacedLots(nodes, now);
    if (found !== null) this.report(found);
    this.secrets.lookAtJournals();
    this.look(now);
  }

  get figures() {
    return { staleness: this.directory.staleness, exposure: this.exposure.figures };
  }

  private look(now: Microseconds): void {
    this.exposure.look();
    this.secrets.lookAtContexts();
    const found = this.secrets.check() ?? this.directory.look(now);
    if (found !== null) this.report(found);
  }
}
