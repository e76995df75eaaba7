import { UnknownState } from './actor.ts';

/** A state of a machine, as XState or the compiler describes it. */
export interface TreeState<Self> {
  readonly id: string;
  readonly type: string;
  readonly parent?: Self | null | undefined;
}

/**
 * Active states as one text: their ids in the order in which they were entered, apart by spaces. Ids stay readable;
 * what would be ambiguous in them is written as in a URL.
 */
export function stateKey(states: readonly { readonly id: string }[]): string {
  return states.map(({ id }) => encodeURIComponent(id)).join(' ');
}

/** The states of the machine under `root` that `key` lists, in its order; throws if they cannot be active together. */
export function statesOf<State extends TreeState<State>>(
  root: State,
  childrenOf: (state: State) => readonly State[],
  key: string,
): readonly State[] {
  const byId = new Map<string, State>();
  const collect = (state: State): void => {
    byId.set(encodeURIComponent(state.id), state);
    for (const child of childrenOf(state)) collect(child);
  };
  collect(root);
  const refuse = (reason: string): never => {
    throw new UnknownState(root.id, key, reason);
  };
  const states = key.split(' ').map((id) => byId.get(id) ?? refuse(`it has no state ${id}`));
  const active = new Set(states);
  if (active.size < states.length) refuse('a state is named twice');
  if (!active.has(root)) refuse('its outermost state is missing');
  for (const state of states) {
    const children = childrenOf(state);
    const count = children.filter((child) => active.has(child)).length;
    const due = state.type === 'compound' ? 1 : children.length;
    if (count !== due) refuse(`${state.id} has ${count} active states and not ${due}`);
    if (state !== root && !active.has(state.parent!))
      refuse(`${state.id} is active without the state around it`);
  }
  return states;
}
