import type { Plan } from '#sim/plan';
import type { Goal } from '#sim/scenario/goal';

/** A scenario file, read, checked and resolved: one plan for each alternative that it compares. */
export interface Scenario {
  /** File name without folder and ending, such as "first". */
  readonly name: string;
  /** Path as the user gave it. */
  readonly file: string;
  /** SHA-256 of the scenario file and of every data file that it reads, hexadecimal. */
  readonly contentHash: string;
  readonly title: string;
  readonly description: string;
  /** The question that the report's first sentence answers, or null. */
  readonly question: string | null;
  /** What a run is to find out, or null. */
  readonly goal: Goal | null;
  /** Calendar day of time zero, such as "2015-01-01", or null when the scenario has no calendar. */
  readonly startsOn: string | null;
  /** What a reader must know to trust the answer, in the author's words and the file's own figures. */
  readonly assumptions: readonly string[];
  /** At least one; all share demand, seed and stop rule, so that each meets the same customers. */
  readonly plans: readonly Plan[];
  /** What `validate` says that does not stop a run. */
  readonly warnings: readonly Finding[];
}

/** Something found in a scenario file or a data file. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** Both from 1; 0 where the finding has no place in the file (no such file, a directory). */
  readonly line: number;
  readonly column: number;
  /** Where in the document, such as "servers[0].stock.day-pass.lowWatermark"; empty for the whole file. */
  readonly path: string;
  readonly found: string;
  readonly expected: string;
  /** What to do about it, as an instruction. */
  readonly advice: string;
}
