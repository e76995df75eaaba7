import type { Microseconds } from '#src/domain/time';
import type { MeasureName, Totals } from '#sim/measures/measure';
import { listWords } from '#sim/scenario/finding';
import { nearest } from '#sim/scenario/nearest';
import type { Candidate } from './candidate.ts';
import { BadExperiment, estimateOf, ReplicationBrokeOff } from './experimentResult.ts';
import type { CandidateResult, CountedRun, ExperimentOptions, ExperimentResult } from './experimentResult.ts';
import { FEWEST_REPLICATIONS, isNarrowEnough, replicationsNeeded } from './halfWidth.ts';
import type { HalfWidth } from './halfWidth.ts';
import type { Counted, Task, TaskResult } from './task.ts';
import { findWarmUp, planWarmUp } from './warmUp.ts';
import type { WarmUp, WindowSums } from './warmUp.ts';
import type { Windows } from './windows.ts';

interface Collected {
  readonly candidate: Candidate;
  names: readonly MeasureName[];
  /** Replications that wait for the warm-up to be known. */
  pilots: Counted[];
  readonly runs: CountedRun[];
}

/** All that an experiment has found so far. Replications of all candidates come in turn: 0 of each, 1 of each and so on. */
export class Collection {
  /** Replications of any candidate that have been taken in. */
  taken = 0;
  /** So many replications of each candidate are wanted, as far as that is known. */
  limit: number;
  private readonly options: ExperimentOptions;
  private readonly halfWidths: readonly HalfWidth[];
  private readonly collected: readonly Collected[];
  private warmUp: WarmUp | Windows;
  private isNarrowEnough = false;
  private expected: number;

  constructor(candidates: readonly Candidate[], options: ExperimentOptions) {
    this.options = options;
    this.halfWidths = options.halfWidths ?? [];
    this.collected = candidates.map((candidate) => ({ candidate, names: [], pilots: [], runs: [] }));
    this.warmUp = planWarmUp(
      options.warmUp,
      candidates.map(({ plan }) => plan),
    );
    const { replications } = options;
    this.limit = isKnown(this.warmUp) ? replications : Math.min(replications, FEWEST_REPLICATIONS);
    this.expected = this.halfWidths.length > 0 ? Math.min(replications, FEWEST_REPLICATIONS) : replications;
  }

  /** A guess where half-widths decide. */
  get expectedReplications(): number {
    return this.expected;
  }

  task(job: number): Task {
    const { mode, check = false, detail = 'nodes', watching = {} } = this.options;
    const { plan } = this.collected[job % this.collected.length]!.candidate;
    const warmUp = isKnown(this.warmUp) ? this.warmUp.microseconds : this.warmUp;
    const replication = Math.floor(job / this.collected.length);
    return { plan, replication, mode, check, detail, watching, warmUp };
  }

  /** The result of the next job. */
  take(result: TaskResult): void {
    const replication = Math.floor(this.taken / this.collected.length);
    const own = this.collected[this.taken % this.collected.length]!;
    if ('brokenOff' in result) throw new ReplicationBrokeOff(own.candidate, replication);
    if (this.taken < this.collected.length) {
      own.names = result.names;
      this.checkFigures(own.names);
    }
    if (isKnown(this.warmUp)) own.runs.push(countedRun(result, this.warmUp.microseconds, own.candidate));
    else own.pilots.push(result);
    this.taken += 1;
    if (this.taken % this.collected.length === 0) this.finishReplication(replication + 1);
  }

  result(): ExperimentResult {
    const { confidence } = this.options;
    if (!isKnown(this.warmUp)) throw new Error('the experiment has not come to its end');
    return {
      candidates: this.collected.map(({ candidate, names, runs }): CandidateResult => {
        const estimates = names.map((_, index) => estimateOf(runs, index, confidence));
        return { candidate, names, estimates, runs };
      }),
      replications: this.collected[0]!.runs.length,
      confidence,
      warmUp: this.warmUp,
      halfWidths: this.halfWidths,
      isNarrowEnough: this.halfWidths.length === 0 || this.isNarrowEnough,
    };
  }

