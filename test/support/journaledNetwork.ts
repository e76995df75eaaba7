import { expect } from 'vitest';
import { CUSTOMERS, OPERATOR } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import { compiled } from '#src/executor/compiled';
import { interpreted } from '#src/executor/interpreted';
import { DurableNode, StepFailed } from '#src/journal/durableNode';
import type { Release, Step } from '#src/journal/durableNode';
import { FaultyDisk } from '#sim/faults/faultyDisk';
import type { SmallNode } from './smallNodes.ts';

interface Input {
  readonly at: number;
  readonly message: Message;
}

/** All that decides what a node will do from now on. */
export const essence = (node: DurableNode) => ({
  records: node.records,
  undeliverable: node.undeliverable,
  alarms: node.pendingAlarms(),
  actors: [...node.actors].map(([address, actor]) => [address, actor.value, actor.snapshot()]),
});

/** A node on a bad disk, with someone who knows what it was told and what it let out. */
export class Patient {
  node: DurableNode;
  readonly disk = new FaultyDisk();
  readonly steps: Step[] = [];
  private inputs: Input[] = [];
  private readonly kind: SmallNode;
  private bornWith = 0;
  private syncedRecord = 0;
  private released: Release = { messages: [], alarms: [] };

  constructor(kind: SmallNode) {
    this.kind = kind;
    this.node = this.open();
  }

  private open(): DurableNode {
    return new DurableNode(this.kind.name, () => this.kind.start(compiled), this.disk);
  }

  /** Says whether the message was taken in: not if a rule threw, and then nothing may have changed. */
  handle(at: number, message: Message): boolean {
    const before = JSON.stringify(essence(this.node));
    try {
      this.steps.push(this.node.handle(at, message));
      this.inputs.push({ at, message });
      return true;
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      expect(JSON.stringify(essence(this.node))).toBe(before);
      return false;
    }
  }

  /** `delay`: so many records were written after the sync had begun. */
  sync(delay = 0): Release {
    const record = Math.max(this.syncedRecord, this.node.records - delay);
    this.disk.sync(this.disk.written - (this.node.records - record));
    const release = this.node.synced(record);
    this.syncedRecord = record;
    this.released = {
      messages: [...this.released.messages, ...release.messages],
      alarms: [...this.released.alarms, ...release.alarms],
    };
    return release;
  }

  /** Dies and comes back. It must be what its surviving inputs make of a new node, and have said nothing else. */
  crash(draw: () => number): number {
    const written = this.node.records;
    this.disk.crash(draw, { loseUnsynced: 0.7, tearLast: 0.5 });
    this.node = this.open();
    const survivors = this.node.records;
    expect(survivors).toBeGreaterThanOrEqual(this.syncedRecord);
    expect(survivors).toBeLessThanOrEqual(written);
    this.inputs.length = survivors;
    const twin = new DurableNode(this.kind.name, () => this.kind.start(interpreted), new FaultyDisk());
    for (const { at, message } of this.inputs) twin.handle(at, message);
    expect(essence(this.node)).toEqual(essence(twin));
    // In this life it said exactly what its synced records cause, and all of those have survived.
    twin.synced(this.bornWith);
    expect(this.released).toEqual(twin.synced(this.syncedRecord));
    expect(this.node.synced(survivors)).toEqual({ messages: [], alarms: [] });
    this.bornWith = survivors;
    this.syncedRecord = survivors;
    this.released = { messages: [], alarms: [] };
    return written - survivors;
  }

  /** A node that goes on from a checkpoint does the same as the one that has been there all the time. */
  restart(at: number): void {
    const line = this.node.checkpoint();
    const heir = DurableNode.replay(this.kind.name, () => this.kind.start(interpreted), [line]);
    expect(essence(heir)).toEqual(essence(this.node));
    const steps = this.node.restart(at);
    const shortcut = new DurableNode(this.kind.name, () => this.kind.start(compiled), new FaultyDisk([line]));
    expect(shortcut.restart(at)).toEqual(steps);
    expect(essence(shortcut)).toEqual(essence(this.node));
    for (const step of steps) {
      this.steps.push(step);
      this.inputs.push({ at, message: step.deliveries[0]!.message });
    }
  }
}

export interface Action {
  readonly kind: 'deliver' | 'say' | 'ring' | 'sync' | 'crash';
  readonly a: number;
  readonly b: number;
  /** Four numbers from 0 to below 1. */
  readonly luck: readonly number[];
}

/** Nodes with links that lose, repeat and reorder, and with people who do anything at any time. */
export class JournaledNetwork {
  readonly patients: readonly Patient[];
  readonly seen = { failed: 0, lost: 0, crashes: 0, messages: 0 };
  now = 0;
  private readonly bag: Message[] = [];
  private readonly words: readonly Message[];

  constructor(kinds: readonly SmallNode[], words: readonly Message[]) {
    this.patients = kinds.map((kind) => new Patient(kind));
    this.words = words;
  }

  act({ kind, a, b, luck }: Action): void {
    const patient = this.patients[a % this.patients.length]!;
    this.now += b % 7;
    switch (kind) {
      case 'say':
        return this.give(this.words[b % this.words.length]!);
      case 'deliver': {
        if (this.bag.length === 0) return;
        const place = a % this.bag.length;
        const message = this.bag[place]!;
        // One in five is delivered again later, one in five is lost.
        if (luck[0]! < 0.8) this.bag.splice(place, 1);
        if (luck[1]! < 0.8) this.give(message);
        return;
      }
      case 'ring': {
        const pending = patient.node.pendingAlarms();
        if (pending.length === 0) return;
        const { address: to, alarm, at } = pending[b % pending.length]!;
        // Most ring in time, some early as after a cancellation.
        if (luck[0]! < 0.8) this.now = Math.max(this.now, at);
        return this.give({ type: 'alarm.rang', to, from: 'alarms', alarm, at: 0 });
      }
      case 'sync':
        for (const message of patient.sync(b % 3).messages) {
          this.seen.messages += 1;
          if (message.to !== CUSTOMERS && message.to !== OPERATOR) this.bag.push(message);
        }
        return;
      case 'crash': {
        const left = [...luck];
        this.seen.lost += patient.crash(() => left.shift()!);
        this.seen.crashes += 1;
        if (b % 4 > 0) patient.restart(this.now);
      }
    }
  }

  private give(message: Message): void {
    const patient = this.patients.find(({ node }) => {
      const { to } = message;
      return to === node.name || to.startsWith(`${node.name}/`);
    });
    if (patient !== undefined && !patient.handle(this.now, message)) this.seen.failed += 1;
  }
}
