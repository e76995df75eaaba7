import { meanSize } from './sizesFit.ts';
import type { Analysis } from './analysis.ts';
import { LEAST_GROWTH_DAYS } from './growthFit.ts';
import type { HoldOut, Rung, RungName } from './holdOut.ts';
import { PROFILE_LEVEL } from './sharedProfile.ts';
import { SILENT_PHASE } from './silentGaps.ts';
import { DAY_HOURS } from './weekHours.ts';

/** One part of a model, in a few words. */
export interface PartWords {
  readonly part: string;
  readonly words: string;
}

export const RUNG_NAMES: Readonly<Record<RungName, string>> = {
  constant: 'a constant rate',
  profile: 'the profile',
  trend: 'with growth and events',
  all: 'with day factors and bursts',
};

/** What the fit found, part by part. */
export function fitWords(analysis: Analysis): PartWords[] {
  return [
    { part: 'profile', words: profileWords(analysis) },
    { part: 'growth', words: growthWords(analysis) },
    { part: 'events', words: eventWords(analysis) },
    { part: 'day factor', words: dayFactorWords(analysis) },
    { part: 'bursts', words: burstWords(analysis) },
    { part: 'bulk', words: bulkWords(analysis) },
  ];
}

function profileWords({ fit: { shared, model } }: Analysis): string {
  const kind = {
    flat: `none: hours and days differ no more than by chance (at ${PROFILE_LEVEL * 100} %)`,
    hourOfDay: 'by the hour of the day',
    hourOfWeek: 'by the hour of the week',
  }[shared.kind];
  const own = model.series.filter(({ profile }) => profile !== 'shared').length;
  if (own === 0) return model.series.length > 1 ? `${kind}, one for all ${model.series.length} series` : kind;
  return `${kind}; ${own} of ${model.series.length} series differ significantly and have their own, the others share one`;
}

function growthWords({ fit: { growth, range } }: Analysis): string {
  const { network } = growth;
  if (network === null) {
    const days = (range.until - range.from) / DAY_HOURS;
    return days < LEAST_GROWTH_DAYS
      ? `not looked for: ${days} days are too short to tell growth from a season (${LEAST_GROWTH_DAYS} needed)`
      : 'none that could be told';
  }
  const band = `${percent(network.low)} to ${percent(network.high)}`;
  const own = growth.isOwn ? '; series grow differently, and have their own' : '';
  if (!growth.isSignificant)
    return `none beyond chance: ${percent(network.perYear)} a year (95 %: ${band})${own}`;
  return `${percent(network.perYear)} a year (95 %: ${band})${own}`;
}

function eventWords({ fit: { events } }: Analysis): string {
  const month = events.monthDays.map(({ day, factor, times }) => {
    const name = day === 'last' ? 'the last day of the month' : `day ${day} of the month`;
    return `${name} times ${factor.toFixed(2)} (seen ${times} times)`;
  });
  const { farDays } = events;
  const far =
    farDays.length === 0
      ? []
      : [
          `${farDays.length} ${farDays.length === 1 ? 'day' : 'days'} far off, not carried forward: ${farDays
            .slice(0, 5)
            .map(
              ({ day, customers, expected }) =>
                `${dateOf(day)} ${customers} instead of ${Math.round(expected)}`,
            )
            .join(', ')}${farDays.length > 5 ? ', …' : ''}`,
        ];
  return month.length + far.length === 0 ? 'none beyond chance' : [...month, ...far].join('; ');
}

function dayFactorWords({ fit: { dayVariance }, data }: Analysis): string {
  const { network, server, series, networkBand } = dayVariance;
  if (network + server + series === 0) return 'none: days scatter no more than by chance';
  const parts: string[] = [];
  const of = (variance: number): string => percent(Math.sqrt(variance), 1).replace('+', '');
  if (network > 0) {
    const [low, high] = networkBand;
    const whose = data.servers.length > 1 ? 'shared by all servers' : 'of all';
    parts.push(`${of(network)} ${whose} (95 %: ${of(low ** 2)} to ${of(high ** 2)})`);
  }
  if (server > 0) parts.push(`${of(server)} of each server’s own`);
  if (series > 0) parts.push(`${of(series)} of each series’ own`);
  return `days scatter beyond chance, with a standard deviation of ${parts.join(', ')}`;
}

