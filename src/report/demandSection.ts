import * as Plot from '@observablehq/plot';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import { expectedPins } from '#sim/demand/expectedPins';
import type { CandidateResult, ExperimentResult } from '#sim/experiment/experimentResult';
import type { Plan } from '#sim/plan';
import type { RunResult } from '#sim/result';
import { divide, unitName, type Calendar, type Period } from '#src/report/calendar';
import { chart, responsive } from '#src/report/chart';
import { count } from '#src/report/format';
import { Figures, headings, intervalText, NETWORK, scaled, type Part } from '#src/report/intervalCells';
import { markup, type Markup } from '#src/report/markup';
import { weekFigure } from '#src/report/demandWeek';
import { asksForSeveral, EACH_PIN } from '#src/report/severalPins';
import { planTitle } from '#src/report/planTitle';
import { periodOfSample, sumByPeriod } from '#src/report/misses';

/** Whether the customers who came are those that the scenario plans. */
export function demandSection(
  { candidates, warmUp, replications, confidence }: ExperimentResult,
  pictured: RunResult | null,
  calendar: Calendar,
): Markup | null {
  const [first] = candidates;
  if (first === undefined || first.candidate.plan.demand.length === 0) return null;
  const rows = rowsOf(first, warmUp.microseconds);
  return markup`<section id="demand" aria-labelledby="demand-heading">
<h2 id="demand-heading">Customers against the demand as planned</h2>
<p class="note">What the demand in the scenario comes to on average, and the customers who came in ${count(replications)} replications of ${planTitle(first.candidate.plan.name)}. By chance the plan lies outside the interval in about ${Number((100 * (1 - confidence)).toPrecision(3))} of 100 rows; if it did much more often, the simulated demand would not be the one in the scenario.${recorded(first.candidate.plan)}${asksForSeveral([first.candidate.plan]) ? ` ${EACH_PIN}` : null}</p>
${pictured === null ? null : markup`${timelineFigure(first.candidate.plan, pictured, calendar)}${weekFigure(first.candidate.plan, pictured, calendar)}`}
<div class="scroll" tabindex="0" role="region" aria-label="Customers against plan"><table class="figures compact">
<caption><span>Customers of ${planTitle(first.candidate.plan.name)}</span></caption>
<thead>${headings([
    { heading: 'Planned', unit: 'a day' },
    { heading: 'Came', unit: 'a day' },
    { heading: 'Difference', unit: 'of planned' },
    { heading: 'Plan', unit: 'in interval' },
  ])}</thead>
<tbody>${rows}</tbody></table></div>
</section>`;
}

/** Recorded sales are no model: they come again as they came. */
function recorded({ demand }: Plan): string {
  const listed = demand.filter(({ rate }) => rate.kind === 'listed').length;
  if (listed === 0) return '';
  const where = listed === demand.length ? '' : ` at ${count(listed)} of ${count(demand.length)} shelves`;
  return ` Recorded sales are replayed${where}: there the plan is the record, and every replication meets the same customers.`;
}

const HOURS_PER_DAY = 24;

function rowsOf(result: CandidateResult, warmUp: Microseconds): Markup[] {
  const figures = new Figures(result);
  const { demand } = result.candidate.plan;
  const { runs } = result;
  // Runs that end with a number of sales do not all last as long.
  const end = runs.reduce((sum, run) => sum + run.simulatedMicroseconds, 0) / Math.max(1, runs.length);
  const hours = (end - warmUp) / HOUR_MICROSECONDS;
  const parts: Part[] = [NETWORK, ...figures.parts('server', false), ...figures.parts('variety', false)];
  return parts.flatMap((part): Markup[] => {
    const own = demand.filter(
      ({ server, variety }) =>
        (part.server === null || part.server === server) &&
        (part.variety === null || part.variety === variety),
    );
    const came = scaled(figures.of(part, 'askedPerHour'), HOURS_PER_DAY);
    if (own.length === 0 || came === null || hours <= 0) return [];
    const pins = own.reduce((sum, one) => sum + expectedPins(one, end) - expectedPins(one, warmUp), 0);
    const planned = (HOURS_PER_DAY * pins) / hours;
    const isInside =
      came.halfWidth === null || Math.abs(came.estimate - planned) <= came.halfWidth + 1e-9 * planned;
    const cameText = intervalText('askedPerHour', came);
    const difference = came.estimate - planned;
    const off = planned === 0 ? null : Math.abs(difference) <= 1e-9 * planned ? 0 : difference / planned;
    const offText = off === null ? '–' : `${off > 0 ? '+' : ''}${count(100 * off, 2)}\u00a0%`;
    return [
      markup`<tr${part === NETWORK ? TOTAL : null}><th scope="row">${part.server ?? part.variety ?? 'All servers'}</th><td>${count(planned, decimalsOf(cameText))}</td><td>${cameText}</td><td>${offText}</td><td>${came.halfWidth === null ? '–' : isInside ? 'yes' : 'no'}</td></tr>
`,
    ];
  });
}

