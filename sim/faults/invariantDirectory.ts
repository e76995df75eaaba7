import { stalenessOf } from '#machines/dealersRules';
import type { DealersContext } from '#machines/dealersRules';
import type { DirectoryContext } from '#machines/directoryRules';
import type { Message } from '#machines/protocol';
import type { SaleReference } from '#src/domain/sale';
import type { Microseconds } from '#src/domain/time';
import type { Delivery } from '#src/journal/step';
import { breach } from './breach.ts';
import type { Breach } from './breach.ts';
import type { SimulatedNode } from './simulatedNode.ts';

/** How far replicas of the dealer directory lay behind the centre. */
export interface Staleness {
  /** The longest that a running server lacked a change, in true time. */
  readonly largestMicroseconds: Microseconds;
  /** The most that a running server's replica said of itself, by the centre's clock. */
  readonly largestReportedMicroseconds: Microseconds;
}

/** A change at the centre. */
interface Change {
  readonly version: number;
  readonly dealer: string;
  readonly isBlocked: boolean;
  readonly time: Microseconds;
  /** What the centre's clock showed. */
  readonly reading: Microseconds;
}

interface Replica {
  /** As it was after the last step of its server. */
  context: DealersContext;
  /** The highest version that it has surely acknowledged. */
  acknowledged: number;
}

/**
 * The observer's own book of the centre's changes, against which every replica is measured.
 *
 * A replica measures its staleness by the centre's clock alone, so skew cannot mislead it, nor can a clock that leaps
 * forward; the check measures by the same clock. When that clock is set back, what was stamped before has no meaning
 * until it shows a later time again: a replica is then checked again from the first stamp behind that time.
 */
export class DirectoryCheck {
  private readonly hub: SimulatedNode;
  private readonly centre: string;
  private readonly servers: readonly SimulatedNode[];
  private readonly replicas = new Map<SimulatedNode, Replica>();
  /** Behind those that everyone knows from the start. */
  private readonly changes: Change[] = [];
  private opening = 0;
  /** Sales of which a request came when it was not known that their dealer was blocked. */
  private readonly allowed = new Set<string>();
  private trustedFrom: Microseconds = -Infinity;
  private largestMicroseconds: Microseconds = 0;
  private largestReportedMicroseconds: Microseconds = 0;

  constructor(nodes: readonly SimulatedNode[]) {
    this.hub = nodes.find(({ kind }) => kind === 'hub')!;
    this.centre = `${this.hub.name}/dealers`;
    this.servers = nodes.filter(({ kind }) => kind === 'server');
    for (const server of this.servers) {
      const context = replicaAt(server);
      if (context === null) continue;
      this.replicas.set(server, { context, acknowledged: context.version });
      this.opening = context.version;
    }
  }

  get staleness(): Staleness {
    const { largestMicroseconds, largestReportedMicroseconds } = this;
    return { largestMicroseconds, largestReportedMicroseconds };
  }

  /** A node has taken a step. */
  stepped(node: SimulatedNode, deliveries: readonly Delivery[], now: Microseconds): Breach | null {
    if (this.replicas.size === 0) return null;
    if (node === this.hub) this.noteChanges(now);
    const replica = this.replicas.get(node);
    if (replica === undefined) return null;
    const refusal = this.findGrantToBlocked(node, replica, deliveries);
    const context = replicaAt(node)!;
    if (context === replica.context) return refusal;
    const understated = this.measure(node, replica.context, now);
    replica.context = context;
    return refusal ?? understated ?? this.measure(node, context, now);
  }

  /** All replicas that are at work. */
  look(now: Microseconds): Breach | null {
    for (const server of this.servers) {
      const replica = this.replicas.get(server);
      if (replica === undefined || !server.isUp) continue;
      const understated = this.measure(server, replica.context, now);
      if (understated !== null) return understated;
    }
    return null;
  }

  /** A message leaves a server: what caused it is durable. */
  left(node: SimulatedNode, message: Message): void {
    if (message.type !== 'directory.acknowledged') return;
    const replica = this.replicas.get(node);
    if (replica !== undefined) replica.acknowledged = Math.max(replica.acknowledged, message.version);
  }

  /** A node's clock is about to be set. */
  clockJumps(node: SimulatedNode, by: Microseconds, now: Microseconds): void {
    if (node !== this.hub || by >= 0) return;
    this.trustedFrom = Math.max(this.trustedFrom, node.clock.read(now) + 1);
  }

  private noteChanges(now: Microseconds): void {
    const { version, entries } = this.hub.core.actors.get(this.centre)!.context as DirectoryContext;
    // The centre may have crashed and lost changes that no one else had heard of.
    while ((this.changes.at(-1)?.version ?? 0) > version) this.changes.pop();
    const known = this.changes.at(-1)?.version ?? this.opening;
    const reading = this.hub.clock.read(now);
    for (const { dealer, version: changed } of entries) {
      if (changed <= known) continue;
      const { name, isBlocked } = dealer;
      this.changes.push({ version: changed, dealer: name, isBlocked, time: now, reading });
    }
  }

  private measure(server: SimulatedNode, context: DealersContext, now: Microseconds): Breach | null {
    const missing = this.changes.find(({ version }) => version > context.version);
    const reading = this.hub.clock.read(now);
    if (missing !== undefined) {
      this.largestMicroseconds = Math.max(this.largestMicroseconds, now - missing.time);
    }
    const reported = stalenessOf(context, reading);
    if (reported === null || context.currentAsOf! < this.trustedFrom) return null;
    this.largestReportedMicroseconds = Math.max(this.largestReportedMicroseconds, reported);
    if (missing === undefined || reported >= reading - missing.reading) return null;
    const what =
      `${server.name} says that its dealer directory is at most ${reported} microseconds old, ` +
      `but it has lacked a change for ${reading - missing.reading}`;
    return breach('staleness is not understated', what);
  }

  private findGrantToBlocked(
    server: SimulatedNode,
    { acknowledged }: Replica,
    deliveries: readonly Delivery[],
  ): Breach | null {
    for (const { message, answers } of deliveries) {
      if (message.type === 'sale.requested') {
        const { dealer } = message;
        if (dealer === null || !this.isBlocked(dealer, acknowledged)) this.allowed.add(nameOf(message.sale));
      }
      for (const answer of answers) {
        if (answer.type !== 'sale.granted' || this.allowed.has(nameOf(answer.sale))) continue;
        const what = `${server.name} granted sale ${nameOf(answer.sale)}, though it knew that its dealer was blocked`;
        return breach('blocked is refused', what);
      }
    }
    return null;
  }

  /** Whether he is blocked at `version` and at every later one: the replica may know more than it has acknowledged. */
  private isBlocked(dealer: string, version: number): boolean {
    let isBlocked = false;
    for (const change of this.changes) {
      if (change.dealer !== dealer) continue;
      if (change.version <= version) isBlocked = change.isBlocked;
      else if (!change.isBlocked) return false;
    }
    return isBlocked;
  }
}

function replicaAt({ core, name }: SimulatedNode): DealersContext | null {
  return (core.actors.get(`${name}/dealers`)?.context as DealersContext | undefined) ?? null;
}

function nameOf({ terminal, number }: SaleReference): string {
  return `${terminal}#${number}`;
}

/** The most of several runs. */
export function mostStale(runs: readonly Staleness[]): Staleness {
  return {
    largestMicroseconds: Math.max(0, ...runs.map((run) => run.largestMicroseconds)),
    largestReportedMicroseconds: Math.max(0, ...runs.map((run) => run.largestReportedMicroseconds)),
  };
}
