import type { Message } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import { DurableNode } from '#src/journal/durableNode';
import type { Step } from '#src/journal/durableNode';
import type { Actors } from '#src/journal/step';
import { FaultyDisk } from './faultyDisk.ts';
import type { NodeClock } from './nodeClock.ts';
import type { Strike } from './strikes.ts';

export type NodeKind = 'hub' | 'server' | 'terminal' | 'supplier' | 'productSupplier';

/**
 * One node of the simulated network: a core over a disk. While it is down, `core` is what its journal says, so
 * that the observer can go on counting its PINs.
 */
export class SimulatedNode {
  readonly name: string;
  readonly kind: NodeKind;
  readonly clock: NodeClock;
  readonly disk = new FaultyDisk();
  core: DurableNode;
  isUp = true;
  /** It will never come back. */
  isGone = false;
  /** Counts the incarnations of its core: what was meant for an earlier one comes to nothing. */
  life = 1;
  /** What took it down last. */
  downBy: Strike | null = null;
  /** An old incarnation that goes on beside the new one. */
  zombie: { readonly core: DurableNode; readonly strike: Strike } | null = null;
  isSyncing = false;
  /** Number of the last record of this incarnation that was written, and of the last that is durable. */
  written = 0;
  durable = 0;
  private readonly startActors: () => Actors;

  constructor(name: string, kind: NodeKind, clock: NodeClock, startActors: () => Actors) {
    this.name = name;
    this.kind = kind;
    this.clock = clock;
    this.startActors = startActors;
    this.core = new DurableNode(name, startActors, this.disk);
  }

  /** A new incarnation, as the journal says. */
  recover(): void {
    this.life += 1;
    this.isSyncing = false;
    this.core = new DurableNode(this.name, this.startActors, this.disk);
    this.written = this.core.records;
    this.durable = this.written;
  }

  handle(now: Microseconds, message: Message): Step {
    const step = this.core.handle(this.clock.read(now), message);
    this.written = step.record;
    return step;
  }
}