/** As many as the text's first number has. */
function decimalsOf(text: string): number {
  return /^[\d,]+\.(\d+)/.exec(text)?.[1]?.length ?? 0;
}

const TOTAL = markup` class="total"`;

/** More curves than this would take longer to add up than to simulate. */
const MOST_CURVES = 2000;

interface Point extends Period {
  readonly planned: number;
  readonly came: number;
}

/** One replication over time, where the planned demand is not always the same. */
function timelineFigure(plan: Plan, result: RunResult, calendar: Calendar): Markup | null {
  const { recording } = result;
  if (recording === null || plan.demand.every(({ rate }) => rate.kind === 'constant')) return null;
  const samples = recording.series[0]?.asked.length ?? 0;
  if (samples < 2 || plan.demand.length > MOST_CURVES) return null;
  const length = (samples - 1) * recording.sampleMicroseconds;
  const { unit, periods } = divide(calendar, length, recording.sampleMicroseconds);
  if (periods.length < 3) return null;
  const periodOf = periodOfSample(recording.sampleMicroseconds, samples, periods);
  const { asked } = sumByPeriod(recording.series, periodOf, periods.length);
  const expected = (until: Microseconds): number =>
    plan.demand.reduce((sum, one) => sum + expectedPins(one, until), 0);
  const points = periods.map((period, index): Point => {
    // A first or last period that is cut short is told as a whole one.
    const days = (period.to - period.from) / DAY_MICROSECONDS;
    return {
      ...period,
      planned: (expected(period.to) - expected(period.from)) / days,
      came: (asked[index] ?? 0) / days,
    };
  });
  return markup`<figure class="pictured">${responsive(timeline(points, 1000), timeline(points, 360))}<figcaption>Customers a day, by ${unitName(unit)}: the line is the demand as planned, the dots are those who came in replication 0.</figcaption></figure>`;
}

function timeline(points: readonly Point[], width: number): Markup {
  const top = 1.08 * Math.max(1, ...points.map(({ planned, came }) => Math.max(planned, came)));
  const heads = points.filter(({ heading }, index) => heading !== points[index - 1]?.heading);
  const every = Math.ceil(heads.length / (width > 600 ? 13 : 5));
  const ticks = heads.filter((_, index) => index % every === 0);
  const names = new Map(ticks.map(({ from, heading }) => [from, heading]));
  return chart('Customers over time against the demand as planned', {
    width,
    height: 220,
    marginLeft: 52,
    marginRight: 10,
    style: { fontSize: '12px' },
    x: {
      domain: [points[0]!.from, points.at(-1)!.to],
      ticks: ticks.map(({ from }) => from),
      tickFormat: (from: number) => names.get(from) ?? '',
      label: null,
    },
    y: { domain: [0, top], ticks: 4, label: null, tickFormat: (value: number) => count(value) },
    marks: [
      Plot.gridY({ ticks: 4, stroke: 'var(--rule)', strokeOpacity: 1 }),
      Plot.ruleY([0], { stroke: 'currentColor' }),
      Plot.rect(points, { x1: 'from', x2: 'to', y1: 0, y2: 'planned', fill: 'var(--water)' }),
      Plot.ruleY(points, {
        x1: 'from',
        x2: 'to',
        y: 'planned',
        stroke: 'var(--water-deep)',
        strokeWidth: 1.6,
      }),
      Plot.dot(points, {
        x: ({ from, to }: Point) => (from + to) / 2,
        y: 'came',
        r: width > 600 ? 3 : 2,
        fill: 'var(--ink)',
      }),
    ],
  });
}
