import type { RunCosts } from '#sim/result';
import type { Comparison } from '#src/report/alternatives';
import { COST_WORDS } from '#src/report/costWords';
import { amount, capitalised, share } from '#src/report/format';
import { figureTable } from '#src/report/kpiTable';
import type { Column } from '#src/report/kpiTable';
import { markup, plainText } from '#src/report/markup';
import type { Markup } from '#src/report/markup';

type Part = keyof typeof COST_WORDS;

const PARTS = Object.keys(COST_WORDS) as Part[];

const MOST_NAMED = 3;

/** What it cost, and what for; null where the scenario says nothing of costs. */
export function costsSection(comparison: Comparison): Markup | null {
  const { results, focus } = comparison;
  if (focus.costs === null) return null;
  const parts = PARTS.filter((part) => results.some(({ costs }) => (costs?.parts[part] ?? 0) > 0));
  const columns: Column<RunCosts>[] = [
    { heading: 'Cost', unit: 'an hour', cell: ({ perHour }) => amount(perHour) },
    { heading: 'Cost', unit: 'in all', cell: ({ total }) => amount(total) },
    ...parts.map((part) => ({
      heading: capitalised(COST_WORDS[part]),
      unit: 'in all',
      cell: ({ parts: own }: RunCosts) => amount(own[part] ?? 0),
    })),
  ];
  const rows = results.map((result) => [result.planName, result.costs!] as const);
  const one: Column<number> = { heading: 'Cost', unit: 'in all', cell: (cost) => amount(cost) };
  return markup`<section id="costs" aria-labelledby="costs-heading">
<h2 id="costs-heading">Costs</h2>
<p>${costSentence(comparison)}</p>
${figureTable('Costs by part, servers and hub together', columns, [[results.length > 1 ? 'Alternatives' : 'The run', rows]])}
${figureTable(
  `Costs by node and variety${results.length > 1 ? `, ${focus.planName}` : ''}`,
  [one],
  [
    ['Nodes', [['Hub', focus.costs.hub], ...Object.entries(focus.costs.servers)]],
    ['Varieties, at servers', Object.entries(focus.costs.varieties)],
  ],
)}</section>`;
}

/** What is worth a line in a terminal: each alternative's cost. */
export function costText(comparison: Comparison): string | null {
  const { results, focus } = comparison;
  if (focus.costs === null) return null;
  const sentence = plainText(costSentence(comparison)!);
  if (results.length === 1) return sentence;
  const each = results.map(({ planName, costs }) => `${planName} ${amount(costs!.perHour)}`);
  return `${sentence} An hour of each: ${each.join(', ')}.`;
}

function costSentence({ results, focus }: Comparison): Markup | null {
  const { planName, costs } = focus;
  if (costs === null) return null;
  const which = results.length > 1 ? `With ${planName}, it` : 'It';
  const opening = markup`${which} cost <strong>${amount(costs.perHour)}</strong> an hour, ${amount(costs.total)} in all`;
  const dearest = PARTS.map((part) => [COST_WORDS[part], costs.parts[part] ?? 0] as const)
    .filter(([, cost]) => cost > 0)
    .sort(([, one], [, other]) => other - one)
    .slice(0, MOST_NAMED);
  if (dearest.length === 0) return markup`${opening}.`;
  return markup`${opening}: ${dearest.map(([word, cost]) => `${word} ${share(cost / costs.total)}`).join(', ')}.`;
}
