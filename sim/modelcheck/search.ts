import type { Bounds } from './bounds.ts';
import { describeMove } from './moves.ts';
import type { Move } from './moves.ts';
import type { Step } from './nodeStates.ts';
import { unreaching } from './reachability.ts';
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
  return new Search(system, bounds, progress).run();
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
  private readonly current = new Uint32Array(MOST_WORDS);
  private currentNumber = 0;
  private mostLetters = 0;
  private violation: Violation | null = null;

  constructor(system: System, bounds: Bounds, progress: (states: number) => void) {
    this.system = system;
    this.bounds = bounds;
    this.progress = progress;
    this.successors = new Successors(system, bounds);
  }

  run(): SearchResult {
    const { store, current, bounds } = this;
    const opening = this.successors.opening(current);
    store.add(current, opening, 0);
    this.judge(0, current, opening);
    let depth = 0;
    let nextLevel = 1;
    let number = 0;
    for (; number < store.size && this.violation === null && store.size <= bounds.mostStates; number++) {
      if (number === nextLevel) {
        depth += 1;
        nextLevel = store.size;
      }
      if (number % 65_536 === 0) this.progress(store.size);
      this.firstEdges.push(this.edges.length);
      this.currentNumber = number;
      this.successors.visit(current, store.read(number, current), this);
    }
    const isExhaustive = this.violation === null && number === store.size;
    if (isExhaustive) this.lookBack();
    const { nodeStates } = this.successors;
    return {
      bounds,
      states: store.size,
      transitions: this.edges.length,
      settled: this.settled.length,
      atRest: this.atRest,
      depth,
      mostLetters: this.mostLetters,
      nodeStates: nodeStates.size,
      letters: nodeStates.letters.things.length,
      isExhaustive,
      violation: this.violation,
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
