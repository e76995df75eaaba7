import { dateAt, type Calendar } from '#src/report/calendar';
import { count, listing, percent } from '#src/report/format';
import { total, type DayLosses, type LossTimeline } from '#src/report/lossTimeline';
import { markup, type Markup } from '#src/report/markup';

const MOST_DAYS = 8;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** The days on which most sales were lost, and how losses spread over the week. */
export function worstDays({ days }: LossTimeline, calendar: Calendar): Markup | null {
  if (days === null) return null;
  const worst = days.periods
    .map((period, index) => ({ period, index, lost: days.lost[index] ?? 0, asked: days.asked[index] ?? 0 }))
    .filter((day) => day.lost > 0)
    .sort((one, other) => other.lost - one.lost || one.index - other.index)
    .slice(0, MOST_DAYS);
  const rows = worst.map(
    (day) =>
      markup`<tr><th scope="row">${day.period.name}</th><td>${count(day.lost)}</td><td>${percent(day.asked === 0 ? null : day.lost / day.asked, 1)}</td><td class="words">${worstServers(days, day.index)}</td></tr>
`,
  );
  return markup`<div class="beside"><div class="scroll" tabindex="0" role="region" aria-label="The worst days"><table class="figures worst-days"><caption><span>The worst ${worst.length === 1 ? 'day' : 'days'}</span></caption><thead><tr><th scope="col"></th><th scope="col">Lost <small>sales</small></th><th scope="col">Share <small>of customers</small></th><th scope="col" class="words">Mostly at</th></tr></thead><tbody>${rows}</tbody></table></div>${weekProfile(days, calendar)}</div>`;
}

function worstServers(days: DayLosses, index: number): string {
  const servers = days.servers
    .map(({ name, lost }) => ({ name, lost: lost[index] ?? 0 }))
    .filter((server) => server.lost > 0)
    .sort((one, other) => other.lost - one.lost)
    .slice(0, 3);
  return listing(servers.map((server) => `${server.name} ${count(server.lost)}`));
}

function weekProfile(days: DayLosses, calendar: Calendar): Markup | null {
  if (calendar.startsAt === null || days.periods.length < 28) return null;
  const lost = Array.from({ length: 7 }, () => 0);
  days.periods.forEach((period, index) => {
    const weekday = ((dateAt(calendar, period.from)?.getUTCDay() ?? 0) + 6) % 7;
    lost[weekday] = (lost[weekday] ?? 0) + (days.lost[index] ?? 0);
  });
  const all = total(lost);
  const most = Math.max(...lost);
  const rows = WEEKDAYS.map(
    (name, index) =>
      markup`<tr><th scope="row">${name}</th><td class="track"><span class="bar" style="width:${((100 * (lost[index] ?? 0)) / most).toFixed(1)}%"></span></td><td>${count(lost[index] ?? 0)}</td><td>${percent((lost[index] ?? 0) / all, 0)}</td></tr>
`,
  );
  return markup`<table class="figures week-profile"><caption><span>Lost sales by day of the week</span></caption><tbody>${rows}</tbody></table>`;
}
