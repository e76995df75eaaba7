import { DAY_MICROSECONDS } from '#src/domain/time';
import { demandLayers, mergeLayers, own } from '#sim/scenario/demandLayers';
import type { DemandLayer } from '#sim/scenario/demandLayers';
import { baseRate, sizesOf } from '#sim/scenario/demandRates';
import { RATE_KEYS, WEEK_HOURS } from '#sim/scenario/demandSchema';
import type { DemandEntry } from '#sim/scenario/demandSchema';
import { durationMicroseconds } from '#sim/scenario/duration';
import { describeValue, formatPath, listWords } from '#sim/scenario/finding';
import type { Path, Remark } from '#sim/scenario/finding';
import { nearest } from '#sim/scenario/nearest';
import type { Parts } from '#sim/scenario/parts';
import type { ServerEntry } from '#sim/scenario/schema';
import { serverNames, serverStock } from '#sim/scenario/topology';

/** What each place says of demand fits the rest of the file, and what several places say of one demand fits together. */
export function checkDemandEntries(parts: Parts): Remark[] {
  const layers = allLayers(parts);
  return [
    ...layers.flatMap((layer) => checkLayer(layer, parts)),
    ...checkWeekday(layers, parts),
    ...checkProfilesUsed(layers, parts),
    ...checkInventories(parts),
  ];
}

function allLayers(parts: Parts): readonly DemandLayer[] {
  const section = parts.demand ?? undefined;
  const defaults = section?.defaults;
  const layers: DemandLayer[] =
    defaults === undefined ? [] : [{ path: ['demand', 'defaults'], given: defaults }];
  for (const [server, table] of Object.entries(section?.servers ?? {})) {
    for (const [variety, given] of Object.entries(table)) {
      layers.push({ path: ['demand', 'servers', server, variety], given });
    }
  }
  for (const [index, entry] of parts.servers.entries()) {
    if (!entry) continue;
    const path: Path = ['servers', index];
    if (entry.demand !== undefined) layers.push({ path: [...path, 'demand'], given: entry.demand });
    for (const [variety, { demandPerHour, demand }] of serverStock(entry)) {
      const at: Path = [...path, 'stock', variety];
      if (demandPerHour !== undefined)
        layers.push({ path: [...at, 'demandPerHour'], given: { perHour: demandPerHour } });
      if (demand !== undefined) layers.push({ path: [...at, 'demand'], given: demand });
    }
  }
  return layers;
}

function checkLayer({ path, given }: DemandLayer, parts: Parts): Remark[] {
  const { counts, replay, profiles = {} } = parts.demand ?? {};
  if (replay !== undefined) return [besideReplay(path)];
  const remarks: Remark[] = [];
  const key = rateKey(given);
  if (counts !== undefined && key !== undefined) {
    const short = path.at(-1) === 'demandPerHour';
    remarks.push({
      severity: 'error',
      path: short ? path : [...path, key],
      found: 'a rate beside demand from counts',
      expected: 'one source of demand',
      advice: `remove ${short ? 'demandPerHour' : key}, or counts`,
    });
  }
  const { profile } = given;
  if (profile === undefined) return remarks;
  const weights = own(profiles, profile);
  if (weights === undefined) {
    const known = Object.keys(profiles);
    const meant = nearest(profile, known);
    remarks.push({
      severity: 'error',
      path: [...path, 'profile'],
      found: `the unknown profile ${describeValue(profile)}`,
      expected:
        known.length === 0
          ? 'one of demand.profiles, but there are none'
          : `one of ${listWords(known, 'or')}`,
      advice: meant === null ? 'add it to demand.profiles, or name another' : `write ${meant}`,
    });
  } else if (counts !== undefined && weights.length === WEEK_HOURS) {
    remarks.push({
      severity: 'error',
      path: [...path, 'profile'],
      found: `${profile}, a profile of the week, with counts that have weekdays of their own`,
      expected: 'a profile of 24 hours',
      advice: 'name a profile of the day, or remove it',
    });
  } else if (counts !== undefined && durationMicroseconds(counts.period ?? '1 d') % DAY_MICROSECONDS !== 0) {
    remarks.push({
      severity: 'error',
      path: [...path, 'profile'],
      found: `${profile}, a profile of the day, with counts by ${counts.period ?? '1 d'} that say themselves at what time customers come`,
      expected: 'a profile with counts by whole days',
      advice: 'remove the profile, or count by days',
    });
  }
  return remarks;
}

/** Recorded sales are all there is. */
export function besideReplay(path: Path): Remark {
  return {
    severity: 'error',
    path,
    atKey: true,
    found: `${formatPath(path)} beside recorded sales`,
    expected: 'recorded sales alone: they come exactly as they were',
    advice: 'remove it, or demand.replay',
  };
}

function rateKey(given: DemandEntry): (typeof RATE_KEYS)[number] | undefined {
  return RATE_KEYS.find((key) => given[key] !== undefined);
}

