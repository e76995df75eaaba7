import * as Plot from '@observablehq/plot';
import { DAY_MICROSECONDS } from '#src/domain/time';
import type { StockSeries } from '#sim/result';
import type { Comparison } from '#src/report/alternatives';
import { dateAt, shortDayName, type Calendar } from '#src/report/calendar';
import { chart, responsive } from '#src/report/chart';
import { amount, count, plural } from '#src/report/format';
import { markup, type Markup } from '#src/report/markup';
import { total } from '#src/report/lossTimeline';
import { indexOfLargest } from '#src/report/misses';
import { selectStocks, type Shown } from '#src/report/stockSelection';
import { spread, watermarks, yTicks } from '#src/report/watermarkLevels';

/** A stretch of one recorded series, by index of samples. */
interface Window {
  readonly first: number;
  readonly last: number;
}

const LONGEST_WITHOUT_ZOOM_DAYS = 45;

export function stockSection(comparison: Comparison, calendar: Calendar): Markup {
  const { focus, measure, results } = comparison;
  const { recording } = focus;
  const heading = markup`<h2 id="stock-heading">Stock against its watermarks</h2>`;
  const samples = recording?.series[0]?.onHand.length ?? 0;
  if (recording === null || samples < 2) {
    return markup`<section id="stock" aria-labelledby="stock-heading">${heading}<p class="note">This run was not recorded over time.</p></section>`;
  }
  const { reason, shown } = selectStocks(measure, focus, recording);
  const days = ((samples - 1) * recording.sampleMicroseconds) / DAY_MICROSECONDS;
  const isLong = days > LONGEST_WITHOUT_ZOOM_DAYS;
  return markup`<section id="stock" aria-labelledby="stock-heading">${heading}
<p class="note">${reason}${results.length > 1 ? ` Shown for ${focus.planName}.` : ''} A request leaves when what is on hand <em>and on order</em> is at or under the low watermark, so the shelf itself may fall below it. Red bars beneath the axis are lost sales.</p>
<div class="${isLong ? 'stocks with-zoom' : 'stocks'}">${shown.map((one) =>
    panels(one, recording.sampleMicroseconds, calendar, isLong),
  )}</div>
</section>`;
}

function panels(shown: Shown, sample: number, calendar: Calendar, isLong: boolean): Markup {
  const { series } = shown;
  const whole = { first: 0, last: series.onHand.length - 1 };
  const draw = (width: number, window: Window): Markup =>
    stockChart({ series, sample, calendar, window, width });
  const failed =
    shown.lost > 0
      ? `${plural(shown.lost, 'sale')} lost`
      : shown.misses > 0
        ? `${count(shown.misses)} waited`
        : 'none lost';
  const caption = markup`<figcaption><strong>${series.server}</strong> · ${series.variety} <span class="failed">${failed}</span></figcaption>`;
  if (!isLong) return markup`<figure>${caption}${responsive(draw(530, whole), draw(360, whole))}</figure>`;
  const window = worstStretch(series, sample);
  const from = shortDayName(calendar, window.first * sample);
  const to = shortDayName(calendar, window.last * sample);
  return markup`<figure>${caption}${responsive(draw(690, whole), draw(360, whole))}</figure>
<figure class="zoom"><figcaption>${shown.lost > 0 ? 'Worst four weeks' : 'Four weeks'}: ${from} to ${to}</figcaption>${draw(380, window)}</figure>`;
}

/** Four weeks with the most lost sales, or around the lowest stock when none was lost. */
function worstStretch(series: StockSeries, sample: number): Window {
  const end = series.onHand.length - 1;
  const length = Math.min(end, Math.max(2, Math.round((28 * DAY_MICROSECONDS) / sample)));
  const sums: number[] = [];
  let sum = 0;
  for (let index = 0; index <= end; index++) {
    sum += series.lost[index] ?? 0;
    if (index >= length) sum -= series.lost[index - length] ?? 0;
    sums.push(index < length ? 0 : sum);
  }
  if (sums.some((value) => value > 0)) {
    // The first stretch with the largest sum ends right at a loss: move on a little to show the recovery.
    const last = Math.min(end, Math.max(length, indexOfLargest(sums) + Math.round(length / 7)));
    return { first: last - length, last };
  }
  const lowest = indexOfLargest(series.onHand.map((value) => -value));
  const first = Math.max(0, Math.min(end - length, lowest - Math.round(length / 2)));
  return { first, last: first + length };
}

interface Drawing {
  readonly series: StockSeries;
  readonly sample: number;
  readonly calendar: Calendar;
  readonly window: Window;
  readonly width: number;
}

interface Point {
  readonly at: Date | number;
  readonly low: number;
  readonly high: number;
}

interface LossBar {
  /** Index of the sample in its middle, not always whole. */
  readonly middle: number;
  readonly lost: number;
}

