import type { Words } from './words.ts';

/**
 * The first of `size` states from which none of `goals` can be reached, or null. The transitions out of a state are
 * those of `edges` from its place in `firstEdges` up to the next state's.
 */
export function unreaching(size: number, edges: Words, firstEdges: Words, goals: Words): number | null {
  // The transitions the other way round: first how many lead into each state, then from where.
  const places = new Uint32Array(size + 1);
  for (let edge = 0; edge < edges.length; edge++) places[edges.at(edge) + 1]! += 1;
  for (let state = 0; state < size; state++) places[state + 1]! += places[state]!;
  const ends = places.slice();
  const sources = new Uint32Array(edges.length);
  for (let state = 0; state < size; state++) {
    const end = state + 1 < size ? firstEdges.at(state + 1) : edges.length;
    for (let edge = firstEdges.at(state); edge < end; edge++) sources[ends[edges.at(edge)]!++] = state;
  }
  const isReaching = new Uint8Array(size);
  const queue = new Uint32Array(size);
  let tail = 0;
  const mark = (state: number) => {
    if (isReaching[state] === 1) return;
    isReaching[state] = 1;
    queue[tail++] = state;
  };
  for (let goal = 0; goal < goals.length; goal++) mark(goals.at(goal));
  for (let head = 0; head < tail; head++) {
    const state = queue[head]!;
    for (let edge = places[state]!; edge < places[state + 1]!; edge++) mark(sources[edge]!);
  }
  const stuck = isReaching.indexOf(0);
  return stuck < 0 ? null : stuck;
}