function checkWeekday(layers: readonly DemandLayer[], { starts, demand }: Parts): Remark[] {
  // Counts ask for a calendar day themselves.
  if (starts !== undefined || demand?.counts !== undefined) return [];
  const byWeek = layers.find(({ given }) => {
    const weights = given.profile === undefined ? undefined : own(demand?.profiles, given.profile);
    return given.hourOfWeek !== undefined || weights?.length === WEEK_HOURS;
  });
  if (byWeek === undefined) return [];
  return [
    {
      severity: 'error',
      path: ['starts'],
      found: 'nothing',
      expected: `the calendar day of the start, since ${formatPath(byWeek.path)} goes by the days of the week`,
      advice: 'write starts: and a day, such as 2015-01-01; 2001-01-01 was a Monday',
    },
  ];
}

function checkProfilesUsed(layers: readonly DemandLayer[], parts: Parts): Remark[] {
  if (parts.servers.includes(null)) return [];
  const used = new Set(layers.map(({ given }) => given.profile));
  return Object.keys(parts.demand?.profiles ?? {}).flatMap((name): Remark[] =>
    used.has(name)
      ? []
      : [
          {
            severity: 'warning',
            path: ['demand', 'profiles', name],
            atKey: true,
            found: `the profile ${name}, which no demand names`,
            expected: `profile: ${name} in some demand`,
            advice: 'name it in the defaults of demand or at a server, or remove it',
          },
        ],
  );
}

function checkInventories(parts: Parts): Remark[] {
  const section = parts.demand ?? undefined;
  if (section?.replay !== undefined) return [];
  const remarks = new Map<string, Remark>();
  for (const [index, entry] of parts.servers.entries()) {
    if (!entry) continue;
    for (const server of serverNames(entry)) {
      for (const [variety, levels] of serverStock(entry)) {
        const layers = demandLayers(section, entry, index, server, variety, levels);
        // One word for all the servers of an entry.
        for (const remark of checkInventory(layers, entry, parts)) {
          remarks.set(`${formatPath(remark.path)} ${remark.found}`, remark);
        }
      }
    }
  }
  return [...remarks.values()];
}

function checkInventory(layers: readonly DemandLayer[], entry: ServerEntry, parts: Parts): Remark[] {
  const merged = mergeLayers(layers);
  const last = layers.at(-1);
  if (last === undefined) return [];
  const remarks: Remark[] = [];
  const byHour = merged.hourOfDay === undefined ? 'hourOfWeek' : 'hourOfDay';
  if (merged.profile !== undefined && merged[byHour] !== undefined) {
    const place = layers.findLast(({ given }) => given.profile !== undefined) ?? last;
    remarks.push({
      severity: 'error',
      path: [...place.path, 'profile'],
      found: `a profile for ${byHour}`,
      expected: 'a profile for perHour or bursts',
      advice: `remove the profile, or write perHour here instead of ${byHour}`,
    });
  }
  const single = layers.filter(({ path, given }) => path.length > 3 && rateKey(given) !== undefined);
  const [first, second] = single;
  if (first !== undefined && second !== undefined) {
    remarks.push({
      severity: 'error',
      path: second.path,
      found: `a rate here and another at ${formatPath(first.path)}`,
      expected: 'one rate for each variety at each server',
      advice: 'remove one of the two',
    });
  }
  if (last.path.length > 3 && parts.demand?.counts === undefined && rateKey(merged) === undefined) {
    remarks.push({
      severity: 'warning',
      path: last.path,
      found: 'no rate, so no customers',
      expected: `one of ${RATE_KEYS.join(', ')}, here or where several servers have it from`,
      advice: 'add perHour: and a number',
    });
  }
  if (sizesOf(merged.bulk) !== null) remarks.push(...checkTills(layers, entry));
  return remarks;
}

function checkTills(layers: readonly DemandLayer[], { terminals }: ServerEntry): Remark[] {
  const latency = typeof terminals === 'object' && !Array.isArray(terminals) ? terminals.latency : '0 s';
  if (durationMicroseconds(latency) === 0) return [];
  const { path } = layers.findLast(({ given }) => given.bulk !== undefined)!;
  return [
    {
      severity: 'error',
      path: [...path, 'bulk'],
      found: `bulk at terminals with a latency of ${latency}, which sell one PIN at a time`,
      expected: 'bulk where terminals take no time, or customers who take one PIN',
      advice: 'remove the latency of the terminals, or bulk',
    },
  ];
}

/** Whether any customer comes; true where that cannot be told. */
export function hasCustomers(parts: Parts): boolean {
  const section = parts.demand ?? undefined;
  return parts.servers.some(
    (entry, index) =>
      !entry ||
      serverNames(entry).some((server) =>
        serverStock(entry).some(([variety, levels]) => {
          const merged = mergeLayers(demandLayers(section, entry, index, server, variety, levels));
          return baseRate(merged, undefined) !== null;
        }),
      ),
  );
}