function stockChart({ series, sample, calendar, window, width }: Drawing): Markup {
  const at = (index: number): Date | number =>
    dateAt(calendar, index * sample) ?? (index * sample) / DAY_MICROSECONDS;
  const marginRight = 92;
  const points = thinned(series, window, 2 * (width - marginRight - 44), at);
  const step = { x: 'at', curve: 'step-after' } as const;
  const isThinned = points.some((point) => point.low < point.high);
  const levels = watermarks(series);
  const top = 1.06 * Math.max(1, ...points.map((point) => point.high), ...levels.map((level) => level.value));
  const { bars, isDaily } = lossBars(series, sample, window);
  const mostLost = Math.max(0, ...bars.map((bar) => bar.lost));
  const depth = (bar: LossBar): number => (-0.19 * top * bar.lost) / mostLost;
  const bottom = Math.min((mostLost > 0 ? -0.24 : -0.04) * top, 1.06 * series.lowWatermark);
  const height = 210;
  const margins = { marginTop: 12, marginBottom: 26, marginLeft: 44, marginRight };
  const pixelsPerUnit = (height - margins.marginTop - margins.marginBottom) / (top - bottom);
  return chart(
    `Stock of ${series.variety} at ${series.server} from ${shortDayName(calendar, window.first * sample)} to ${shortDayName(calendar, window.last * sample)}, with its watermarks${mostLost > 0 ? ' and lost sales' : ''}`,
    {
      width,
      height,
      ...margins,
      style: { fontSize: '12px' },
      x: {
        type: calendar.startsAt === null ? 'linear' : 'utc',
        domain: [at(window.first), at(window.last)],
        ticks: width > 600 ? 12 : 5,
        label: null,
        ...(calendar.startsAt === null ? { tickFormat: (day: number) => `${amount(day)} d` } : {}),
      },
      y: { domain: [bottom, top], label: null },
      marks: [
        Plot.axisY(yTicks(top), { tickFormat: (value: number) => count(value), tickSize: 0 }),
        Plot.ruleY(yTicks(top).slice(1), { stroke: 'var(--rule)' }),
        Plot.areaY(points, { ...step, y1: 0, y2: 'high', fill: 'var(--water)' }),
        Plot.areaY(
          points.filter(() => isThinned),
          { ...step, y1: 'low', y2: 'high', fill: 'var(--water-deep)', fillOpacity: 0.6 },
        ),
        Plot.line(points, {
          ...step,
          y: 'high',
          stroke: 'var(--water-deep)',
          strokeWidth: isThinned ? 0.7 : 1.1,
        }),
        ...levels.map((level) =>
          Plot.ruleY([level.value], { stroke: level.colour, strokeWidth: 1.5, strokeDasharray: level.dash }),
        ),
        Plot.ruleY([0], { stroke: 'currentColor' }),
        Plot.ruleX(bars, {
          x: (bar: LossBar) => at(bar.middle),
          y1: 0,
          y2: depth,
          stroke: 'var(--bad)',
          strokeWidth: barWidth(
            width,
            (isDaily ? DAY_MICROSECONDS : sample) / ((window.last - window.first) * sample),
          ),
        }),
        ...spread(levels, pixelsPerUnit).map(({ name, value, colour, shift }) =>
          Plot.text([`${name} ${count(value)}`], {
            x: () => at(window.last),
            y: () => value,
            dx: 6,
            dy: shift,
            textAnchor: 'start',
            fill: colour,
            fontWeight: 600,
          }),
        ),
        ...(mostLost > 0
          ? [
              Plot.text([`lost: max\n${count(mostLost)}${isDaily ? ' a day' : ''}`], {
                x: () => at(window.last),
                y: () => bottom / 2,
                dx: 6,
                textAnchor: 'start',
                fill: 'var(--bad)',
              }),
            ]
          : []),
      ],
    },
  );
}

function barWidth(width: number, share: number): number {
  return Math.max(1.2, Math.min(7, 0.7 * share * (width - 136)));
}

/** Losses by day where a day holds several samples and the window several days; by sample otherwise. */
function lossBars(
  { lost }: StockSeries,
  sample: number,
  { first, last }: Window,
): { bars: LossBar[]; isDaily: boolean } {
  const samplesPerDay = DAY_MICROSECONDS / sample;
  const isDaily = Number.isInteger(samplesPerDay) && (last - first) / samplesPerDay >= 10;
  const stride = isDaily ? samplesPerDay : 1;
  const bars: LossBar[] = [];
  // The losses of a sample are those of the interval that ends there: a day's are at 1 … stride.
  for (let day = Math.floor(first / stride); day * stride < last; day++) {
    const from = Math.max(first, day * stride) + 1;
    const to = Math.min(last, (day + 1) * stride);
    const sum = total(lost.slice(from, to + 1));
    if (sum > 0) bars.push({ middle: (from - 1 + to) / 2, lost: sum });
  }
  return { bars, isDaily };
}

/** Few enough points to draw: where samples are closer than pixels, each point stands for several. */
function thinned(
  series: StockSeries,
  { first, last }: Window,
  most: number,
  at: (index: number) => Date | number,
): Point[] {
  const stride = Math.max(1, Math.ceil((last - first + 1) / most));
  const points: Point[] = [];
  for (let from = first; from <= last; from += stride) {
    // One sample of the next point belongs to this one, so that the spans of neighbours touch.
    const to = Math.min(last + 1, from + (stride === 1 ? 1 : stride + 1));
    const onHand = series.onHand.slice(from, to);
    points.push({
      at: at(from),
      low: Math.min(...onHand),
      high: Math.max(...onHand),
    });
  }
  return points;
}
