import type { Microseconds } from '#src/domain/time';
import { isAlike } from './breach.ts';
import type { Breach } from './breach.ts';
import { describePin } from '#src/journal/auditTrail';
import type { NodeDelivery } from '#src/journal/auditTrail';
import type { Step } from '#src/journal/durableNode';
import { CampaignRun, FEWEST_MESSAGES } from './campaignRun.ts';
import type { CampaignRunOptions } from './campaignRun.ts';
import { CampaignViolation } from './campaignViolation.ts';
import { faultKinds } from './faultKinds.ts';
import { reduce } from './reduction.ts';
import type { Strike } from './strikes.ts';

/** The same violation with as few faults as could be found, and the life of the PIN that shows it. */
export interface Explanation {
  readonly violation: CampaignViolation;
  /** What struck; without any one of these, if `isMinimal`, nothing would have gone wrong. */
  readonly strikes: readonly Strike[];
  readonly isMinimal: boolean;
  readonly trials: number;
  readonly life: readonly LifeEvent[];
}

export interface LifeEvent {
  readonly time: Microseconds;
  readonly what: string;
}

const MOST_TRIALS = 600;

// Runs that are shorter, in messages delivered: faults that are not there need not be taken away.
const SHORTER_RUNS = [100, 200, 400, 800, 1200];

/** Repeats a run that went wrong with fewer and fewer faults, as long as the same breaks in the same way. */
export function explain(
  seen: CampaignViolation,
  options: CampaignRunOptions,
  onTrial: (trial: number, most: number) => void = () => {},
  mostTrials = MOST_TRIALS,
): Explanation {
  const trials = new Trials(seen, options, onTrial, mostTrials);
  trials.shorten();
  trials.leaveOutKinds();
  const isMinimal = trials.leaveOutStrikes();
  const { best, allowed, count } = trials;
  const strikes = best.circumstances.strikes.filter(({ id }) => allowed.includes(id));
  const life = lifeOf(best, { ...trials.options, allowed: new Set(allowed) });
  return { violation: best, strikes, isMinimal, trials: count, life };
}

/** The fewest faults so far, and what broke with them. */
class Trials {
  best: CampaignViolation;
  allowed: readonly string[];
  options: CampaignRunOptions;
  count = 0;
  private readonly sought: Breach;
  private readonly onTrial: (trial: number, most: number) => void;
  private readonly most: number;

  constructor(
    seen: CampaignViolation,
    options: CampaignRunOptions,
    onTrial: (trial: number, most: number) => void,
    most: number,
  ) {
    this.best = seen;
    this.allowed = idsOf(seen);
    this.options = options;
    this.sought = seen.breach;
    this.onTrial = onTrial;
    this.most = most;
  }

  shorten(): void {
    const { messages = FEWEST_MESSAGES } = this.options;
    for (const fewer of SHORTER_RUNS.filter((length) => length < messages)) {
      if (this.breaks(this.allowed, { ...this.options, messages: fewer })) return;
    }
  }

  leaveOutKinds(): void {
    for (const kind of faultKinds) {
      const others = this.allowed.filter((id) => !id.startsWith(`${kind} `));
      if (others.length < this.allowed.length) this.breaks(others, this.options);
    }
  }

  /** Says whether nothing more can be left out. */
  leaveOutStrikes(): boolean {
    const parts = this.allowed;
    return reduce(parts, (some) => this.breaks(some, this.options), this.most - this.count).isMinimal;
  }

  private breaks(allowed: readonly string[], options: CampaignRunOptions): boolean {
    this.onTrial(++this.count, this.most);
    const violation = violationOf({ ...options, allowed: new Set(allowed) });
    if (violation === null || !isAlike(violation.breach, this.sought)) return false;
    this.best = violation;
    this.options = options;
    // Some of what was allowed may not have come to strike any more.
    const struck = new Set(idsOf(violation));
    this.allowed = allowed.filter((id) => struck.has(id));
    return true;
  }
}

function idsOf({ circumstances }: CampaignViolation): readonly string[] {
  return circumstances.strikes.map(({ id }) => id);
}

function violationOf(options: CampaignRunOptions): CampaignViolation | null {
  try {
    new CampaignRun(options).run();
  } catch (error) {
    if (error instanceof CampaignViolation) return error;
    throw error;
  }
  return null;
}

/** All that happened to the violation's PIN, by the true time. */
function lifeOf({ breach: { pin } }: CampaignViolation, options: CampaignRunOptions): readonly LifeEvent[] {
  if (pin === null) return [];
  const deliveries: NodeDelivery[] = [];
  const onStep = (at: Microseconds, node: string, step: Step): void => {
    for (const delivery of step.deliveries) deliveries.push({ node, at, ...delivery });
  };
  violationOf({ ...options, onStep });
  return describePin(pin, deliveries).map(({ at: time, what }) => ({ time, what }));
}
