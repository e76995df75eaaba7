import type { Scenario } from '#sim/scenario/scenario';
import type { RunResult } from '#sim/result';
import { savedPerPin, type Comparison, type Step } from '#src/report/alternatives';
import type { Calendar } from '#src/report/calendar';
import { amount, count, listing, percent, plural, share } from '#src/report/format';
import { lossTimeline, periodsWithHalf, total, type LossTimeline } from '#src/report/lossTimeline';
import { markup, type Markup } from '#src/report/markup';
import { indexOfLargest, ranked, shareMissed, type MissMeasure } from '#src/report/misses';

/** The first thing that a reader sees: the scenario's question, answered in words, and four figures. */
export function answerSection(scenario: Scenario, comparison: Comparison, calendar: Calendar): Markup {
  const { measure, focus, results } = comparison;
  const lead = results.length === 1 ? oneAnswer(measure, focus) : severalAnswer(comparison);
  return markup`<section id="answer" class="answer" aria-labelledby="answer-heading">
<h2 id="answer-heading" class="kicker">${scenario.question === null ? 'Answer' : 'The question'}</h2>
${scenario.question === null ? null : markup`<p class="question">${scenario.question}</p>`}
<p class="lead">${lead}</p>
${whereAndWhen(comparison, lossTimeline(focus, calendar))}
${results.length === 1 ? headlines(measure, focus) : null}
</section>`;
}

function oneAnswer(measure: MissMeasure, { network }: RunResult): Markup {
  if (network.asked === 0) return markup`No customer came, so nothing was sold and nothing was lost.`;
  const misses = measure.of(network);
  const served = markup`The network served <strong>${share(network.fillRate)}</strong> of ${plural(network.asked, 'customer')} at once`;
  if (misses === 0) return markup`${served}; no sale was lost.`;
  return markup`${served}; <strong class="bad">${plural(misses, measure.noun)}</strong> (${share(shareMissed(measure, network))}) ${misses === 1 ? 'was' : 'were'} ${measure.verb}. That took <strong>${stock(network.meanOnHand)}</strong> on the servers’ shelves on average.`;
}

function severalAnswer(comparison: Comparison): Markup {
  const { measure, steps, knee } = comparison;
  const customers = new Set(steps.map((step) => step.result.network.asked));
  const [asked = 0] = customers;
  const opening =
    customers.size === 1 ? markup`Of ${plural(asked, 'customer')},` : markup`Of each run’s customers,`;
  const parts = steps.map((step, index) => {
    const ending = index === steps.length - 1 ? '.' : ';';
    return markup` <span class="phrase">with <strong>${step.result.planName}</strong> ${failing(measure, step)}${
      index === 0
        ? markup` and ${stock(step.stock)} stand on the shelves on average`
        : markup`, with ${stock(step.stock)}`
    }${ending}</span>`;
  });
  return markup`${opening}${parts}${knee === null ? null : kneeSentence(comparison, knee)}`;
}

function failing(measure: MissMeasure, step: Step): Markup {
  if (step.misses === 0) return markup`<b>none</b> ${measure.kind === 'lost' ? 'is lost' : 'has to wait'}`;
  const fate = { lost: 'are lost', waited: 'have to wait', both: 'are not served at once' }[measure.kind];
  return markup`<b class="bad">${share(step.missShare)}</b> ${fate} (${count(step.misses)})`;
}

function kneeSentence({ measure, steps }: Comparison, knee: RunResult): Markup {
  const index = steps.findIndex((step) => step.result === knee);
  const before = steps[index]?.savedPerPin ?? null;
  const next = steps[index + 1];
  const after = next === undefined ? null : savedPerPin(measure, knee, next.result);
  const unit = measure.kind === 'lost' ? 'sales' : 'customers';
  const gains =
    before === null || after === null
      ? null
      : markup`: the step up to it saved ${amount(before)} ${unit} for each further PIN on the shelves, the step beyond it only ${amount(after)}`;
  return markup` The knee is at <strong>${knee.planName}</strong>${gains}.`;
}

function whereAndWhen(comparison: Comparison, timeline: LossTimeline | null): Markup | null {
  const { measure, focus, results } = comparison;
  const misses = measure.of(focus.network);
  if (misses === 0) return null;
  const setting = results.length === 1 ? null : markup`With ${focus.planName}, `;
  return markup`<p class="where">${setting}${whereSentence(measure, focus, setting !== null)} ${timeline === null ? null : whenSentence(timeline)}</p>`;
}

function whereSentence(measure: MissMeasure, result: RunResult, continues: boolean): Markup {
  const all = measure.of(result.network);
  const servers = ranked(measure, result.servers);
  const [worst] = servers;
  const [variety] = ranked(measure, result.varieties);
  if (worst === undefined || variety === undefined) return markup``;
  const opening = continues ? 'the' : 'The';
  const others = servers.slice(1, 3).filter((server) => server.misses > 0);
  const rest =
    others.length === 0
      ? null
      : markup`, ahead of ${listing(others.map((server) => `${server.name} (${count(server.misses)})`))}`;
  const byVariety =
    Object.keys(result.varieties).length < 2
      ? null
      : markup` By variety, ${variety.name} lost most: ${count(variety.misses)}, or ${share(shareMissed(measure, variety.kpis))} of its customers.`;
  const most = measure.kind === 'lost' ? 'most sales were lost' : 'most customers met an empty shelf';
  return markup`${opening} server where ${most} is <strong>${worst.name}</strong>: ${count(worst.misses)}, ${share(worst.misses / all)} of the total${rest}.${byVariety}`;
}

function whenSentence(timeline: LossTimeline): Markup | null {
  const allLost = total(timeline.network.lost);
  if (allLost === 0 || timeline.periods.length < 3) return null;
  const index = indexOfLargest(timeline.network.lost);
  const worst = markup`The worst time was <strong>${timeline.periods[index]?.name ?? ''}</strong> (${count(timeline.network.lost[index] ?? 0)} lost)`;
  const { days } = timeline;
  if (days === null) return markup`${worst}.`;
  const worstDay = indexOfLargest(days.lost);
  const day =
    timeline.unit === 'day'
      ? null
      : markup`, the worst day <strong>${days.periods[worstDay]?.name ?? ''}</strong> (${count(days.lost[worstDay] ?? 0)})`;
  const half = periodsWithHalf(days.lost);
  return markup`${worst}${day}. Half of all lost sales fall on ${half === 1 ? 'a single day' : `${count(half)} days`} of ${count(days.periods.length)}.`;
}

function headlines(measure: MissMeasure, { network }: RunResult): Markup {
  const figures: [string, string, string][] = [
    [percent(network.fillRate), 'fill rate', 'met at once from own stock'],
    [
      count(measure.of(network)),
      measure.kind === 'lost' ? 'sales lost' : measure.column.toLowerCase(),
      `of ${count(network.asked)} customers`,
    ],
    [count(network.meanOnHand), 'PINs on the shelves', 'time average over the run'],
    [percent(network.stockoutTimeFraction), 'of shelf time empty', plural(network.stockouts, 'stock-out')],
  ];
  return markup`<dl class="headlines">${figures.map(
    ([value, name, detail]) =>
      markup`<div><dt>${name}</dt><dd>${value}</dd><dd class="detail">${detail}</dd></div>`,
  )}</dl>`;
}

function stock(pins: number): string {
  return pins === 1 ? '1 PIN' : `${count(pins)} PINs`;
}
