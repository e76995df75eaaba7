import { painter } from '#src/cli/paint';
import type { Surroundings } from '#src/cli/surroundings';
import { textTable, wrap } from '#src/cli/textTable';
import type { TextColumn } from '#src/cli/textTable';
import { amount, count, plural, span } from '#src/report/format';
import type { CampaignSummary } from '#sim/faults/campaign';
import { FAULT_KINDS, faultKinds } from '#sim/faults/faultKinds';
import type { FaultKind } from '#sim/faults/faultKinds';
import type { Preset } from '#sim/faults/faultRates';
import type { Tally } from '#sim/faults/strikes';

interface Named {
  readonly preset: Preset;
  readonly seed: number;
}

const COLUMNS: readonly TextColumn<Tally>[] = [
  { heading: 'struck', unit: 'times', cell: ({ strikes }) => count(strikes) },
  { heading: 'changed an outcome', unit: 'times', cell: ({ changes }) => count(changes) },
];

/** What a campaign came to when nothing went wrong. */
export function faultsSummary(
  summary: CampaignSummary,
  { preset, seed }: Named,
  seconds: number,
  { hasColour, width }: Pick<Surroundings, 'hasColour' | 'width'>,
): string {
  const paint = painter(hasColour);
  const { runs, messages, steps, tallies, slowestHealingMicroseconds } = summary;
  const { staleness, exposure } = summary;
  const seeds = runs === 1 ? `seed ${seed}` : `seeds ${seed} to ${seed + runs - 1}`;
  const rate = seconds > 0 ? `, ${amount(steps / seconds)} steps a second` : '';
  const text = [
    `No invariant was broken in ${plural(runs, 'run')} (preset ${preset}, ${seeds}).`,
    `${count(messages)} messages were delivered between nodes in ${count(steps)} steps${rate}.`,
    `After healing, the slowest run had nothing open any more within ${span(slowestHealingMicroseconds)}.`,
    `A server lacked a change of the dealer directory for ${span(staleness.largestMicroseconds)} at most.`,
    `The death of one node would have put ${plural(exposure.largest?.pins ?? 0, 'PIN')} in doubt at most; ${plural(exposure.mostReserved, 'PIN')} at most were reserved at once.`,
    `When the faults ended, ${plural(exposure.stranded.total, 'PIN')} ${exposure.stranded.total === 1 ? 'was' : 'were'} where no one could sell them in time.`,
  ].join(' ');
  const rows = faultKinds.map((kind): readonly [string, Tally] => [FAULT_KINDS[kind].name, tallies[kind]]);
  const table = textTable(COLUMNS, [{ heading: '', rows }], paint);
  return `${[...wrap(text, width), '', ...table].join('\n').replaceAll('\u00a0', ' ')}\n`;
}

export function faultsJson(summary: CampaignSummary, { preset, seed }: Named, seconds: number): string {
  const { tallies, ...figures } = summary;
  const kinds = faultKinds.map((kind: FaultKind) => [
    kind,
    { ...tallies[kind], strike: FAULT_KINDS[kind].strike, change: FAULT_KINDS[kind].change },
  ]);
  const output = { preset, seed, ...figures, seconds, violation: null, faults: Object.fromEntries(kinds) };
  return `${JSON.stringify(output, null, 2)}\n`;
}
