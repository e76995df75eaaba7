import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import type { DayInTheLife, ShelfDay, ShelfEvent } from '#sim/dayInTheLife';
import { dateAt, shortDayName, type Calendar } from '#src/report/calendar';
import { responsive } from '#src/report/chart';
import { dayChart } from '#src/report/dayChart';
import { capitalised, count, plural, span } from '#src/report/format';
import { total } from '#src/report/lossTimeline';
import { markup, type Markup } from '#src/report/markup';
import { indexOfLargest } from '#src/report/misses';
import { sentAt } from '#src/report/orderSent';
import { planTitle } from '#src/report/planTitle';
import { EACH_PIN } from '#src/report/severalPins';

const MOST_SHELVES = 4;
const MOST_STEPS = 14;

/** One server for a day or two, hour by hour: how orders, deliveries and customers hang together there. */
export function daySection(day: DayInTheLife, calendar: Calendar): Markup {
  const shelves = [...day.shelves].sort(
    (one, other) => total(other.missed) - total(one.missed) || lowestShare(one) - lowestShare(other),
  );
  const shown = shelves.slice(0, MOST_SHELVES);
  const [first] = shown;
  if (first === undefined) return markup``;
  const last = day.until - 1;
  const [from, to] = [shortDayName(calendar, day.from), shortDayName(calendar, last)];
  const when = from === to ? from : `${from} to ${to}`;
  const rest = shelves.length - shown.length;
  return markup`<section id="day" aria-labelledby="day-heading">
<h2 id="day-heading">A day in the life of ${day.server}</h2>
<p class="note">${capitalised(when)}, hour by hour, in replication ${day.replication} of ${planTitle(day.planName)} with seed ${day.seed}. The blue area is what lies on the shelf, the dashed line what is on hand <em>and on order</em>: when that falls to the low watermark, an order goes out (▲), and what it brings comes in later (▼). Bars beneath are customers of each hour, red those who met an empty shelf${
    day.unmet === 'lost' ? '' : ' and waited'
  }.${day.shelves.some(({ position }) => position.some((pins) => pins < 0)) ? ' Where customers wait for more than is on hand and on order, the dashed line lies on the axis.' : null}${day.isBulk ? ` ${EACH_PIN}` : null}${absences(day, calendar)}</p>
${shown.map((shelf, index) => figureOf(day, shelf, calendar, index === 0))}
${rest > 0 ? markup`<p class="note">${plural(rest, 'more variety', 'more varieties')} of this server ${rest === 1 ? 'is' : 'are'} not shown.</p>` : null}
<h3>${first.variety}, step by step</h3>${steps(day, first, calendar)}
<h3>${first.variety}, hour by hour</h3>${hourTables(day, first, calendar)}
</section>`;
}

function figureOf(day: DayInTheLife, shelf: ShelfDay, calendar: Calendar, isFirst: boolean): Markup {
  const [asked, missed] = [total(shelf.asked), total(shelf.missed)];
  const fate = day.unmet === 'lost' ? 'lost' : 'had to wait';
  const draw = (width: number): Markup =>
    dayChart({ day, shelf, calendar, width, height: isFirst ? 330 : 230 });
  return markup`<figure class="pictured"><figcaption><strong>${shelf.variety}</strong> · ${plural(asked, 'customer')}${
    missed === 0 ? ', all served at once' : markup`<span class="failed">${count(missed)} ${fate}</span>`
  }</figcaption>${responsive(draw(1100), draw(360))}</figure>
`;
}

function absences({ absences: all }: DayInTheLife, calendar: Calendar): string {
  return all
    .map(
      ({ node, from, until }) =>
        ` Where it is shaded, ${node} is away: from ${momentName(calendar, from)} to ${momentName(calendar, until)}.`,
    )
    .join('');
}

