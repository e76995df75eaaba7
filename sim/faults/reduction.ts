/** What is left of the parts, and what it took to find out. */
export interface Reduction {
  readonly parts: readonly string[];
  readonly trials: number;
  /** Leaving out any single part makes the failure go away; false: the trials were used up before that was known. */
  readonly isMinimal: boolean;
}

/**
 * Delta debugging (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002): finds few of
 * `parts` with which `fails` still says yes, by trying ever smaller chunks and what is left without them. Stops after
 * `mostTrials` with the best so far.
 */
export function reduce(
  parts: readonly string[],
  fails: (parts: readonly string[]) => boolean,
  mostTrials: number,
): Reduction {
  let trials = 0;
  const mayTry = (): boolean => trials < mostTrials;
  const tryOut = (candidate: readonly string[]): boolean => {
    trials += 1;
    return fails(candidate);
  };
  // Often a failure needs no fault at all.
  if (parts.length > 0 && mayTry() && tryOut([])) return { parts: [], trials, isMinimal: true };
  let kept = parts;
  let chunks = 2;
  while (kept.length > 1 && mayTry()) {
    const smaller = smallerStill(kept, Math.min(chunks, kept.length), mayTry, tryOut);
    if (smaller !== null) {
      chunks = smaller.length <= kept.length / chunks + 1 ? 2 : Math.max(2, chunks - 1);
      kept = smaller;
    } else if (chunks >= kept.length) return { parts: kept, trials, isMinimal: mayTry() };
    else chunks = Math.min(kept.length, chunks * 2);
  }
  return { parts: kept, trials, isMinimal: kept.length <= 1 };
}

function smallerStill(
  parts: readonly string[],
  chunks: number,
  mayTry: () => boolean,
  fails: (parts: readonly string[]) => boolean,
): readonly string[] | null {
  const size = Math.ceil(parts.length / chunks);
  const starts = Array.from({ length: Math.ceil(parts.length / size) }, (_, index) => index * size);
  for (const start of starts) {
    const chunk = parts.slice(start, start + size);
    if (mayTry() && fails(chunk)) return chunk;
  }
  // Of two chunks each is what is left without the other.
  if (starts.length === 2) return null;
  for (const start of starts) {
    const rest = [...parts.slice(0, start), ...parts.slice(start + size)];
    if (mayTry() && fails(rest)) return rest;
  }
  return null;
}
