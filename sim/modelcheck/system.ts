import type { AnyStateMachine, EventObject } from 'xstate';
import type { MachineSnapshot } from '#src/executor/actor';
import type { NodeState } from './nodeStates.ts';

/** A message on its way between two nodes, or from the world outside to a node. Plain data. */
export interface Letter extends EventObject {
  readonly to: string;
  readonly from: string;
}

export interface SystemActor {
  readonly address: string;
  readonly machine: AnyStateMachine;
  readonly opening: MachineSnapshot;
}

/** Actors that live and die together; messages among them are part of the step that caused them. */
export interface SystemNode {
  readonly name: string;
  readonly actors: readonly SystemActor[];
}

/**
 * What an observer outside the system has written down so far, such as which PIN was shown to which sale: a sorted
 * list of facts, part of the state, since no actor could be asked for it.
 */
export interface Books {
  readonly facts: readonly string[];
}

/** One state of the whole system, for whoever judges it. */
export interface View {
  /** In the order of `System.nodes`. */
  readonly nodes: readonly NodeState[];
  readonly books: Books;
}

/** A system small enough for all its states to be walked through, and what must hold in each. */
export interface System {
  readonly nodes: readonly SystemNode[];
  /** On their way at the start, from outside: customers, orders of the operator. They come when they like. */
  readonly openings: readonly Letter[];
  /**
   * Fields of contexts that only count and that no rule reads, such as "stock.sold": states that differ in nothing
   * else are one. A `plan` never changes and is left out always.
   */
  readonly counters: ReadonlySet<string>;
  /** What the world outside may say to a letter to someone who is no actor: one of these lists. */
  answers(letter: Letter): readonly (readonly Letter[])[];
  readonly openingBooks: Books;
  /** Writes down a letter, whether to an actor or not. The same books if there is nothing to note. */
  note(books: Books, letter: Letter): Books;
  /** What is wrong with a state, or null. */
  breach(view: View): string | null;
  /** What is left to do in a state in which nothing is on its way, or null. */
  unfinished(view: View): string | null;
}
