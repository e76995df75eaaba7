import type { GoalOutcome } from '#src/cli/goal';
import { painter } from '#src/cli/paint';
import { HOUR_MICROSECONDS } from '#src/domain/time';
import { sensitivityBlock } from '#src/cli/sensitivitySummary';
import type { Surroundings } from '#src/cli/surroundings';
import { textTable, wrap } from '#src/cli/textTable';
import type { TextColumn } from '#src/cli/textTable';
import { amount, count, percent, span } from '#src/report/format';
import { goalSentences } from '#src/report/goalWords';
import { COVERAGE } from '#sim/experiment/coverage';
import type { GoalTrial } from '#sim/experiment/goalSearch';
import type { Sensitivity } from '#sim/experiment/sensitivity';
import { tidySensitivity } from '#src/report/sensitivityRows';
import { tidyGoal } from '#src/report/goalRows';
import type { Scenario } from '#sim/scenario/scenario';

/** The answer in words, and every value that was tried. */
export function goalSummary(
  scenario: Scenario,
  outcome: GoalOutcome,
  { hasColour, width }: Pick<Surroundings, 'hasColour' | 'width'>,
  sensitivity: Sensitivity | null = null,
): string {
  const paint = painter(hasColour);
  const { goal, answers, seconds } = outcome;
  const show = goal.isShare ? (value: number) => percent(value) : amount;
  const columns: TextColumn<GoalTrial>[] = [
    {
      heading: 'Worst',
      unit: goal.of === 'the network' ? '' : 'of all',
      cell: ({ checks }) => partOf(checks[0]),
    },
    {
      heading: goal.figure,
      unit: 'estimate',
      cell: ({ checks }) => (checks[0] ? show(checks[0].estimate) : '–'),
    },
    {
      heading: 'for sure',
      unit: `at least`,
      cell: ({ checks }) => (checks[0] ? show(checks[0].lowerBound) : '–'),
    },
    { heading: 'On hand', unit: 'mean PINs', cell: (trial) => count(meanOnHand(trial)) },
    { heading: '', unit: '', cell: ({ isReached }) => (isReached ? 'reached' : '') },
  ];
  const groups = answers.map(({ alternative, trials }) => ({
    heading: answers.length > 1 ? alternative : '',
    rows: trials.map((trial) => [String(trial.result.candidate.settings[0]!.value), trial] as const),
  }));
  const blocks = [
    [paint.bold(scenario.title), ...wrap(scenario.question ?? '', width).map(paint.dim)],
    goalSentences(goal, answers).flatMap((text) => wrap(text, width)),
    textTable(columns, groups, paint),
    ...(sensitivity === null ? [] : [sensitivityBlock(sensitivity, paint)]),
    wrap(`${COVERAGE}${leftOut(outcome)}`, width),
    [paint.dim(`${count(runsIn(outcome))} runs in ${amount(seconds)} s, seed ${scenario.plans[0]!.seed}`)],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`.replaceAll('\u00a0', ' ');
}

export function goalJson(
  scenario: Scenario,
  { goal, answers, seconds, warmUp }: GoalOutcome,
  sensitivity: Sensitivity | null = null,
): string {
  const { name, contentHash, question } = scenario;
  const output = {
    scenario: name,
    contentHash,
    question,
    goal: tidyGoal(goal, answers),
    warmUp: { hours: warmUp.microseconds / HOUR_MICROSECONDS, rule: warmUp.rule, reason: warmUp.reason },
    ...(sensitivity === null ? {} : { sensitivity: tidySensitivity(sensitivity) }),
    seconds,
  };
  return `${JSON.stringify(output, null, 2)}\n`;
}

function leftOut({ warmUp }: GoalOutcome): string {
  const { microseconds, reason, isDoubtful } = warmUp;
  if (microseconds === 0) return isDoubtful ? ` No warm-up is left out: ${reason}.` : '';
  return ` The first ${span(microseconds)} of each run are left out as warm-up, at every value: ${reason}.`;
}

function partOf(check: GoalTrial['checks'][number] | undefined): string {
  return check === undefined ? '–' : (check.name.server ?? check.name.variety ?? 'all servers');
}

function meanOnHand({ result }: GoalTrial): number | null {
  const index = result.names.findIndex(({ scope, figure }) => scope === 'network' && figure === 'meanOnHand');
  return result.estimates[index]?.estimate ?? null;
}

function runsIn({ answers }: GoalOutcome): number {
  return answers.reduce(
    (sum, { trials }) => sum + trials.reduce((own, { result }) => own + result.runs.length, 0),
    0,
  );
}
