import type { Bounds } from './bounds.ts';
import { describeMove } from './moves.ts';
import type { Move } from './moves.ts';
import { NodeStates } from './nodeStates.ts';
import type { Step } from './nodeStates.ts';
import { unreaching } from './reachability.ts';
import { SpentLetters } from './spentLetters.ts';
import { StateStore } from './stateStore.ts';
import { tellStory } from './story.ts';
import { Successors } from './successors.ts';
import type { TransitionListener } from './successors.ts';
import type { System } from './system.ts';
import { Words } from './words.ts';

/** A state that must not be, and a shortest way there. */
export interface Violation {
  readonly what: string;
  /** What happened, move by move, each with what the node answered. */
  readonly story: readonly string[];
}

export interface SearchResult {
  readonly bounds: Bounds;
  readonly states: number;
  readonly transitions: number;
  /** States in which nothing is on its way and nothing is left to do. */
  readonly settled: number;
  /** States in which nothing more will happen unless a fault strikes; all of them must be settled. */
  readonly atRest: number;
  /** The most moves that a shortest way to a state takes. */
  readonly depth: number;
  /** The most letters on their way at once. */
  readonly mostLetters: number;
  /** Distinct states of single nodes, and distinct letters. */
  readonly nodeStates: number;
  readonly letters: number;
  /** Every state within the bounds was found. */
  readonly isExhaustive: boolean;
  readonly violation: Violation | null;
}

const MOST_WORDS = 4096;
const REPORT_EVERY = 65_536;

/**
 * Walks through every state that `system` can reach within `bounds`, those with fewer moves first, and judges each;
 * then looks back from the states in which all is settled: from every state one of them must be within reach.
 * `progress` hears how many states were found, now and then.
 */
export function search(
  system: System,
  bounds: Bounds,
  progress: (states: number) => void = () => {},
): SearchResult {
  const nodeStates = new NodeStates(system, bounds.rings);
  const spent = new SpentLetters(nodeStates);
  for (;;) {
    const attempt = new Search(system, bounds, new Successors(system, bounds, nodeStates, spent), progress);
    attempt.explore();
    // What is wrong with a state is wrong with it all the same: leaving a letter out is taking it in at once.
    if (attempt.isOver || spent.check() === 0) return attempt.conclude();
  }
}

class Search implements TransitionListener {
  private readonly system: System;
  private readonly bounds: Bounds;
  private readonly progress: (states: number) => void;
  private readonly successors: Successors;
  private readonly store = new StateStore();
  /** The state behind each transition; those of one state stand together, from `firstEdges` on. */
  private readonly edges = new Words();
  private readonly firstEdges = new Words();
  private readonly settled = new Words();
  private atRest = 0;
  private depth = 0;
  private isExhaustive = false;
  private readonly current = new Uint32Array(MOST_WORDS);
  private currentNumber = 0;
  private mostLetters = 0;
  private violation: Violation | null = null;

  constructor(system: System, bounds: Bounds, successors: Successors, progress: (states: number) => void) {
    this.system = system;
    this.bounds = bounds;
    this.progress = progress;
    this.successors = successors;
  }

  /** Something is wrong, or the bounds were too narrow. */
  get isOver(): boolean {
    return !this.isExhaustive;
  }

  explore(): void {
    const { store, current, bounds } = this;
    const opening = this.successors.opening(current);
    store.add(current, opening, 0);
    this.judge(0, current, opening);
    let nextLevel = 1;
    let number = 0;
    for (; number < store.size && this.violation === null && store.size <= bounds.mostStates; number++) {
      if (number === nextLevel) {
        this.depth += 1;
        nextLevel = store.size;
      }
      if (number % REPORT_EVERY === 0) this.progress(store.size);
      this.firstEdges.push(this.edges.length);
      this.currentNumber = number;
      this.successors.visit(current, store.read(number, current), this);
    }
    this.isExhaustive = this.violation === null && number === store.size;
  }

  conclude(): SearchResult {
    if (this.isExhaustive) this.lookBack();
    const { store, edges, settled, atRest, depth, mostLetters, isExhaustive, violation } = this;
    const { nodeStates } = this.successors;
    return {
      bounds: this.bounds,
      states: store.size,
      transitions: edges.length,
      settled: settled.length,
      atRest,
      depth,
      mostLetters,
      nodeStates: nodeStates.size,
      letters: nodeStates.letters.things.length,
      isExhaustive,
      violation,
    };
  }

  reached(next: Uint32Array, length: number): void {
    const { store } = this;
    const known = store.size;
    const number = store.add(next, length, this.currentNumber);
    this.edges.push(number);
    if (number === known) this.judge(number, next, length);
  }

  failed(move: () => Move, { failure }: Step): void {
    const last = describeMove(move());
    this.violation ??= {
      what: `an actor failed: ${failure}`,
      story: [...this.storyTo(this.currentNumber), last],
    };
  }

  private judge(number: number, state: Uint32Array, length: number): void {
    const { successors, system } = this;
    const lettersOnTheirWay = successors.lettersOnTheirWay(length);
    this.mostLetters = Math.max(this.mostLetters, lettersOnTheirWay);
    const view = successors.view(state);
    let what = system.breach(view);
    if (lettersOnTheirWay === 0) {
      const unfinished = system.unfinished(view);
      if (unfinished === null) this.settled.push(number);
      if (successors.isAtRest(state, length)) {
        this.atRest += 1;
        what ??= unfinished;
      }
    }
    if (what !== null) this.violation ??= { what, story: this.storyTo(number) };
  }

  private lookBack(): void {
    const { store, edges, firstEdges, settled } = this;
    const stuck = unreaching(store.size, edges, firstEdges, settled);
    if (stuck === null) return;
    this.violation = {
      what: 'whatever happens from here on, this is never settled',
      story: this.storyTo(stuck),
    };
  }

  private storyTo(number: number): string[] {
    return tellStory(this.store, this.successors, number);
  }
}
