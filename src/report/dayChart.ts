import * as Plot from '@observablehq/plot';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import type { DayInTheLife, ShelfDay, ShelfEvent } from '#sim/dayInTheLife';
import { dateAt, shortDayName, type Calendar } from '#src/report/calendar';
import { chart } from '#src/report/chart';
import { count } from '#src/report/format';
import type { Markup } from '#src/report/markup';
import { sentAt } from '#src/report/orderSent';
import { spread, watermarks, yTicks } from '#src/report/watermarkLevels';

interface Drawing {
  readonly day: DayInTheLife;
  readonly shelf: ShelfDay;
  readonly calendar: Calendar;
  readonly width: number;
  readonly height: number;
}

interface Sample {
  readonly at: Microseconds;
  readonly onHand: number;
  readonly position: number;
}

/** Stock, stock position, orders and deliveries of one shelf; beneath the axis the customers of each hour. */
export function dayChart({ day, shelf, calendar, width, height }: Drawing): Markup {
  const isWide = width > 600;
  const samples = shelf.onHand.map((onHand, index): Sample => ({
    at: day.from + index * day.sampleMicroseconds,
    onHand,
    // Below the axis hang the customers; what is owed would be drawn over the text beneath the chart.
    position: Math.max(0, shelf.position[index] ?? onHand),
  }));
  const levels = watermarks(shelf);
  const highest = Math.max(
    1,
    ...samples.map((one) => Math.max(one.onHand, one.position)),
    ...levels.map(({ value }) => value),
  );
  const top = 1.12 * highest;
  const bottom = -0.34 * top;
  const margins = { marginTop: 10, marginBottom: 26, marginLeft: 46, marginRight: isWide ? 100 : 78 };
  const pixelsPerUnit = (height - margins.marginTop - margins.marginBottom) / (top - bottom);
  const end = day.from + Math.max(1, shelf.onHand.length - 1) * day.sampleMicroseconds;
  return chart(
    `${shelf.variety} at ${day.server}: stock, orders, deliveries and customers from ${shortDayName(calendar, day.from)} on`,
    {
      width,
      height,
      ...margins,
      style: { fontSize: '12px' },
      x: {
        domain: [day.from, end],
        label: null,
        ticks: hoursBetween(day.from, end, isWide ? 3 : 12),
        tickFormat: hourName(calendar),
      },
      y: { domain: [bottom, top], label: null },
      marks: [
        ...day.absences.map(({ from, until }) =>
          Plot.rect([0], {
            x1: Math.max(from, day.from),
            x2: Math.min(until, end),
            y1: bottom,
            y2: top,
            fill: 'var(--bad)',
            fillOpacity: 0.09,
          }),
        ),
        Plot.axisY(yTicks(highest), { tickFormat: (value: number) => count(value), tickSize: 0 }),
        Plot.ruleY(yTicks(highest).slice(1), { stroke: 'var(--rule)' }),
        Plot.areaY(samples, { x: 'at', y1: 0, y2: 'onHand', fill: 'var(--water)', curve: 'step-after' }),
        Plot.line(samples, {
          x: 'at',
          y: 'onHand',
          stroke: 'var(--water-deep)',
          strokeWidth: 1.4,
          curve: 'step-after',
        }),
        Plot.line(samples, {
          x: 'at',
          y: 'position',
          stroke: 'var(--water-deep)',
          strokeWidth: 1.2,
          strokeDasharray: '4 3',
          curve: 'step-after',
        }),
        ...levels.map((level) =>
          Plot.ruleY([level.value], { stroke: level.colour, strokeWidth: 1.3, strokeDasharray: level.dash }),
        ),
        ...customers(shelf, day.from, bottom),
        Plot.ruleY([0], { stroke: 'currentColor' }),
        ...shelf.events.flatMap((event) => {
          const at = event.kind === 'order' ? sentAt(day, shelf, event) : event.at;
          return at === null ? [] : eventMarks({ ...event, at }, samples, day);
        }),
        ...spread(levels, pixelsPerUnit).map(({ name, value, colour, shift }) =>
          Plot.text([`${name} ${count(value)}`], {
            x: () => end,
            y: () => value,
            dx: 6,
            dy: shift,
            textAnchor: 'start',
            fill: colour,
            fontWeight: 600,
          }),
        ),
        Plot.text([`customers\nmax ${count(Math.max(0, ...shelf.asked))}${isWide ? ' ' : '\n'}an hour`], {
          x: () => end,
          y: () => bottom / 2,
          dx: 6,
          textAnchor: 'start',
          fill: 'var(--muted)',
        }),
      ],
    },
  );
}

