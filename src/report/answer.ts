import type { Scenario } from '#sim/scenario/scenario';
import type { RunResult } from '#sim/result';
import type { Comparison, Step } from '#src/report/alternatives';
import { unitName, type Calendar } from '#src/report/calendar';
import { about, count, listing, percent, plural, share } from '#src/report/format';
import { lossTimeline, periodsWithHalf, total, type LossTimeline } from '#src/report/lossTimeline';
import { markup, plainText, type Markup } from '#src/report/markup';
import { asksForSeveral, EACH_PIN } from '#src/report/severalPins';
import { indexOfLargest, ranked, shareMissed, type MissMeasure } from '#src/report/misses';

/** The first thing that a reader sees: the scenario's question, answered in words, and four figures. */
export function answerSection(scenario: Scenario, comparison: Comparison, calendar: Calendar): Markup {
  const { measure, focus, results } = comparison;
  const countsPins = asksForSeveral(scenario.plans);
  const lead =
    results.length === 1
      ? markup`<p class="lead">${oneAnswer(measure, focus, countsPins)}</p>`
      : severalAnswer(comparison, countsPins);
  return markup`<section id="answer" class="answer" aria-labelledby="answer-heading">
<h2 id="answer-heading" class="kicker">${scenario.question === null ? 'Answer' : 'The question'}</h2>
${scenario.question === null ? null : markup`<p class="question">${scenario.question}</p>`}
${lead}
${whereAndWhen(comparison, lossTimeline(focus, calendar), calendar)}
${countsPins ? markup`<p class="where">${EACH_PIN}</p>` : null}
${results.length === 1 ? headlines(measure, focus, countsPins) : null}
</section>`;
}

/** The same answer in sentences for a terminal; what the comparison says of each alternative is left to its table. */
export function answerText(scenario: Scenario, comparison: Comparison, calendar: Calendar): string[] {
  const { measure, focus, results } = comparison;
  const countsPins = asksForSeveral(scenario.plans);
  const answer = results.length === 1 ? oneAnswer(measure, focus, countsPins) : conclusion(comparison);
  const where = whereAndWhen(comparison, lossTimeline(focus, calendar), calendar);
  return [answer, where, countsPins ? markup`${EACH_PIN}` : null]
    .filter((part) => part !== null)
    .map(plainText);
}

function oneAnswer(measure: MissMeasure, { network }: RunResult, countsPins: boolean): Markup {
  if (network.asked === 0) return markup`No customer came, so nothing was sold and nothing was lost.`;
  const misses = measure.of(network);
  const filled = markup`<strong>${share(network.fillRate)}</strong>`;
  const served = countsPins
    ? markup`Of ${plural(network.asked, 'PIN')} that customers asked for, the network served ${filled} at once`
    : markup`The network served ${filled} of ${plural(network.asked, 'customer')} at once`;
  if (misses === 0) return markup`${served}; no sale was lost.`;
  const noun = countsPins && measure.kind !== 'lost' ? 'PIN' : measure.noun;
  const verb = countsPins && measure.kind === 'waited' ? 'waited for' : measure.verb;
  return markup`${served}; <strong class="bad">${plural(misses, noun)}</strong> (${share(shareMissed(measure, network))}) ${misses === 1 ? 'was' : 'were'} ${verb}. That took <strong>${stock(network.meanOnHand)}</strong> on the servers’ shelves on average.`;
}

function severalAnswer(comparison: Comparison, countsPins: boolean): Markup {
  const { measure, steps } = comparison;
  const customers = new Set(steps.map((step) => step.result.network.asked));
  const [asked = 0] = customers;
  const levels = steps.map(
    (step, index) =>
      markup`<li>with <strong>${step.result.planName}</strong> ${failing(measure, step)}, with ${
        index === 0 ? `${stock(step.stock)} on the shelves on average` : stock(step.stock)
      }${index === steps.length - 1 ? '.' : ';'}</li>
`,
  );
  return markup`<p class="lead">Of ${customers.size > 1 ? 'each run’s customers' : countsPins ? `${plural(asked, 'PIN')} that customers asked for` : plural(asked, 'customer')},</p>
<ul class="lead levels">${levels}</ul>
${conclusion(comparison)}`;
}

function failing(measure: MissMeasure, step: Step): Markup {
  if (step.misses === 0) return markup`<b>none</b> ${measure.kind === 'lost' ? 'is lost' : 'has to wait'}`;
  const fate = { lost: 'are lost', waited: 'have to wait', both: 'are not served at once' }[measure.kind];
  return markup`<b class="bad">${share(step.missShare)}</b> ${fate} (${count(step.misses)})`;
}

