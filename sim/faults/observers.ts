import type { Message } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import type { Step } from '#src/journal/durableNode';
import type { Breach } from './breach.ts';
import { ExposureWatch } from './exposureWatch.ts';
import { InvariantBooks } from './invariantBooks.ts';
import { CreditCheck } from './invariantCredit.ts';
import { DirectoryCheck } from './invariantDirectory.ts';
import { restockedUnproved } from './invariantSales.ts';
import { ValueCheck } from './invariantValue.ts';
import type { Secrets } from './secrets.ts';
import type { SimulatedNode } from './simulatedNode.ts';

// What takes long to look through is looked at so often.
const LOOK_EVERY_MICROSECONDS = 500_000;

/** Everyone who watches a run: none of them changes anything in it. */
export class Observers {
  readonly books: InvariantBooks;
  private readonly secrets: Secrets;
  private readonly credit = new CreditCheck();
  private readonly value = new ValueCheck();
  private readonly directory: DirectoryCheck;
  private readonly exposureWatch: ExposureWatch;
  private nextLook: Microseconds = 0;

  constructor(nodes: readonly SimulatedNode[], secrets: Secrets) {
    this.books = new InvariantBooks(nodes);
    this.secrets = secrets;
    this.directory = new DirectoryCheck(nodes);
    this.exposureWatch = new ExposureWatch(nodes);
  }

  /** A node has taken a step; `Breach` is what is wrong since. */
  stepped(node: SimulatedNode, { deliveries }: Step, now: Microseconds): Breach | null {
    this.secrets.stepped(deliveries);
    const found =
      this.check() ??
      this.credit.check(node) ??
      this.value.check(node, deliveries) ??
      restockedUnproved(deliveries) ??
      this.directory.stepped(node, deliveries, now);
    if (found !== null || now < this.nextLook) return found;
    this.nextLook = now + LOOK_EVERY_MICROSECONDS;
    return this.look(now);
  }

  /** What is wrong with the PINs or their secrets, without a step: after a crash, or when messages left a node. */
  check(): Breach | null {
    return this.books.check() ?? this.secrets.check();
  }

  /** A message leaves a node. */
  left(node: SimulatedNode, message: Message): void {
    this.directory.left(node, message);
  }

  clockJumps(node: SimulatedNode, by: Microseconds, now: Microseconds): void {
    this.directory.clockJumps(node, by, now);
  }

  /** The safety phase is over. */
  faultsEnd(now: Microseconds): void {
    this.exposureWatch.look();
    this.exposureWatch.faultsEnd(now);
  }

  /** The run is over. */
  end(now: Microseconds): Breach | null {
    this.secrets.lookAtJournals();
    return this.look(now);
  }

  get figures() {
    return { staleness: this.directory.staleness, exposure: this.exposureWatch.exposure };
  }

  private look(now: Microseconds): Breach | null {
    this.exposureWatch.look();
    this.secrets.lookAtContexts();
    return this.secrets.check() ?? this.directory.look(now);
  }
}
