import * as Plot from '@observablehq/plot';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import { expectedPins } from '#sim/demand/expectedPins';
import type { Plan } from '#sim/plan';
import type { RunResult } from '#sim/result';
import { dateAt, type Calendar } from '#src/report/calendar';
import { chart, responsive } from '#src/report/chart';
import { count, plural } from '#src/report/format';
import { markup, type Markup } from '#src/report/markup';

const HOURS_PER_WEEK = 168;
const MOST_WEEKS = 4;
/** More curves than this would take longer to add up than to simulate. */
const MOST_CURVES = 500;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

interface Hour {
  readonly hour: number;
  readonly planned: number;
  readonly came: number;
}

/** The average week, hour by hour, where the plan knows busy hours and the recording is fine enough to show them. */
export function weekFigure(plan: Plan, { recording }: RunResult, calendar: Calendar): Markup | null {
  if (recording === null || plan.demand.length > MOST_CURVES) return null;
  const perHour = HOUR_MICROSECONDS / recording.sampleMicroseconds;
  const samples = (recording.series[0]?.asked.length ?? 0) - 1;
  const weeks = Math.min(MOST_WEEKS, Math.floor(samples / (perHour * HOURS_PER_WEEK)));
  if (!Number.isInteger(perHour) || weeks < 1) return null;
  const planned = Array.from({ length: weeks * HOURS_PER_WEEK }, () => 0);
  for (const one of plan.demand) {
    let before = 0;
    for (let hour = 0; hour < planned.length; hour++) {
      const until = expectedPins(one, (hour + 1) * HOUR_MICROSECONDS);
      planned[hour]! += until - before;
      before = until;
    }
  }
  if (!hasBusyHours(planned)) return null;
  const came = planned.map((_, hour) => {
    let sum = 0;
    // What a sample counts came in the interval that ends there.
    for (let sample = hour * perHour + 1; sample <= (hour + 1) * perHour; sample++) {
      for (const { asked } of recording.series) sum += asked[sample]!;
    }
    return sum;
  });
  const hours = Array.from({ length: HOURS_PER_WEEK }, (_, hour): Hour => ({
    hour,
    planned: folded(planned, hour) / weeks,
    came: folded(came, hour) / weeks,
  }));
  const draw = (width: number): Markup => drawn(hours, calendar, width);
  return markup`<figure class="pictured">${responsive(draw(1000), draw(360))}<figcaption>Customers an hour over the week${weeks > 1 ? `, the average of the first ${plural(weeks, 'week')}` : ''}: the area is the demand as planned, the dots are those who came in replication 0.</figcaption></figure>`;
}

/** Some day is not the same at all hours. */
function hasBusyHours(planned: readonly number[]): boolean {
  return planned.some(
    (pins, hour) => hour % 24 > 0 && Math.abs(pins - planned[hour - 1]!) > 1e-6 * (1 + pins),
  );
}

function folded(hours: readonly number[], hour: number): number {
  let sum = 0;
  for (let at = hour; at < hours.length; at += HOURS_PER_WEEK) sum += hours[at]!;
  return sum;
}

function drawn(hours: readonly Hour[], calendar: Calendar, width: number): Markup {
  const top = 1.08 * Math.max(1, ...hours.map(({ planned, came }) => Math.max(planned, came)));
  const dayName = (hour: number): string => {
    const date = dateAt(calendar, (hour / 24) * DAY_MICROSECONDS);
    return date === null ? `day ${hour / 24 + 1}` : DAYS[date.getUTCDay()]!;
  };
  const midnights = [0, 1, 2, 3, 4, 5, 6].map((day) => 24 * day);
  return chart('Customers by hour of the week against the demand as planned', {
    width,
    height: 220,
    marginLeft: 52,
    marginRight: 10,
    style: { fontSize: '12px' },
    x: { domain: [0, HOURS_PER_WEEK], ticks: midnights, tickFormat: dayName, label: null },
    y: { domain: [0, top], ticks: 4, label: null, tickFormat: (value: number) => count(value) },
    marks: [
      Plot.gridY({ ticks: 4, stroke: 'var(--rule)', strokeOpacity: 1 }),
      Plot.ruleX(midnights, { stroke: 'var(--rule)' }),
      Plot.rect(hours, {
        x1: 'hour',
        x2: ({ hour }: Hour) => hour + 1,
        y1: 0,
        y2: 'planned',
        fill: 'var(--water)',
      }),
      Plot.ruleY(hours, {
        x1: 'hour',
        x2: ({ hour }: Hour) => hour + 1,
        y: 'planned',
        stroke: 'var(--water-deep)',
        strokeWidth: 1.4,
      }),
      Plot.ruleY([0], { stroke: 'currentColor' }),
      Plot.dot(hours, {
        x: ({ hour }: Hour) => hour + 0.5,
        y: 'came',
        r: width > 600 ? 2.2 : 1.3,
        fill: 'var(--ink)',
      }),
    ],
  });
}
