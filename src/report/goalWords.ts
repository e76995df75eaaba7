import { titleOf } from '#src/report/figureTitle';
import { amount, capitalised, share } from '#src/report/format';
import type { GoalAnswer } from '#sim/experiment/goalSearch';
import type { Goal } from '#sim/scenario/goal';

/** The answer of a search in sentences, one for each alternative. */
export function goalSentences(goal: Goal, answers: readonly GoalAnswer[]): string[] {
  const show = goal.isShare ? share : amount;
  const floor = show(goal.atLeast);
  return answers.map(({ alternative, smallest, trials }) => {
    const name = answers.length > 1 ? `With ${alternative}, ` : '';
    const whole = (text: string): string => (name === '' ? capitalised(text) : `${name}${text}`);
    const level = `${Number((100 * goal.confidence).toPrecision(6))}\u00a0%`;
    const what = `${titleOf({ scope: 'server', figure: goal.figure })} of ${floor} at ${goal.of} (lower ${level} bound)`;
    if (smallest === null) {
      const most = valueOf(trials.at(-1)!.result.candidate.settings);
      return whole(`not even ${most} keeps a ${what}.`);
    }
    const below = trials.findLast(({ index }) => index < smallest.index);
    const worst = smallest.checks[0];
    const least =
      worst === undefined ? '' : `; the least is ${show(worst.lowerBound)}${partName(worst.name)}`;
    const next =
      below === undefined
        ? ', the smallest value that was tried'
        : `, and ${valueOf(below.result.candidate.settings)} does not`;
    return whole(`${valueOf(smallest.result.candidate.settings)} keeps a ${what}${least}${next}.`);
  });
}

function valueOf(settings: readonly { readonly path: string; readonly value: unknown }[]): string {
  const [first] = settings;
  return `${first!.path.split('.').at(-1) ?? ''} ${String(first!.value)}`;
}

function partName({
  server,
  variety,
}: {
  readonly server: string | null;
  readonly variety: string | null;
}): string {
  const part = server ?? variety;
  return part === null ? '' : `, of ${part}`;
}