/** Hanging from the axis: all customers of an hour, and in red those who were failed. */
function customers({ asked, missed }: ShelfDay, from: Microseconds, bottom: number): Plot.Markish[] {
  const most = Math.max(1, ...asked);
  const bars = asked.map((all, hour) => ({
    x1: from + hour * HOUR_MICROSECONDS,
    x2: from + (hour + 1) * HOUR_MICROSECONDS,
    all: (0.94 * bottom * all) / most,
    failed: (0.94 * bottom * (missed[hour] ?? 0)) / most,
  }));
  const at = { x1: 'x1', x2: 'x2', y1: 0, insetLeft: 1, insetRight: 1 } as const;
  return [
    Plot.rect(bars, { ...at, y2: 'all', fill: 'var(--muted)', fillOpacity: 0.4 }),
    Plot.rect(
      bars.filter(({ failed }) => failed < 0),
      { ...at, y2: 'failed', fill: 'var(--bad)' },
    ),
  ];
}

function eventMarks(event: ShelfEvent, samples: readonly Sample[], day: DayInTheLife): Plot.Markish[] {
  const index = Math.min(samples.length - 1, Math.ceil((event.at - day.from) / day.sampleMicroseconds));
  const after = samples[index];
  if (after === undefined) return [];
  const isOrder = event.kind === 'order';
  const sign = event.kind === 'delivery' ? '+' : event.kind === 'return' ? '−' : '';
  const y = isOrder ? Math.max(0, after.position - event.quantity) : after.onHand;
  const colour = isOrder ? 'var(--low)' : event.kind === 'delivery' ? 'var(--desired)' : 'var(--recall)';
  const [height, baseline] = isOrder ? [9, 17] : [-9, -17];
  // Near the right edge the number stands to the left.
  const isLate = event.at > day.from + 0.92 * (day.until - day.from);
  const text = {
    x: () => event.at,
    y: () => y,
    fill: colour,
    stroke: 'var(--paper)',
    strokeWidth: 3.5,
  } as const;
  return [
    Plot.text([isOrder ? '▲' : '▼'], { ...text, dy: height }),
    Plot.text([`${sign}${count(event.quantity)}`], {
      ...text,
      dy: isOrder ? height : baseline + 8,
      dx: isLate ? -8 : 8,
      textAnchor: isLate ? 'end' : 'start',
      fontWeight: 600,
    }),
  ];
}

function hoursBetween(from: Microseconds, end: Microseconds, step: number): Microseconds[] {
  const ticks: Microseconds[] = [];
  const size = step * HOUR_MICROSECONDS;
  for (let at = Math.ceil(from / size) * size; at <= end; at += size) ticks.push(at);
  return ticks;
}

/** The name of the day at midnight, hours between. */
function hourName(calendar: Calendar): (at: Microseconds) => string {
  return (at) => {
    const hour = Math.round((at % DAY_MICROSECONDS) / HOUR_MICROSECONDS);
    if (hour !== 0) return `${hour} h`;
    const name = shortDayName(calendar, at);
    return dateAt(calendar, at) === null ? name : name.replace(/ \d+$/, '');
  };
}
