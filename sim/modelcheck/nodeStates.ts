import type { MachineSnapshot } from '#src/executor/actor';
import { canonicalText, contextText } from './canonical.ts';
import { Numbering } from './numbering.ts';
import { ringOf, runNode } from './runNode.ts';
import type { PendingAlarm } from './runNode.ts';
import type { Letter, System } from './system.ts';

/** One node as its journal would have it: its actors and its alarms. */
export interface NodeState {
  readonly number: number;
  /** Place in `System.nodes`. */
  readonly node: number;
  /** In the order of the node's actors. */
  readonly actors: readonly MachineSnapshot[];
  readonly alarms: readonly PendingAlarm[];
}

/** What a node does with one letter, ring or restart, by the numbers of what comes of it. */
export interface Step {
  readonly next: NodeState;
  /** Letters to other nodes. */
  readonly sent: readonly number[];
  /** What the world outside may answer: one of these lists of letters. Usually one empty list. */
  readonly answers: readonly (readonly number[])[];
  /** Everything that was emitted, in order: for the observer's books, and for telling the story. */
  readonly emitted: readonly Letter[];
  /** Why it could not be taken: an actor failed. */
  readonly failure: string | null;
}

/**
 * All states of single nodes that the search has met, and their steps. A step depends on nothing but the node's
 * state and what it is given, so each is worked out once by the compiled executor, however many states of the whole
 * system contain it: most transitions of the search are a look-up.
 */
export class NodeStates {
  readonly letters = new Numbering<Letter>();
  /** Where letters go: address to place in `System.nodes`; no entry for who is outside. */
  readonly nodeOf = new Map<string, number>();
  private readonly system: System;
  private readonly mostRings: number;
  private readonly left: ReadonlySet<string>;
  private readonly numbers = new Map<string, NodeState>();
  private readonly snapshots = new Map<string, MachineSnapshot>();
  /** By the number of the state, and then by what it is given. */
  private readonly steps: Step[][] = [];
  private readonly idle: boolean[][] = [];
  /** By the number of a letter: the node that it goes to. */
  private readonly receivers: number[] = [];
  private readonly all: NodeState[] = [];

  constructor(system: System, mostRings: number) {
    this.system = system;
    this.mostRings = mostRings;
    this.left = new Set([...system.counters, 'plan']);
    for (const [index, { actors }] of system.nodes.entries()) {
      for (const { address } of actors) this.nodeOf.set(address, index);
    }
  }

  get size(): number {
    return this.all.length;
  }

  at(number: number): NodeState {
    return this.all[number]!;
  }

  opening(node: number): NodeState {
    const { actors } = this.system.nodes[node]!;
    const snapshots = actors.map((actor) => actor.opening);
    return this.numbered(node, snapshots, []);
  }

  take(state: NodeState, letter: number): Step {
    return this.remembered(state, FIRST_LETTER + letter, () =>
      this.run(state, [this.letters.things[letter]!]),
    );
  }

  /** The alarm at that place of `state.alarms` rings. */
  ring(state: NodeState, place: number): Step {
    return this.remembered(state, FIRST_RING + place, () => {
      const pending = state.alarms[place]!;
      const { address, alarm, rings } = pending;
      const others = state.alarms.filter((one) => one !== pending);
      const again = { address, alarm, rings: Math.min(rings + 1, this.mostRings) };
      return this.run(state, [ringOf(address, alarm)], others, [again]);
    });
  }

  /** The node was down: every actor is as the journal has it, and is told. */
  restart(state: NodeState): Step {
    return this.remembered(state, RESTART, () => {
      const { name, actors } = this.system.nodes[state.node]!;
      const letters = actors.map(({ address: to }) => ({ type: 'node.restarted', to, from: name }));
      return this.run(state, letters);
    });
  }

  /** The place in `System.nodes` of the node that a letter goes to. */
  receiverOf(letter: number): number {
    return (this.receivers[letter] ??= this.nodeOf.get(this.letters.things[letter]!.to)!);
  }