/** What the comparison comes to: the knee, or what the second of two buys, and what is not worth its stock. */
function conclusion({ measure, steps, knee }: Comparison): Markup | null {
  const unit = measure.kind === 'lost' ? 'sales' : 'customers';
  const sentences: Markup[] = [];
  const [first, second] = steps;
  if (knee !== null) {
    const index = steps.findIndex((step) => step.result === knee);
    const before = steps[index]?.savedPerPin ?? null;
    const after = steps[index + 1]?.savedPerPin ?? null;
    const gains =
      before === null || after === null
        ? null
        : markup`: the step up to it saved ${about(before)} ${unit} for each further PIN on the shelves, the step beyond it ${after > 0 ? `only ${about(after)}` : 'none'}`;
    sentences.push(markup`The knee is at <strong>${knee.planName}</strong>${gains}.`);
  } else if (
    steps.length === 2 &&
    first !== undefined &&
    second !== undefined &&
    (second.savedPerPin ?? 0) > 0
  ) {
    sentences.push(
      markup`Each further PIN on the shelves of ${second.result.planName} saves ${about(second.savedPerPin ?? 0)} ${unit} over the run.`,
    );
  }
  steps.forEach((step, index) => {
    const better = steps.slice(0, index).find((other) => other.misses < step.misses);
    if (better !== undefined) {
      sentences.push(
        markup` <strong>${step.result.planName}</strong> takes more stock than ${better.result.planName} and still fails more customers.`,
      );
    }
  });
  return sentences.length === 0 ? null : markup`<p class="lead">${sentences}</p>`;
}

function whereAndWhen(
  comparison: Comparison,
  timeline: LossTimeline | null,
  calendar: Calendar,
): Markup | null {
  const { measure, focus, results } = comparison;
  const misses = measure.of(focus.network);
  if (misses === 0) return null;
  const setting = results.length === 1 ? null : markup`With ${focus.planName}, `;
  return markup`<p class="where">${setting}${whereSentence(measure, focus, setting !== null)} ${timeline === null ? null : whenSentence(timeline, calendar)}</p>`;
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
      : markup` By variety, ${variety.name} ${measure.kind === 'lost' ? 'lost' : 'failed'} most: ${count(variety.misses)}, or ${share(shareMissed(measure, variety.kpis))} of its customers.`;
  const most = measure.kind === 'lost' ? 'most sales were lost' : 'most customers met an empty shelf';
  return markup`${opening} server where ${most} is <strong>${worst.name}</strong>: ${count(worst.misses)}, ${percent(worst.misses / all, 0)} of the total${rest}.${worstShare(measure, result, worst.name)}${byVariety}`;
}

/** Named only when it is another server than the one with most misses; a handful of customers proves nothing. */
function worstShare(measure: MissMeasure, result: RunResult, most: string): Markup | null {
  const shares = ranked(measure, result.servers)
    .filter((server) => server.kpis.asked >= 100)
    .map((server) => ({ name: server.name, missed: shareMissed(measure, server.kpis) ?? 0 }))
    .sort((one, other) => other.missed - one.missed);
  const [worst] = shares;
  if (worst === undefined || worst.name === most || worst.missed === 0) return null;
  return markup` The largest share of its own customers was failed by <strong>${worst.name}</strong>, ${share(worst.missed)}.`;
}

function whenSentence(timeline: LossTimeline, calendar: Calendar): Markup | null {
  const allLost = total(timeline.network.lost);
  if (allLost === 0 || timeline.periods.length < 3) return null;
  const index = indexOfLargest(timeline.network.lost);
  const worst = markup`The worst ${unitName(timeline.unit)} was ${timeline.unit === 'week' && calendar.startsAt !== null ? 'the ' : ''}<strong>${timeline.periods[index]?.name ?? ''}</strong> (${count(timeline.network.lost[index] ?? 0)} lost)`;
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

function headlines(measure: MissMeasure, { network }: RunResult, countsPins: boolean): Markup {
  const figures: [string, string, string][] = [
    [percent(network.fillRate), 'fill rate', 'met at once from own stock'],
    [
      count(measure.of(network)),
      measure.kind === 'lost' ? 'sales lost' : measure.column.toLowerCase(),
      `of ${count(network.asked)} ${countsPins ? 'PINs asked for' : 'customers'}`,
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
