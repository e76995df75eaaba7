import type { Bounds } from './bounds.ts';
import type { Move } from './moves.ts';
import type { NodeStates } from './nodeStates.ts';
import type { NodeState, Step } from './nodeStates.ts';
import { Numbering } from './numbering.ts';
import { ringOf } from './runNode.ts';
import type { SpentLetters } from './spentLetters.ts';
import type { Books, Letter, System, View } from './system.ts';

/** Hears of every transition out of a state; the state behind it stands in the first `length` words of `next`. */
export interface TransitionListener {
  reached(next: Uint32Array, length: number, move: () => Move, step: Step | null): void;
  /** A move that could not be made, because a rule failed. */
  failed(move: () => Move, step: Step): void;
}

const MOST_WORDS = 4096;

/** What of the bounds a move uses up. */
const FREE = 0;
const FAULT = 1;
const EARLY_RING = 2;
type Cost = typeof FREE | typeof FAULT | typeof EARLY_RING;

/**
 * All that may happen next. Time is folded away: every letter on its way may be the next to arrive, so letters are
 * delayed and overtake each other at will, and every alarm that was asked for may ring at any moment.
 *
 * A state is a list of numbers: that of each node's state, of the books, how many faults and early rings are left, and
 * then those of the letters on their way, ascending. It need not hold what is durable apart from what is not: a node's
 * step is one record of its journal, and its letters leave only when that is on disk. So a crash either comes before,
 * and then the node never took in what caused the step (move `crashTaking`: the letter is gone), or after, and then
 * the restart is simply what the node takes in next (move `crash`). Letters that a node repeats out of its outbox
 * after a restart are those that its actors repeat anyway; a further copy is the fault `repeat`.
 */
export class Successors {
  readonly nodeStates: NodeStates;
  private readonly books: Numbering<Books>;
  private readonly system: System;
  private readonly bounds: Bounds;
  private readonly spent: SpentLetters;
  private readonly openings: ReadonlySet<number>;
  private readonly booksAt: number;
  private readonly faultsAt: number;
  private readonly earlyRingsAt: number;
  private readonly headLength: number;
  private readonly next = new Uint32Array(MOST_WORDS);

  constructor(system: System, bounds: Bounds, nodeStates: NodeStates, spent: SpentLetters) {
    this.system = system;
    this.bounds = bounds;
    this.nodeStates = nodeStates;
    this.spent = spent;
    this.books = new Numbering<Books>();
    this.openings = new Set(system.openings.map((letter) => this.nodeStates.letters.numberOf(letter)));
    this.booksAt = system.nodes.length;
    this.faultsAt = this.booksAt + 1;
    this.earlyRingsAt = this.faultsAt + 1;
    this.headLength = this.earlyRingsAt + 1;
  }

  /** Writes the first state and gives its length. */
  opening(target: Uint32Array): number {
    const { nodes, openings, openingBooks } = this.system;
    const letters = openings.map((letter) => this.nodeStates.letters.numberOf(letter));
    const state = [
      ...nodes.map((_, node) => this.nodeStates.opening(node).number),
      this.books.numberOf(openingBooks),
      this.bounds.faults,
      this.bounds.earlyRings,
      ...letters.sort((a, b) => a - b),
    ];
    target.set(state);
    return state.length;
  }

  view(state: Uint32Array): View {
    const nodes = this.system.nodes.map((_, node) => this.nodeStates.at(state[node]!));
    return { nodes, books: this.books.things[state[this.booksAt]!]! };
  }

  /** Nothing more will happen unless a fault strikes, as far as the bounds allow. */
  isAtRest(state: Uint32Array, length: number): boolean {
    if (this.lettersOnTheirWay(length) > 0) return false;
    return this.system.nodes.every((_, node) =>
      this.nodeStates.at(state[node]!).alarms.every(({ rings }) => rings === this.bounds.rings),
    );
  }

  lettersOnTheirWay(length: number): number {
    return length - this.headLength;
  }

  /** Tells `listener` of every transition out of the state in the first `length` words. */
  visit(state: Uint32Array, length: number, listener: TransitionListener): void {
    const mayFail = state[this.faultsAt]! > 0;
    for (let place = this.headLength; place < length; place++) {
      // Equal letters lead to equal states.
      if (place > this.headLength && state[place] === state[place - 1]) continue;
      this.deliver(state, length, place, listener);
      if (mayFail) this.failLetter(state, length, place, listener);
    }
    for (let node = 0; node < this.system.nodes.length; node++) {
      const nodeState = this.nodeStates.at(state[node]!);
      for (let alarm = 0; alarm < nodeState.alarms.length; alarm++) {
        this.ring(state, length, nodeState, alarm, listener);
      }
      if (mayFail && this.bounds.kinds.includes('crash')) this.crash(state, length, nodeState, listener);
    }
  }

  private ring(
    state: Uint32Array,
    length: number,
    nodeState: NodeState,
    place: number,
    listener: TransitionListener,
  ): void {
    const { address, alarm, rings } = nodeState.alarms[place]!;
    // When nothing is on its way, whoever waits hears nothing until an alarm rings: none is too early.
    const early = length === this.headLength ? 0 : 1;
    if (rings < this.bounds.rings && state[this.earlyRingsAt]! >= early) {
      const step = this.nodeStates.ring(nodeState, place);
      const cost = early === 0 ? FREE : EARLY_RING;
      this.follow(state, length, [], step, cost, listener, () => ({ kind: 'ring', address, alarm }));
    }
    const mayFail = state[this.faultsAt]! > 0;
    if (!mayFail || !this.bounds.kinds.includes('echo')) return;
    const added = [this.nodeStates.letters.numberOf(ringOf(address, alarm))];
    const move = (): Move => ({ kind: 'echo', address, alarm });
    this.put(state, length, nodeState.node, nodeState.number, [], added, FAULT, null, listener, move);
  }