  private finishReplication(replications: number): void {
    if (!isKnown(this.warmUp) && replications === this.limit) this.leaveOutWarmUp(this.warmUp);
    if (this.halfWidths.length === 0 || replications < FEWEST_REPLICATIONS) return;
    const needed = this.collected.map((own) => this.replicationsNeeded(own, replications));
    this.isNarrowEnough = needed.every((number) => number <= replications);
    if (this.isNarrowEnough) this.limit = replications;
    const most = this.options.replications;
    this.expected = Math.min(most, Math.max(replications, ...needed.map((number) => Math.min(number, most))));
  }

  private leaveOutWarmUp(windows: Windows): void {
    const series = this.collected.flatMap(({ pilots }) => averageSeries(pilots));
    const warmUp = findWarmUp(series, windows);
    this.warmUp = warmUp;
    for (const own of this.collected) {
      own.runs.push(...own.pilots.map((pilot) => countedRun(pilot, warmUp.microseconds, own.candidate)));
      own.pilots = [];
    }
    this.limit = this.options.replications;
  }

  /** At most `replications` where the candidate's intervals are as narrow as asked. */
  private replicationsNeeded({ names, runs }: Collected, replications: number): number {
    let most = 0;
    for (const halfWidth of this.halfWidths) {
      const estimate = estimateOf(runs, indexOf(names, halfWidth.figure), this.options.confidence);
      if (isNarrowEnough(halfWidth, estimate)) continue;
      most = Math.max(most, replications + 1, replicationsNeeded(halfWidth, estimate, replications));
    }
    return most;
  }

  private checkFigures(names: readonly MeasureName[]): void {
    const { figures = [] } = this.options;
    for (const figure of [...this.halfWidths.map((halfWidth) => halfWidth.figure), ...figures]) {
      if (indexOf(names, figure) >= 0) continue;
      const known = names.filter(({ scope }) => scope === 'network').map((name) => name.figure);
      const meant = nearest(figure, known);
      const advice = meant === null ? `name one of ${listWords(known, 'or')}` : `write ${meant}`;
      throw new BadExperiment(`the network has no figure "${figure}"; ${advice}`);
    }
  }
}

function isKnown(warmUp: WarmUp | Windows): warmUp is WarmUp {
  return 'rule' in warmUp;
}

function indexOf(names: readonly MeasureName[], figure: string): number {
  return names.findIndex((name) => name.scope === 'network' && name.figure === figure);
}

/** The sums by window over all replications, as far as the shortest of them goes. */
function averageSeries(pilots: readonly Counted[]): WindowSums[] {
  return pilots[0]!.series.map((_, index) => {
    const own = pilots.map(({ series }) => series[index]!);
    const count = Math.min(...own.map(({ numerators }) => numerators.length));
    const sumOver = (pick: (sums: WindowSums) => Float64Array): Float64Array =>
      Float64Array.from({ length: count }, (__, window) =>
        own.reduce((sum, sums) => sum + pick(sums)[window]!, 0),
      );
    return {
      numerators: sumOver(({ numerators }) => numerators),
      denominators: sumOver(({ denominators }) => denominators),
    };
  });
}

function countedRun(counted: Counted, warmUp: Microseconds, { plan }: Candidate): CountedRun {
  const { totals, names: _names, series: _series, ...run } = counted;
  const end = totals.at(-1)!;
  const start = warmUp === 0 ? null : totals.find(({ time }) => time === warmUp);
  if (start === undefined || start === end) {
    throw new BadExperiment(
      `replication ${run.replication} of ${plan.name} was over before its warm-up was; leave out less, or let it run longer`,
    );
  }
  return {
    ...run,
    numerators: without(start?.numerators, end.numerators),
    denominators: without(start?.denominators, end.denominators),
  };
}

function without(start: Totals['numerators'] | undefined, end: Totals['numerators']): Float64Array {
  return start === undefined ? end : end.map((sum, index) => sum - start[index]!);
}
