import type { Message } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import { DurableNode } from '#src/journal/durableNode';
import { FaultyDisk } from './faultyDisk.ts';
import type { NodeClock } from './nodeClock.ts';
import type { Strike } from './strikes.ts';

export type NodeKind = 'hub' | 'server' | 'terminal' | 'supplier';

type StartActors = ConstructorParameters<typeof DurableNode>[1];

/**
 * One node of the simulated network: a process over a disk. While it is down, `process` is what its journal says, so
 * that the observer can go on counting its PINs.
 */
export class SimulatedNode {
  readonly name: string;
  readonly kind: NodeKind;
  readonly clock: NodeClock;
  readonly disk = new FaultyDisk();
  process: DurableNode;
  isUp = true;
  /** It will never come back. */
  isGone = false;
  /** Counts the incarnations of its process: what was meant for an earlier one comes to nothing. */
  life = 1;
  /** What took it down last. */
  downBy: Strike | null = null;
  /** An old incarnation that goes on beside the new one. */
  zombie: { readonly process: DurableNode; readonly strike: Strike } | null = null;
  isSyncing = false;
  /** Number of the last record of this incarnation that was written, and of the last that is durable. */
  written = 0;
  durable = 0;
  private readonly startActors: StartActors;

  constructor(name: string, kind: NodeKind, clock: NodeClock, startActors: StartActors) {
    this.name = name;
    this.kind = kind;
    this.clock = clock;
    this.startActors = startActors;
    this.process = new DurableNode(name, startActors, this.disk);
  }

  /** A new incarnation, as the journal says. */
  recover(): void {
    this.life += 1;
    this.isSyncing = false;
    this.process = new DurableNode(this.name, this.startActors, this.disk);
    this.written = this.process.records;
    this.durable = this.written;
  }

  handle(now: Microseconds, message: Message) {
    const at = this.clock.read(now);
    const step = this.process.handle(at, stamped(message, at));
    this.written = step.record;
    return step;
  }
}

/** The node that takes a message in writes its own time into it, where the message asks for one. */
function stamped(message: Message, at: Microseconds): Message {
  if (message.type !== 'sale.requested') return message;
  return { ...message, at };
}