/** What happened to one shelf, in sentences. */
function steps(day: DayInTheLife, shelf: ShelfDay, calendar: Calendar): Markup {
  const lines: [Microseconds, string][] = shelf.events.flatMap((event) =>
    event.kind === 'order' ? orderSteps(day, shelf, event, calendar) : [[event.at, arrivalText(event)]],
  );
  const empty = emptySpans(day, shelf);
  for (const [from, until, missed] of empty) {
    const turnedAway =
      missed === 0
        ? 'nobody comes'
        : `${plural(missed, 'customer')} ${day.unmet === 'lost' ? 'leave without a PIN' : 'wait'}`;
    lines.push([
      from,
      until === null
        ? `The shelf is empty, and still is at the end; ${turnedAway}.`
        : `The shelf is empty, for about ${lasting(until - from)}; ${turnedAway}.`,
    ]);
  }
  lines.push([day.from, beginning(shelf)]);
  lines.push([day.until, `${count(shelf.onHand.at(-1) ?? null)} PINs are on the shelf.`]);
  const sorted = lines.sort(([one], [other]) => one - other);
  const shown = sorted.length <= MOST_STEPS ? sorted : [...sorted.slice(0, MOST_STEPS - 1), sorted.at(-1)!];
  const left = sorted.length - shown.length;
  return markup`<ol class="steps">${shown.map(
    ([at, text]) => markup`<li><b>${momentName(calendar, at)}</b> ${text}</li>
`,
  )}</ol>${left > 0 ? markup`<p class="note">${count(left)} further steps are in the picture.</p>` : null}`;
}

function beginning({ onHand, position }: ShelfDay): string {
  const onOrder = (position[0] ?? 0) - (onHand[0] ?? 0);
  const shelf = `${count(onHand[0] ?? null)} PINs are on the shelf`;
  return onOrder < 0
    ? `${shelf}; customers wait for ${count(-onOrder)} more than are on order.`
    : `${shelf}, ${count(onOrder)} on order.`;
}

/** Mostly an order is at the hub when it goes out; where messages take time or the hub is away, that is another step. */
function orderSteps(
  day: DayInTheLife,
  shelf: ShelfDay,
  event: ShelfEvent,
  calendar: Calendar,
): [Microseconds, string][] {
  const { at, quantity, order } = event;
  const what = `order ${order}, for ${plural(quantity, 'PIN')},`;
  const sent = sentAt(day, shelf, event);
  const fallen = `On hand and on order have fallen to the low watermark of ${count(shelf.lowWatermark)} or below: ${what}`;
  if (sent === at) return [[at, `${fallen} goes to the hub.`]];
  const received: [Microseconds, string] = [at, `Only now ${what} reaches the hub.`];
  if (sent === null) return [received];
  return [[sent, `${fallen} goes out, and reaches the hub at ${momentName(calendar, at)}.`], received];
}

function arrivalText({ kind, quantity, order, orderedAt, at }: ShelfEvent): string {
  const pins = plural(quantity, 'PIN');
  if (kind === 'return') return `${pins}, sent back, ${quantity === 1 ? 'is' : 'are'} at the hub.`;
  if (order === 0) return `${pins} ${quantity === 1 ? 'comes' : 'come'} in without an order.`;
  return `${pins} ${quantity === 1 ? 'comes' : 'come'} in for order ${order}${orderedAt === null ? '' : `, ${lasting(at - orderedAt)} after it was at the hub`}.`;
}

/** "26 h 10 min": whole minutes are enough to read. */
function lasting(time: Microseconds): string {
  const minutes = Math.round((60 * time) / HOUR_MICROSECONDS);
  if (minutes === 0) return span(time);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 ? `${count(hours)} h` : '', rest > 0 ? `${rest} min` : '']
    .filter((part) => part !== '')
    .join(' ');
}

