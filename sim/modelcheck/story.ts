import { describeLetter, describeMove } from './moves.ts';
import type { Move } from './moves.ts';
import type { Step } from './nodeStates.ts';
import type { StateStore } from './stateStore.ts';
import type { Successors } from './successors.ts';

const MOST_WORDS = 4096;

/** How the system came to a state: every move on a shortest way, and under it what was emitted because of it. */
export function tellStory(store: StateStore, successors: Successors, number: number): string[] {
  const way = store.wayTo(number);
  const lines: string[] = [];
  const from = new Uint32Array(MOST_WORDS);
  const to = new Uint32Array(MOST_WORDS);
  for (let index = 1; index < way.length; index++) {
    const fromLength = store.read(way[index - 1]!, from);
    const toLength = store.read(way[index]!, to);
    const found = moveBetween(successors, from.slice(0, fromLength), to.subarray(0, toLength));
    lines.push(`${String(index).padStart(3)}  ${describeMove(found.move)}`);
    for (const letter of found.step?.emitted ?? []) lines.push(`       ${describeLetter(letter)}`);
  }
  return lines;
}

/** Which move it was is not kept for millions of transitions; it is found again by making them all. */
function moveBetween(
  successors: Successors,
  from: Uint32Array,
  to: Uint32Array,
): { readonly move: Move; readonly step: Step | null } {
  const found: { move: Move; step: Step | null }[] = [];
  successors.visit(from, from.length, {
    reached: (next, length, move, step) => {
      const isSame = length === to.length && to.every((word, index) => word === next[index]);
      if (isSame) found.push({ move: move(), step });
    },
    failed: () => {},
  });
  return found[0]!;
}