  private deliver(state: Uint32Array, length: number, place: number, listener: TransitionListener): void {
    const number = state[place]!;
    const step = this.nodeStates.take(this.receiver(state, number), number);
    const move = (): Move => ({ kind: 'deliver', letter: this.letter(number) });
    this.follow(state, length, [number], step, FREE, listener, move);
  }

  /** What links and crashes may do to a letter. A link loses nothing that comes from outside, a crash does. */
  private failLetter(state: Uint32Array, length: number, place: number, listener: TransitionListener): void {
    const number = state[place]!;
    const letter = this.letter(number);
    const { kinds } = this.bounds;
    const receiver = this.receiver(state, number);
    const stay = (removed: number[], added: number[], move: () => Move) => {
      const { node, number: same } = receiver;
      this.put(state, length, node, same, removed, added, FAULT, null, listener, move);
    };
    if (this.nodeStates.nodeOf.has(letter.from)) {
      if (kinds.includes('loss')) stay([number], [], () => ({ kind: 'lose', letter }));
      if (kinds.includes('repetition')) stay([], [number], () => ({ kind: 'repeat', letter }));
    }
    if (kinds.includes('crash')) {
      const node = this.system.nodes[receiver.node]!.name;
      const move = (): Move => ({ kind: 'crashTaking', node, letter });
      this.follow(state, length, [number], this.nodeStates.restart(receiver), FAULT, listener, move);
    }
  }

  /** What a node's devices were about to say may be lost with it, or may come afterwards. */
  private crash(
    state: Uint32Array,
    length: number,
    nodeState: NodeState,
    listener: TransitionListener,
  ): void {
    const { name } = this.system.nodes[nodeState.node]!;
    const step = this.nodeStates.restart(nodeState);
    const devices = [...state.subarray(this.headLength, length)].filter((number) => {
      const { from } = this.letter(number);
      const isOurs = this.nodeStates.receiverOf(number) === nodeState.node;
      return isOurs && !this.nodeStates.nodeOf.has(from) && !this.openings.has(number);
    });
    for (const lost of devices.length === 0 ? [[]] : [[], devices]) {
      this.follow(state, length, lost, step, FAULT, listener, () => ({
        kind: 'crash',
        node: name,
        lost: lost.map((number) => this.letter(number)),
      }));
    }
  }

  /** Every state that a step leads to: one for each answer of the world outside. */
  private follow(
    state: Uint32Array,
    length: number,
    removed: readonly number[],
    step: Step,
    cost: Cost,
    listener: TransitionListener,
    move: () => Move,
  ): void {
    if (step.failure !== null) {
      listener.failed(move, step);
      return;
    }
    const { number, node } = step.next;
    for (const answer of step.answers) {
      const added = answer.length === 0 ? step.sent : [...step.sent, ...answer];
      this.put(state, length, node, number, removed, added, cost, step, listener, move);
    }
  }

  private put(
    state: Uint32Array,
    length: number,
    node: number,
    nodeState: number,
    removed: readonly number[],
    added: readonly number[],
    cost: Cost,
    step: Step | null,
    listener: TransitionListener,
    move: () => Move,
  ): void {
    const { next, headLength } = this;
    let end = 0;
    while (end < headLength) next[end] = state[end++]!;
    next[node] = nodeState;
    if (cost === FAULT) next[this.faultsAt]! -= 1;
    else if (cost === EARLY_RING) next[this.earlyRingsAt]! -= 1;
    if (step !== null && step.emitted.length > 0) {
      next[this.booksAt] = this.noted(state[this.booksAt]!, step.emitted);
    }
    let left = 0;
    for (let place = headLength; place < length; place++) {
      const number = state[place]!;
      // Both ascend: `removed` comes out of the state itself.
      if (left < removed.length && removed[left] === number) left += 1;
      else next[end++] = number;
    }
    for (const number of added) {
      let place = end++;
      while (place > headLength && next[place - 1]! > number) {
        next[place] = next[place - 1]!;
        place -= 1;
      }
      next[place] = number;
    }
    if (this.bounds.leavesOutSpent) end = this.withoutSpent(end, node, added);
    listener.reached(next, end, move, step);
  }

  /** A letter to a node that did not change was not spent before either. */
  private withoutSpent(length: number, changed: number, added: readonly number[]): number {
    const { next, nodeStates, spent } = this;
    let end = this.headLength;
    for (let place = end; place < length; place++) {
      const letter = next[place]!;
      const node = nodeStates.receiverOf(letter);
      const isNew = node === changed || added.includes(letter);
      if (!isNew || !spent.leavesOut(letter, nodeStates.at(next[node]!))) next[end++] = letter;
    }
    return end;
  }

  private noted(before: number, emitted: readonly Letter[]): number {
    const opening = this.books.things[before]!;
    let books = opening;
    for (const letter of emitted) books = this.system.note(books, letter);
    return books === opening ? before : this.books.numberOf(books);
  }

  private receiver(state: Uint32Array, letter: number): NodeState {
    return this.nodeStates.at(state[this.nodeStates.receiverOf(letter)]!);
  }

  private letter(number: number): Letter {
    return this.nodeStates.letters.things[number]!;
  }
}