/** When the samples show an empty shelf, and how many customers met it; the end is null where it is not over. */
function emptySpans(
  { from, sampleMicroseconds }: DayInTheLife,
  { onHand, missed }: ShelfDay,
): [Microseconds, Microseconds | null, number][] {
  const spans: [Microseconds, Microseconds | null, number][] = [];
  for (let index = 0; index < onHand.length; index++) {
    if (onHand[index] !== 0 || onHand[index - 1] === 0) continue;
    let end = index;
    while (end < onHand.length && onHand[end] === 0) end += 1;
    const hourOf = (sample: number): number => Math.floor((sample * sampleMicroseconds) / HOUR_MICROSECONDS);
    // An hour in which the shelf runs out twice counts with its first time.
    const before =
      spans.length > 0 ? hourOf(index) <= hourOf((spans.at(-1)![1]! - from) / sampleMicroseconds) : false;
    const first = hourOf(index) + (before ? 1 : 0);
    const sum = total(missed.slice(first, hourOf(end - 1) + 1));
    const until = end < onHand.length ? from + end * sampleMicroseconds : null;
    spans.push([from + index * sampleMicroseconds, until, sum]);
  }
  return spans;
}

/** One table for each day, beside each other. */
function hourTables(day: DayInTheLife, shelf: ShelfDay, calendar: Calendar): Markup {
  const rows = shelf.asked.map((_, hour) => hourRow(day, shelf, hour));
  const days = new Map<number, Markup[]>();
  rows.forEach((row, hour) => {
    const index = Math.floor((day.from + hour * HOUR_MICROSECONDS) / DAY_MICROSECONDS);
    days.set(index, [...(days.get(index) ?? []), row]);
  });
  const head = markup`<th scope="col">On hand <small>at the start</small></th><th scope="col">Position <small>with orders</small></th><th scope="col">Asked <small>customers</small></th><th scope="col">${day.unmet === 'lost' ? 'Lost' : 'Waited'} <small>of them</small></th><th scope="col">Ordered <small>PINs</small></th><th scope="col">Came in <small>PINs</small></th>`;
  return markup`<div class="columns pair">${[...days].map(([index, own]) => {
    const name = shortDayName(calendar, index * DAY_MICROSECONDS);
    return markup`<div class="scroll" tabindex="0" role="region" aria-label="Hour by hour, ${name}"><table class="figures hours">
<caption><span>${name}</span></caption>
<thead><tr><th scope="col">From</th>${head}</tr></thead>
<tbody>${own}</tbody></table></div>`;
  })}</div>`;
}

function hourRow(day: DayInTheLife, shelf: ShelfDay, hour: number): Markup {
  const sample = Math.round((hour * HOUR_MICROSECONDS) / day.sampleMicroseconds);
  const timeOf = (event: ShelfEvent): Microseconds =>
    event.kind === 'order' ? (sentAt(day, shelf, event) ?? -Infinity) : event.at;
  const sum = (kind: ShelfEvent['kind']): number =>
    total(
      shelf.events
        .filter((event) => event.kind === kind && hourAt(day, timeOf(event), shelf.asked.length) === hour)
        .map(({ quantity }) => quantity),
    );
  const blank = (value: number): string => (value === 0 ? '' : count(value));
  return markup`<tr><th scope="row">${clockName(day.from + hour * HOUR_MICROSECONDS)}</th><td>${count(shelf.onHand[sample] ?? null)}</td><td>${count(shelf.position[sample] ?? null)}</td><td>${blank(shelf.asked[hour] ?? 0)}</td><td class="bad">${blank(shelf.missed[hour] ?? 0)}</td><td>${blank(sum('order'))}</td><td>${blank(sum('delivery'))}</td></tr>
`;
}

function hourAt({ from }: DayInTheLife, at: Microseconds, hours: number): number {
  return Math.min(hours - 1, Math.floor((at - from) / HOUR_MICROSECONDS));
}

/** "18 Jun 14:05", or "day 12, 14:05". */
function momentName(calendar: Calendar, at: Microseconds): string {
  const date = dateAt(calendar, at);
  const name = shortDayName(calendar, at);
  return date === null ? `${name}, ${clockName(at)}` : `${name.replace(/ \d+$/, '')} ${clockName(at)}`;
}

function clockName(at: Microseconds): string {
  const minutes = Math.floor((at % DAY_MICROSECONDS) / (HOUR_MICROSECONDS / 60));
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function lowestShare({ onHand, desiredLevel }: ShelfDay): number {
  const least = -(onHand[indexOfLargest(onHand.map((value) => -value))] ?? 0);
  return -least / Math.max(1, desiredLevel ?? onHand[0] ?? 1);
}