function burstWords({ fit: { model } }: Analysis): string {
  const shapes = model.series.flatMap((series) => (series.bursts === null ? [] : [series.bursts]));
  const [shape] = shapes;
  if (shape === undefined) return 'none: customers come independently of each other within a day';
  const [quiet, busy] = shape.factors.map((factor) => factor.toFixed(2));
  const [leaveQuiet, leaveBusy] = shape.switchesPerHour.map((value) => hours(1 / value));
  const whose =
    shapes.length === model.series.length
      ? 'all series'
      : `${shapes.length} of ${model.series.length} series`;
  const like = new Set(shapes).size > 1 ? '; the first of them: ' : ': ';
  const silent = shapes.some(({ factors }) => Math.min(...factors) <= SILENT_PHASE);
  const doubt = silent ? '; in a phase hardly anybody comes: are these stock-outs, or closing times?' : '';
  return `in ${whose}${like}${quiet} times the mean rate for ${leaveQuiet} on average, then ${busy} times for ${leaveBusy}${doubt}`;
}

function hours(value: number): string {
  return value >= 1.5 ? `${value.toFixed(1)} h` : `${Math.round(60 * value)} min`;
}

function bulkWords({ sizes, data }: Analysis): string {
  const distinct = [...new Set(sizes.bySeries)];
  if (distinct.every((one) => one.length === 1 && one[0]![0] === 1)) return 'every customer takes one PIN';
  const own = sizes.isOwn.filter(Boolean).length;
  const means = distinct.map(meanSize);
  const [least, most] = [Math.min(...means), Math.max(...means)];
  const mean = most - least < 0.005 ? least.toFixed(2) : `${least.toFixed(2)} to ${most.toFixed(2)}`;
  const whose =
    own === 0 ? 'by variety' : `by variety, and ${own} of ${data.series.length} series of their own`;
  return `${mean} PINs a customer on average, ${whose}`;
}

/** What the days that the fit did not see say about it, one sentence each. */
export function verdictWords(judged: HoldOut | null): string[] {
  if (judged === null) return ['The log is too short to judge the fit by days that it did not see.'];
  const days = (judged.held.until - judged.held.from) / DAY_HOURS;
  const sentences = judged.rungs.flatMap((rung) => rungWords(rung) ?? []);
  const last = judged.rungs.at(-1)!;
  if (last.overConstant?.verdict === 'worse') {
    sentences.unshift(
      `WORSE THAN A CONSTANT RATE: on the last ${days} days, which it did not see, the fit foretells customers worse than one rate for all hours. Something changed; do not plan with it.`,
    );
  }
  const { rescaled, customers, impossible } = last.judgement;
  if (customers === 0) sentences.push('No customer came in these days.');
  else if (rescaled.p >= 0.05) {
    sentences.push(
      `Rescaled by the whole model, the gaps between customers are as the model says (Kolmogorov-Smirnov distance ${rescaled.distance.toFixed(4)}, p ${probability(rescaled.p)}).`,
    );
  } else {
    const size = rescaled.distance < 0.02 ? 'though hardly: no probability is off by more than' : 'by up to';
    sentences.push(
      `Rescaled by the whole model, the gaps between customers are not quite as it says, ${size} ${(100 * rescaled.distance).toFixed(1)} % (p ${probability(rescaled.p)}).`,
    );
  }
  if (impossible > 0)
    sentences.push(`${impossible} customers came in hours in which the model expects nobody.`);
  return sentences;
}

function rungWords({ name, overBefore }: Rung): string | null {
  if (overBefore === null) return null;
  const gain = `${overBefore.gainPerCustomer >= 0 ? '+' : '−'}${Math.abs(overBefore.gainPerCustomer).toFixed(4)} per customer, t ${overBefore.t.toFixed(1)}`;
  const part = {
    constant: '',
    profile: 'The profile',
    trend: 'Growth and events',
    all: 'Day factors and bursts',
  }[name];
  const verb = name === 'profile' ? 's' : '';
  if (overBefore.t === 0) return null;
  if (overBefore.verdict === 'better') return `${part} pay${verb}: the log-likelihood gains ${gain}.`;
  if (overBefore.verdict === 'worse')
    return `${part} do${verb === '' ? '' : 'es'} harm: the log-likelihood changes by ${gain}.`;
  return `${part} make${verb} no difference that could be told from chance (${gain}).`;
}

export function probability(p: number): string {
  return p >= 0.001 ? p.toFixed(3) : p >= 1e-12 ? p.toExponential(0) : '< 1e-12';
}

export function dateOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function percent(share: number, digits = 0): string {
  const text = (100 * share).toFixed(digits);
  return `${share > 0 ? '+' : ''}${text === '-0' ? '0' : text}\u00a0%`;
}
