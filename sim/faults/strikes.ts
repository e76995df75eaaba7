import type { Microseconds } from '#src/domain/time';
import type { RandomGenerator } from '#sim/random/generator';
import { faultKinds } from './faultKinds.ts';
import type { FaultKind } from './faultKinds.ts';
import { KeyedDraws } from './keyedDraws.ts';

/** One time that a fault struck. */
export class Strike {
  readonly kind: FaultKind;
  /** What it struck, such as "hub>north stock.requested#3": the same in every run of the seed. */
  readonly key: string;
  readonly time: Microseconds;
  /** See FAULT_KINDS for what counts as a change. */
  hasChangedOutcome = false;
  /** It came to nothing: what it was to strike was not there any more. It does not count. */
  hasMissed = false;
  private readonly generator: RandomGenerator;

  constructor(kind: FaultKind, key: string, time: Microseconds, generator: RandomGenerator) {
    this.kind = kind;
    this.key = key;
    this.time = time;
    this.generator = generator;
  }

  get id(): string {
    return strikeId(this.kind, this.key);
  }

  /** How hard it strikes: a whole number from `least` to `most`. Each call draws anew. */
  draw(least: number, most: number): number {
    return least + Math.floor(this.generator.nextUniform() * (Math.max(least, most) - least + 1));
  }

  changedOutcome(): void {
    this.hasChangedOutcome = true;
  }

  missed(): void {
    this.hasMissed = true;
  }
}

function strikeId(kind: FaultKind, key: string): string {
  return `${kind} ${key}`;
}

/** How often a kind of fault struck, and how often that changed an outcome. */
export interface Tally {
  strikes: number;
  changes: number;
}

export type Tallies = Readonly<Record<FaultKind, Tally>>;

/**
 * Decides where faults strike, and keeps book of it. Each decision has a key and a random stream of its own, so that
 * any of them can be left out without changing how another one is drawn.
 */
export class Strikes {
  private readonly decided: Strike[] = [];
  private readonly seed: number;
  private readonly allowed: ReadonlySet<string> | null;
  private readonly draws = new Map<FaultKind, KeyedDraws>();
  private isHealed = false;

  /** @param allowed ids of the only strikes that may happen; null: all that are drawn */
  constructor(seed: number, allowed: ReadonlySet<string> | null = null) {
    this.seed = seed;
    this.allowed = allowed;
  }

  /** All that struck so far, in the order in which they were decided. */
  get struck(): readonly Strike[] {
    return this.decided.filter(({ hasMissed }) => !hasMissed);
  }

  /** The strike, if the fault strikes here; `rate` is its chance. To be asked once for each key. */
  decide(kind: FaultKind, key: string, rate: number, time: Microseconds): Strike | null {
    if (this.isHealed || rate <= 0) return null;
    const generator = this.drawsOf(kind).generator(key);
    if (generator.nextUniform() >= rate) return null;
    if (this.allowed !== null && !this.allowed.has(strikeId(kind, key))) return null;
    const strike = new Strike(kind, key, time, generator);
    this.decided.push(strike);
    return strike;
  }

  /** From now on nothing strikes any more. */
  heal(): void {
    this.isHealed = true;
  }

  tallies(): Tallies {
    const tallies = noTallies();
    for (const { kind, hasChangedOutcome } of this.struck) {
      tallies[kind].strikes += 1;
      if (hasChangedOutcome) tallies[kind].changes += 1;
    }
    return tallies;
  }

  private drawsOf(kind: FaultKind): KeyedDraws {
    let draws = this.draws.get(kind);
    if (draws === undefined) {
      draws = new KeyedDraws(this.seed, kind);
      this.draws.set(kind, draws);
    }
    return draws;
  }
}

export function noTallies(): Tallies {
  const entries = faultKinds.map((kind) => [kind, { strikes: 0, changes: 0 }]);
  return Object.fromEntries(entries) as Tallies;
}
