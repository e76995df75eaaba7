import type { AnyStateMachine } from 'xstate';
import type { Bounds } from '#sim/modelcheck/bounds';
import type { Letter, System } from '#sim/modelcheck/system';
import { ALARMS } from '#machines/protocol';
import type { MachineSnapshot } from '#src/executor/actor';
import { interpreted } from '#src/executor/interpreted';

interface State {
  readonly actors: Readonly<Record<string, MachineSnapshot>>;
  /** By "address alarm": how often it rang. */
  readonly alarms: Readonly<Record<string, number>>;
  readonly letters: readonly Letter[];
  readonly faults: number;
  readonly earlyRings: number;
}

/**
 * The same search without any art: whole states as text, XState's own interpreter, no memory of steps. For systems
 * with one actor a node, in which the world outside does not answer.
 */
export function naiveSearch(system: System, bounds: Bounds): { states: number; transitions: number } {
  const actors = system.nodes.flatMap((node) => node.actors);
  const machines = new Map(actors.map(({ address, machine }) => [address, machine]));
  const opening: State = {
    actors: Object.fromEntries(actors.map(({ address, opening: actor }) => [address, actor])),
    alarms: {},
    letters: system.openings,
    faults: bounds.faults,
    earlyRings: bounds.earlyRings,
  };
  const known = new Set([textOf(opening)]);
  const queue = [opening];
  let transitions = 0;
  for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
    for (const next of successorsOf(state, machines, bounds)) {
      transitions += 1;
      const text = textOf(next);
      if (known.has(text)) continue;
      known.add(text);
      queue.push(next);
    }
  }
  return { states: known.size, transitions };
}

function textOf({ actors, alarms, letters, faults, earlyRings }: State): string {
  const contents = Object.entries(actors).map(([address, actor]) => [address, actor.state, actor.context]);
  const texts = letters.map((letter) => JSON.stringify(letter)).sort();
  return JSON.stringify([contents, Object.entries(alarms).sort(), texts, faults, earlyRings]);
}

function successorsOf(
  state: State,
  machines: ReadonlyMap<string, AnyStateMachine>,
  bounds: Bounds,
): readonly State[] {
  const { letters, alarms, faults, earlyRings } = state;
  const take = (from: State, letter: Letter, rung = '') => step(from, letter, rung, machines);
  const hurt: State = { ...state, faults: faults - 1 };
  const found: State[] = [];
  const distinct = letters.filter((letter, index) => {
    const text = JSON.stringify(letter);
    return letters.findIndex((other) => JSON.stringify(other) === text) === index;
  });
  for (const letter of distinct) {
    const rest = letters.toSpliced(letters.indexOf(letter), 1);
    found.push(take({ ...state, letters: rest }, letter));
    if (faults === 0) continue;
    if (machines.has(letter.from)) {
      found.push({ ...hurt, letters: rest }, { ...hurt, letters: [...letters, letter] });
    }
    found.push(take({ ...hurt, letters: rest }, restartOf(letter.to)));
  }
  for (const [name, rings] of Object.entries(alarms)) {
    const [to = '', alarm = ''] = name.split(' ');
    const ring = { type: 'alarm.rang', to, from: ALARMS, alarm, at: 0 };
    const early = letters.length === 0 ? 0 : 1;
    if (rings < bounds.rings && earlyRings >= early) {
      found.push(take({ ...state, earlyRings: earlyRings - early }, ring, name));
    }
    if (faults > 0) found.push({ ...hurt, letters: [...letters, ring] });
  }
  if (faults > 0) {
    for (const address of machines.keys()) {
      found.push(take(hurt, restartOf(address)));
      const kept = letters.filter(({ to, from, type }) => to !== address || from !== ALARMS || type === 'go');
      if (kept.length < letters.length) found.push(take({ ...hurt, letters: kept }, restartOf(address)));
    }
  }
  return found;
}

function restartOf(to: string): Letter {
  return { type: 'node.restarted', to, from: to };
}

/** `rung` names the alarm that rings, if it was asked for: it is over unless it is asked for again. */
function step(
  state: State,
  letter: Letter,
  rung: string,
  machines: ReadonlyMap<string, AnyStateMachine>,
): State {
  const { to } = letter;
  const actor = interpreted.restore(machines.get(to)!, state.actors[to]!);
  const { [rung]: rings = -1, ...others } = state.alarms;
  const alarms: Record<string, number> = others;
  const letters = state.letters.slice();
  for (const sent of actor.send(letter) as readonly (Letter & { alarm: string; after: number | null })[]) {
    const name = `${to} ${sent.alarm}`;
    if (sent.to !== ALARMS) letters.push(sent);
    else if (sent.after === null) delete alarms[name];
    else alarms[name] = name === rung ? rings + 1 : 0;
  }
  return { ...state, actors: { ...state.actors, [to]: actor.snapshot() }, alarms, letters };
}
