import { reportName } from '#src/report/candidateNames';
import type { ExperimentResult } from '#sim/experiment/experimentResult';
import type { Scenario } from '#sim/scenario/scenario';
import { compareWithFirst } from '#sim/experiment/comparison';
import { count, plural } from '#src/report/format';
import { differenceText, Figures, intervalText, NETWORK, partName } from '#src/report/intervalCells';
import { markup, type Markup } from '#src/report/markup';

const MOST_NAMED = 6;

/** The first thing that a reader sees of an experiment: the question, the figures of each candidate, and which differ. */
export function experimentAnswer(scenario: Scenario, result: ExperimentResult): Markup {
  const { candidates } = result;
  return markup`<section id="answer" class="answer" aria-labelledby="answer-heading">
<h2 id="answer-heading" class="kicker">${scenario.question === null ? 'Answer' : 'The question'}</h2>
${scenario.question === null ? null : markup`<p class="question">${scenario.question}</p>`}
${candidates.length === 1 ? oneAnswer(result) : severalAnswer(result)}
</section>`;
}

function oneAnswer({ candidates, replications }: ExperimentResult): Markup {
  const figures = new Figures(candidates[0]!);
  const fillRate = figures.of(NETWORK, 'fillRate');
  if (fillRate === null)
    return markup`<p class="lead">No customer came, so nothing was sold and nothing was lost.</p>`;
  const worst = worstServer(figures);
  return markup`<p class="lead">The network serves <strong>${intervalText('fillRate', fillRate)}</strong> of its customers at once, with <strong>${intervalText('meanOnHand', figures.of(NETWORK, 'meanOnHand'))}</strong> PINs on the servers’ shelves on average.</p>
<p class="where">That is what ${plural(replications, 'replication')} say.${worst === null ? null : markup` The worst server is <strong>${worst.name}</strong>, with a fill rate of ${worst.text}.`}</p>`;
}

function severalAnswer(result: ExperimentResult): Markup {
  const { candidates } = result;
  const all = candidates.map(({ candidate }) => candidate);
  const best = [...candidates].sort((one, other) => fillRateOf(other) - fillRateOf(one));
  const shown =
    candidates.length <= MOST_NAMED ? candidates : [...best.slice(0, MOST_NAMED - 1), best.at(-1)!];
  const comparisons = new Map(compareWithFirst(result).map((one) => [one.other, one]));
  const items = shown.map((one) => {
    const figures = new Figures(one);
    const difference = comparisons
      .get(one.candidate)
      ?.figures.find(({ name }) => name.scope === 'network' && name.figure === 'fillRate')?.difference;
    const told =
      difference === undefined
        ? null
        : difference.verdict === 'same'
          ? ': the same as the first'
          : difference.verdict === 'unclear'
            ? markup`: <b>cannot be told</b> from the first`
            : `: ${differenceText('fillRate', difference)} against the first`;
    return markup`<li><strong>${reportName(one.candidate, all)}</strong> serves <b>${intervalText('fillRate', figures.of(NETWORK, 'fillRate'))}</b> at once, with ${intervalText('meanOnHand', figures.of(NETWORK, 'meanOnHand'))} PINs on the shelves${told}</li>
`;
  });
  const many =
    shown.length < candidates.length
      ? `Of ${count(candidates.length)} candidates, those with the highest fill rates and the one with the lowest:`
      : 'Of all customers,';
  return markup`<p class="lead">${many}</p>
<ul class="lead levels">${items}</ul>
<p class="where">So say ${plural(result.replications, 'replication')} of each.</p>`;
}

function fillRateOf(result: ExperimentResult['candidates'][number]): number {
  return new Figures(result).of(NETWORK, 'fillRate')?.estimate ?? -1;
}

/** The server with the lowest fill rate; null with fewer than two that had customers. */
export function worstServer(figures: Figures): { readonly name: string; readonly text: string } | null {
  const servers = figures.parts('server', false).flatMap((part) => {
    const estimate = figures.of(part, 'fillRate');
    return estimate === null ? [] : [{ part, estimate }];
  });
  if (servers.length < 2) return null;
  const [worst] = servers.sort((one, other) => one.estimate.estimate - other.estimate.estimate);
  return { name: partName(worst!.part, ''), text: intervalText('fillRate', worst!.estimate) };
}
