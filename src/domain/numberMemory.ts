/**
 * Which numbers of an unending sequence 1, 2, 3 … have been seen, when they may come late, twice or out of turn:
 * small, because almost all of them have.
 */
export interface NumberMemory {
  /** Every lower number has been seen. */
  readonly below: number;
  /** Seen out of turn, all above `below`, ascending. */
  readonly early: readonly number[];
}

const NO_NUMBERS: readonly number[] = [];

export const NOTHING_SEEN: NumberMemory = { below: 1, early: NO_NUMBERS };

export function hasSeen(memory: NumberMemory, number: number): boolean {
  return number < memory.below || memory.early.includes(number);
}

/** The memory after `number`, not seen before, has come. */
export function afterSeeing(memory: NumberMemory, number: number): NumberMemory {
  const { below, early } = memory;
  if (number !== below) return { below, early: [...early, number].sort((a, b) => a - b) };
  return early.length === 0 ? { below: below + 1, early: NO_NUMBERS } : melted(below + 1, early);
}

/** The memory after every number up to and including `number` counts as seen. */
export function afterSeeingAllTo(memory: NumberMemory, number: number): NumberMemory {
  if (number < memory.below) return memory;
  return melted(
    number + 1,
    memory.early.filter((one) => one > number),
  );
}

function melted(below: number, early: readonly number[]): NumberMemory {
  let end = below;
  let count = 0;
  while (early[count] === end) {
    count += 1;
    end += 1;
  }
  return { below: end, early: count === early.length ? NO_NUMBERS : early.slice(count) };
}