  /** Whether nothing comes of a letter in that state, not even an answer. Leaves no trace of a step that is not made. */
  isIdle(state: NodeState, letter: number): boolean {
    return (this.idle[state.number]![letter] ??= this.findIdle(state, letter));
  }

  private findIdle({ node, actors, alarms }: NodeState, letter: number): boolean {
    const letters = [this.letters.things[letter]!];
    const outcome = runNode(this.system.nodes[node]!, actors, letters, alarms, []);
    const { emitted, failure } = outcome;
    if (emitted.length > 0 || failure !== null) return false;
    return this.keyOf(node, outcome.actors, outcome.alarms) === this.keyOf(node, actors, alarms);
  }

  /** Every state of a node that was found so far, and from which others it was reached. */
  predecessors(): Map<NodeState, NodeState[]> {
    const before = new Map(this.all.map((state) => [state, [] as NodeState[]]));
    for (const state of this.all) {
      // The places of what the state was never given are empty.
      for (const step of Object.values(this.steps[state.number]!)) {
        if (step.next !== state) before.get(step.next)!.push(state);
      }
    }
    return before;
  }

  private remembered({ number }: NodeState, given: number, work: () => Step): Step {
    return (this.steps[number]![given] ??= work());
  }

  private run(
    state: NodeState,
    letters: readonly Letter[],
    alarms = state.alarms,
    rung: readonly PendingAlarm[] = [],
  ): Step {
    const outcome = runNode(this.system.nodes[state.node]!, state.actors, letters, alarms, rung);
    const { actors, emitted, failure } = outcome;
    const sent: number[] = [];
    let answers: readonly (readonly number[])[] = NO_ANSWERS;
    for (const letter of emitted) {
      const place = this.nodeOf.get(letter.to);
      if (place === undefined) answers = combined(answers, this.numbersOf(this.system.answers(letter)));
      else if (place !== state.node) sent.push(this.letters.numberOf(letter));
    }
    const next = failure === null ? this.numbered(state.node, actors, outcome.alarms) : state;
    return { next, sent, answers, emitted, failure };
  }

  private numbersOf(answers: readonly (readonly Letter[])[]): readonly (readonly number[])[] {
    return answers.map((list) => list.map((letter) => this.letters.numberOf(letter)));
  }

  private numbered(
    node: number,
    actors: readonly MachineSnapshot[],
    alarms: readonly PendingAlarm[],
  ): NodeState {
    const key = this.keyOf(node, actors, alarms);
    let state = this.numbers.get(key);
    if (state === undefined) {
      // Equal actors become one object: what is worked out about it is then worked out once.
      const shared = actors.map((actor, index) => {
        const place = `${node} ${index} ${this.textOf(actor)}`;
        const known = this.snapshots.get(place) ?? actor;
        this.snapshots.set(place, known);
        return known;
      });
      state = { number: this.all.length, node, actors: shared, alarms };
      this.all.push(state);
      this.steps.push([]);
      this.idle.push([]);
      this.numbers.set(key, state);
    }
    return state;
  }

  private keyOf(node: number, actors: readonly MachineSnapshot[], alarms: readonly PendingAlarm[]): string {
    return `${node} ${actors.map((actor) => this.textOf(actor)).join(' ')} ${canonicalText(alarms)}`;
  }

  private textOf({ state, context }: MachineSnapshot): string {
    return `${state} ${contextText(context as object, this.left)}`;
  }
}

// What a state may be given, as a number: a restart, the ring of one of its alarms, or a letter.
const RESTART = 0;
const FIRST_RING = 1;
const FIRST_LETTER = 64;

const NO_ANSWERS: readonly (readonly number[])[] = [[]];

function combined(
  some: readonly (readonly number[])[],
  more: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  return some.flatMap((one) => more.map((other) => [...one, ...other]));
}
