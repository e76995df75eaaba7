import { beginningOf } from '#sim/scenario/calendar';
import { besideReplay } from '#sim/scenario/demandEntryChecks';
import { beginningsOf, dayFactorEntries, positionName } from '#sim/scenario/demandRates';
import type { DayFactorEntry, EventEntry } from '#sim/scenario/demandSchema';
import { durationMicroseconds } from '#sim/scenario/duration';
import { describeValue, formatPath, listWords } from '#sim/scenario/finding';
import type { Path, Remark } from '#sim/scenario/finding';
import { expandNames } from '#sim/scenario/names';
import { nearest } from '#sim/scenario/nearest';
import type { Parts } from '#sim/scenario/parts';
import { serverNames, serverStock } from '#sim/scenario/topology';
import type { StopRule } from '#sim/plan';

/** What the scenario says of demand as a whole is about servers and varieties that are there, in the time of the run. */
export function checkDemandSection(parts: Parts, stop: StopRule): Remark[] {
  const { demand } = parts;
  if (!demand) return [];
  if (demand.replay !== undefined) {
    const others = (['counts', 'profiles', 'events', 'dayFactor'] as const).filter(
      (key) => demand[key] !== undefined,
    );
    return others.map((key) => besideReplay(['demand', key]));
  }
  const events = (demand.events ?? []).flatMap((event, index) => {
    const path: Path = ['demand', 'events', index];
    return [...checkTimes(event, path, parts, stop), ...checkScope(event, path, parts)];
  });
  const isList = Array.isArray(demand.dayFactor);
  const dayFactors = dayFactorEntries(demand).flatMap((entry, index) =>
    checkScope(entry, ['demand', 'dayFactor', ...(isList ? [index] : [])], parts),
  );
  return [...events, ...dayFactors, ...checkDayFactorNames(dayFactorEntries(demand)), ...checkTable(parts)];
}

/** Day factors of one name are one factor: it may be for different shelves, but not twice for one, and not of two laws. */
function checkDayFactorNames(entries: readonly DayFactorEntry[]): Remark[] {
  return entries.flatMap((entry, index): Remark[] => {
    const conflicts = entries.slice(0, index).flatMap((other, at) => {
      const isSame = groupOf(other, at) === groupOf(entry, index);
      const what = isSame ? describeSecond(other, entry) : null;
      return what === null ? [] : [`${what} ${formatPath(['demand', 'dayFactor', at])}`];
    });
    const [found] = conflicts;
    if (found === undefined) return [];
    const place: Path = ['demand', 'dayFactor', index];
    return [
      {
        severity: 'error',
        path: entry.name === undefined ? place : [...place, 'name'],
        found,
        expected: 'factors of one name only for different servers or varieties, and then of one coefficient',
        advice: 'give each day factor a name of its own',
      },
    ];
  });
}

const groupOf = ({ name }: DayFactorEntry, index: number): string => name ?? positionName(index);

/** What is wrong with two of one name; null: nothing, they are one good or bad day at several places. */
function describeSecond(first: DayFactorEntry, second: DayFactorEntry): string | null {
  if (first.name === undefined || second.name === undefined) return 'a position that is also the name of';
  if (first.coefficientOfVariation !== second.coefficientOfVariation) {
    return `the name ${describeValue(second.name)} with a coefficient other than that of`;
  }
  const meet = (one?: readonly string[], other?: readonly string[]) =>
    one === undefined || other === undefined || one.some((name) => other.includes(name));
  const isTwice = meet(first.servers, second.servers) && meet(first.varieties, second.varieties);
  return isTwice ? `the name ${describeValue(second.name)} for shelves that have it from` : null;
}

function checkTimes(event: EventEntry, path: Path, { starts }: Parts, stop: StopRule): Remark[] {
  if (starts === null) return [];
  const isList = Array.isArray(event.from);
  const length = durationMicroseconds(event.lasts ?? '1 d');
  const times = beginningsOf(event).map((written, index) => ({
    written,
    path: [...path, 'from', ...(isList ? [index] : [])] as Path,
    from: beginningOf(written, starts ?? null),
  }));
  const early = times.filter(({ from }) => from !== null && from + length <= 0);
  const late = times.filter(({ from }) => from !== null && from >= (stop.until ?? Infinity));
  return [
    ...times.flatMap(({ from, ...time }) => (from === null ? [withoutCalendar(time)] : [])),
    ...outside(early, 'over before the start of the run'),
    ...outside(late, 'after the end of the run'),
  ];
}

interface Time {
  readonly written: string;
  readonly path: Path;
}

function withoutCalendar({ written, path }: Time): Remark {
  return {
    severity: 'error',
    path,
    found: written,
    expected: 'a time since the start, because the scenario starts on no calendar day',
    advice: 'write a time such as 3 d, or starts: and a day at the top',
  };
}

/** One warning for all: a calendar of paydays may well be longer than the run, and must not bury other findings. */
function outside([first, ...others]: readonly Time[], where: string): Remark[] {
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return [
    {
      severity: 'warning',
      path: first.path,
      found: `${first.written}${more}, ${where}`,
      expected: 'an event during the run',
      advice: others.length === 0 ? 'leave it, or write another time' : 'leave them, or write other times',
    },
  ];
}

interface Scope {
  readonly servers?: readonly string[] | undefined;
  readonly varieties?: readonly string[] | undefined;
}

function checkScope({ servers = [], varieties = [] }: Scope, path: Path, parts: Parts): Remark[] {
  const known = namesOf(parts);
  const stocked = parts.varieties ? expandNames(parts.varieties) : null;
  return [
    ...(known === null
      ? []
      : servers.flatMap((name, index) => unknown('server', name, known, [...path, 'servers', index]))),
    ...(stocked === null
      ? []
      : varieties.flatMap((name, index) => unknown('variety', name, stocked, [...path, 'varieties', index]))),
  ];
}

/** The names of all servers; null where an entry is broken and may have held the name. */
function namesOf({ servers }: Parts): readonly string[] | null {
  return servers.includes(null) ? null : servers.flatMap((entry) => (entry ? serverNames(entry) : []));
}

function unknown(what: string, name: string, known: readonly string[], path: Path, atKey = false): Remark[] {
  if (known.includes(name)) return [];
  const meant = nearest(name, known);
  const some = known.length > 8 ? `a ${what} of the scenario` : `one of ${listWords(known, 'or')}`;
  return [
    {
      severity: 'error',
      path,
      atKey,
      found: `the unknown ${what} ${describeValue(name)}`,
      expected: some,
      advice: meant === null ? 'name another, or remove it' : `write ${meant}`,
    },
  ];
}

function checkTable(parts: Parts): Remark[] {
  const known = namesOf(parts);
  if (known === null) return [];
  return Object.entries(parts.demand?.servers ?? {}).flatMap(([server, table]): Remark[] => {
    const path: Path = ['demand', 'servers', server];
    const entry = parts.servers.find((one) => one && serverNames(one).includes(server));
    if (!entry) return unknown('server', server, known, path, true);
    const stocked = serverStock(entry).map(([variety]) => variety);
    return Object.keys(table).flatMap((variety): Remark[] =>
      stocked.includes(variety)
        ? []
        : [
            {
              severity: 'error',
              path: [...path, variety],
              atKey: true,
              found: `demand for ${variety} at ${server}, which does not stock it`,
              expected: `one of ${listWords(stocked, 'or')}`,
              advice: `add ${variety} to the stock of ${server}, or remove its demand`,
            },
          ],
    );
  });
}
