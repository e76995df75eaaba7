import { ALARMS } from '#machines/protocol';
import type { NodeState, NodeStates } from './nodeStates.ts';

/**
 * Letters that can change nothing any more, such as a second receipt for a transfer that is long forgotten. A state
 * with such a letter on its way does all that the state without it does, and nothing else: the letter may be taken in
 * at any time, but nothing comes of it; if it is lost or doubled, that is a fault wasted; and a crash that takes it is
 * a crash. So the search leaves it out at once, which spares more than half of the states.
 *
 * Whether a letter is spent depends on all that its node may still become, which is known when the search is over. So
 * the search presumes that a letter is spent if nothing comes of it now, keeps a list of what it left out, and has it
 * checked afterwards against every state of that node that was found: if a letter that was left out could have changed
 * something later, it is remembered as live there, and the search begins again. When the check finds nothing, what
 * was left out was spent: by induction over the moves of any history, the letters that differ from this search's are
 * letters of which nothing came.
 */
export class SpentLetters {
  private readonly nodeStates: NodeStates;
  /** By letter: the node states in which it was left out, and those in which it was found to be live. */
  private readonly leftOut = new Map<number, Set<NodeState>>();
  private readonly live = new Map<number, Set<NodeState>>();

  constructor(nodeStates: NodeStates) {
    this.nodeStates = nodeStates;
  }

  /** Whether to leave out a letter that is on its way to a node in that state. */
  leavesOut(letter: number, state: NodeState): boolean {
    if (!this.nodeStates.isIdle(state, letter) || this.isRing(letter)) return false;
    if (this.live.get(letter)?.has(state) === true) return false;
    let states = this.leftOut.get(letter);
    if (states === undefined) this.leftOut.set(letter, (states = new Set()));
    states.add(state);
    return true;
  }

  /** An alarm that nobody waits for may find someone who waits for the next one of that name. */
  private isRing(letter: number): boolean {
    return this.nodeStates.letters.things[letter]!.from === ALARMS;
  }

  /** How many letters were left out wrongly in some state; they will be kept there from now on. */
  check(): number {
    const before = this.nodeStates.predecessors();
    let wrong = 0;
    for (const [letter, states] of this.leftOut) {
      const mayMatter = this.whereItMayMatter(letter, [...states][0]!.node, before);
      for (const state of states) {
        if (!mayMatter.has(state)) continue;
        wrong += 1;
        let live = this.live.get(letter);
        if (live === undefined) this.live.set(letter, (live = new Set()));
        live.add(state);
      }
    }
    this.leftOut.clear();
    return wrong;
  }

  /** The states of a node in which something comes of the letter, and those that lead to such a state. */
  private whereItMayMatter(
    letter: number,
    node: number,
    before: ReadonlyMap<NodeState, readonly NodeState[]>,
  ): ReadonlySet<NodeState> {
    const found = new Set<NodeState>();
    for (const state of before.keys()) {
      if (state.node !== node) continue;
      if (!this.nodeStates.isIdle(state, letter)) found.add(state);
    }
    // A set lists what is added to it while it is gone through.
    for (const state of found) for (const earlier of before.get(state) ?? []) found.add(earlier);
    return found;
  }
}
