import type { AnyStateMachine } from 'xstate';
import { ALARMS } from '#machines/protocol';
import { compiled } from '#src/executor/compiled';
import type { MachineActor, MachineSnapshot } from '#src/executor/actor';
import { canonicalText, contextText } from './canonical.ts';
import { Numbering } from './numbering.ts';
import type { Letter, System, SystemNode } from './system.ts';

/** An alarm that was asked for, and how often in a row it has rung. */
export interface PendingAlarm {
  readonly address: string;
  readonly alarm: string;
  readonly rings: number;
}

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
  private readonly steps = new Map<NodeState, Map<number, Step>>();
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
    return this.remembered(state, letter, () => this.run(state, [this.letters.things[letter]!]));
  }

  /** The alarm at that place of `state.alarms` rings. */
  ring(state: NodeState, place: number): Step {
    return this.remembered(state, -2 - place, () => {
      const pending = state.alarms[place]!;
      const { address, alarm, rings } = pending;
      const others = state.alarms.filter((one) => one !== pending);
      const again = { address, alarm, rings: Math.min(rings + 1, this.mostRings) };
      return this.run(state, [ringOf(address, alarm)], others, [again]);
    });
  }

  /** The node was down: every actor is as the journal has it, and is told. */
  restart(state: NodeState): Step {
    return this.remembered(state, -1, () => {
      const { name, actors } = this.system.nodes[state.node]!;
      const letters = actors.map(({ address: to }) => ({ type: 'node.restarted', to, from: name }));
      return this.run(state, letters);
    });
  }

  private remembered(state: NodeState, key: number, work: () => Step): Step {
    let steps = this.steps.get(state);
    if (steps === undefined) this.steps.set(state, (steps = new Map()));
    let step = steps.get(key);
    if (step === undefined) steps.set(key, (step = work()));
    return step;
  }

  private run(
    state: NodeState,
    letters: readonly Letter[],
    alarms = state.alarms,
    rung: readonly PendingAlarm[] = [],
  ): Step {
    const node = this.system.nodes[state.node]!;
    const running = new RunningNode(node, state.actors);
    const emitted: Letter[] = [];
    const sent: number[] = [];
    let answers: readonly (readonly number[])[] = NO_ANSWERS;
    let pending = alarms;
    const local = letters.slice();
    try {
      for (let next = 0; next < local.length; next++) {
        for (const letter of running.send(local[next]!)) {
          if (letter.to === ALARMS) {
            pending = withAlarm(pending, letter as AskForAlarm, rung);
            continue;
          }
          emitted.push(letter);
          const place = this.nodeOf.get(letter.to);
          if (place === state.node) local.push(letter);
          else if (place !== undefined) sent.push(this.letters.numberOf(letter));
          else answers = combined(answers, this.numbersOf(this.system.answers(letter)));
        }
      }
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      return { next: state, sent, answers, emitted, failure };
    }
    const next = this.numbered(state.node, running.snapshots(), pending);
    return { next, sent, answers, emitted, failure: null };
  }

  private numbersOf(answers: readonly (readonly Letter[])[]): readonly (readonly number[])[] {
    return answers.map((list) => list.map((letter) => this.letters.numberOf(letter)));
  }

  private numbered(
    node: number,
    actors: readonly MachineSnapshot[],
    alarms: readonly PendingAlarm[],
  ): NodeState {
    const texts = actors.map((actor) => this.textOf(actor));
    const key = `${node} ${texts.join(' ')} ${canonicalText(alarms)}`;
    let state = this.numbers.get(key);
    if (state === undefined) {
      // Equal actors become one object: what is worked out about it is then worked out once.
      const shared = texts.map((text, index) => {
        const place = `${node} ${index} ${text}`;
        const known = this.snapshots.get(place) ?? actors[index]!;
        this.snapshots.set(place, known);
        return known;
      });
      state = { number: this.all.length, node, actors: shared, alarms };
      this.all.push(state);
      this.numbers.set(key, state);
    }
    return state;
  }

  private textOf({ state, context }: MachineSnapshot): string {
    return `${state} ${contextText(context as object, this.left)}`;
  }
}

const NO_ANSWERS: readonly (readonly number[])[] = [[]];

/** A node's actors, each started again only when it is sent something. */
class RunningNode {
  private readonly node: SystemNode;
  private readonly before: readonly MachineSnapshot[];
  private readonly running: (MachineActor<AnyStateMachine> | undefined)[] = [];

  constructor(node: SystemNode, before: readonly MachineSnapshot[]) {
    this.node = node;
    this.before = before;
  }

  send(letter: Letter): readonly Letter[] {
    const index = this.node.actors.findIndex(({ address }) => address === letter.to);
    const { machine } = this.node.actors[index]!;
    const actor = (this.running[index] ??= compiled.restore(machine, this.before[index]!));
    return actor.send(letter) as readonly Letter[];
  }

  snapshots(): MachineSnapshot[] {
    return this.before.map((before, index) => this.running[index]?.snapshot() ?? before);
  }
}

interface AskForAlarm extends Letter {
  readonly alarm: string;
  readonly after: number | null;
}

export function ringOf(address: string, alarm: string): Letter {
  return { type: 'alarm.rang', to: address, from: ALARMS, alarm, at: 0 } as Letter;
}

/** When an alarm rings is left open, so only whether it is asked for counts. */
function withAlarm(
  pending: readonly PendingAlarm[],
  { from, alarm, after }: AskForAlarm,
  rung: readonly PendingAlarm[],
): PendingAlarm[] {
  const isSame = (one: PendingAlarm) => one.address === from && one.alarm === alarm;
  const others = pending.filter((one) => !isSame(one));
  if (after === null) return others;
  const asked = rung.find(isSame) ?? { address: from, alarm, rings: 0 };
  return [...others, asked].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function nameOf({ address, alarm }: PendingAlarm): string {
  return `${address} ${alarm}`;
}

function combined(
  some: readonly (readonly number[])[],
  more: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  return some.flatMap((one) => more.map((other) => [...one, ...other]));
}
