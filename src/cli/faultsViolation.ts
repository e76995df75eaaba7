import { clockTime } from '#src/cli/clockTime';
import { replayCommand } from '#src/cli/faultsFlags';
import { plural } from '#src/report/format';
import type { CampaignViolation } from '#sim/faults/campaignViolation';
import type { Explanation } from '#sim/faults/explanation';
import { FAULT_KINDS } from '#sim/faults/faultKinds';
import type { Strike } from '#sim/faults/strikes';

/** All that is known about a violation under faults, and how to see it again. */
export function describeExplanation(seen: CampaignViolation, explanation: Explanation): string {
  const { violation, strikes, isMinimal, trials, life } = explanation;
  const { seed, preset } = seen.circumstances;
  const { pin, what, invariant } = violation.breach;
  const facts = [
    ['invariant', invariant],
    ['seed', `${seed}, preset ${preset}`],
    ['step', `${seen.circumstances.step}, ${clockTime(seen.circumstances.time)}`],
    ['faults', plural(seen.circumstances.strikes.length, 'strike')],
    ['PIN', pin === null ? 'none in particular' : `lot ${pin.lot}, serial ${pin.serial}`],
  ] as const;
  const fewer = isMinimal
    ? 'and without any one of these it does not'
    : `the fewest found in ${trials} trials`;
  const lines = [
    `An invariant is broken: ${seen.breach.what}.`,
    ...facts.map(([name, value]) => `  ${name.padEnd(9)}  ${value}`),
    '',
    strikes.length === 0
      ? `It breaks without any fault, at step ${violation.circumstances.step}: ${what}.`
      : `It also breaks with ${plural(strikes.length, 'strike')} (${fewer}), at step ${violation.circumstances.step}: ${what}.`,
    ...strikes.map(describeStrike),
  ];
  if (pin !== null) {
    lines.push('', 'The life of this PIN with those faults:');
    lines.push(...life.map(({ time, what: event }) => `  ${clockTime(time)}  ${event}`));
  }
  lines.push('', 'To see it again:', `  ${replayCommand(seed, preset)}`, '');
  return lines.join('\n');
}

function describeStrike({ time, kind, key }: Strike): string {
  return `  ${clockTime(time)}  ${FAULT_KINDS[kind].name}: ${key}`;
}

export function violationJson(seen: CampaignViolation, explanation: Explanation): string {
  const { seed, preset, time, step, strikes } = seen.circumstances;
  const { violation, isMinimal, trials, life } = explanation;
  const output = {
    seed,
    preset,
    violation: { ...seen.breach, step, timeMicroseconds: time, strikes: strikes.length },
    reduced: {
      ...violation.breach,
      step: violation.circumstances.step,
      timeMicroseconds: violation.circumstances.time,
      isMinimal,
      trials,
      strikes: explanation.strikes.map(({ kind, key, time: struckAt }) => ({
        kind,
        key,
        timeMicroseconds: struckAt,
      })),
    },
    life: life.map(({ time: happenedAt, what }) => ({ timeMicroseconds: happenedAt, what })),
    replay: replayCommand(seed, preset),
  };
  return `${JSON.stringify(output, null, 2)}\n`;
}
