import type { CountsEntry } from '#sim/scenario/demandDataSchema';
import { demandLayers, mergeLayers } from '#sim/scenario/demandLayers';
import { baseRate, beginningsOf, dayFactorEntries, sizesOf } from '#sim/scenario/demandRates';
import type { DayFactorEntry, DemandEntry, EventEntry } from '#sim/scenario/demandSchema';
import { listWords } from '#sim/scenario/finding';
import type { ScenarioFile } from '#sim/scenario/schema';
import { serverNames, serverStock } from '#sim/scenario/topology';

/** What the customers of a scenario are assumed to do, in sentences. */
export function describeDemand(file: ScenarioFile): string[] {
  const { counts, replay } = file.demand ?? {};
  if (replay !== undefined) {
    return [`Customers come exactly as recorded in ${replay.file}: nothing about them is left to chance.`];
  }
  const shelves = shelvesWithCustomers(file);
  const some = (of: readonly DemandEntry[]) =>
    of.length === shelves.length ? '' : `At ${of.length} of ${shelves.length} shelves `;
  const bulk = shelves.filter((given) => sizesOf(given.bulk) !== null);
  const bursts = shelves.filter((given) => given.bursts !== undefined && counts === undefined);
  return [
    counts === undefined ? describeRates(shelves, bulk.length > 0) : describeCounts(counts, bulk.length > 0),
    ...describeHours(shelves, some),
    ...(bursts.length === 0
      ? []
      : [sentence(`${some(bursts)}quiet and busy phases of random length follow one another.`)]),
    ...(bulk.length === 0 ? [] : [sentence(`${some(bulk)}${describeBulk(bulk)}`)]),
    ...describeGrowth(shelves, some),
    ...(file.demand?.events ?? []).map(describeEvent),
    ...dayFactorEntries(file.demand).map(describeDayFactor),
  ];
}

function shelvesWithCustomers(file: ScenarioFile): readonly DemandEntry[] {
  const isCounted = file.demand?.counts !== undefined;
  return file.servers.flatMap((entry, index) =>
    serverNames(entry).flatMap((server) =>
      serverStock(entry)
        .map(([variety, levels]) =>
          mergeLayers(demandLayers(file.demand, entry, index, server, variety, levels)),
        )
        .filter((given) => isCounted || baseRate(given, file.starts) !== null),
    ),
  );
}

function describeRates(shelves: readonly DemandEntry[], hasBulk: boolean): string {
  const perHour = Number(shelves.reduce((sum, given) => sum + meanRate(given), 0).toPrecision(4));
  const isConstant = shelves.every(
    ({ perHour: rate, profile }) => rate !== undefined && profile === undefined,
  );
  const rates = isConstant
    ? ` at constant rates, ${perHour} an hour in all`
    : `, ${perHour} an hour in all on average`;
  return `Customers arrive at random (Poisson)${rates}${hasBulk ? '' : ', and each buys one PIN'}.`;
}

function meanRate({ perHour = 0, hourOfDay, hourOfWeek, bursts }: DemandEntry): number {
  if (bursts !== undefined) {
    const [quiet, busy] = bursts.perHour;
    const [leaveQuiet, leaveBusy] = bursts.switchesPerHour;
    return (quiet * leaveBusy + busy * leaveQuiet) / (leaveQuiet + leaveBusy);
  }
  const rates = hourOfDay ?? hourOfWeek;
  return rates === undefined ? perHour : rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
}

function describeCounts(
  { file, period = '1 d', share = '100 %', varieties }: CountsEntry,
  hasBulk: boolean,
): string {
  const mix = Object.entries(varieties).map(([variety, part]) => `${variety} (${part})`);
  return (
    `${share} of those counted in ${file} buy${hasBulk ? '' : ' one PIN each'}: ${listWords(mix)}. ` +
    `They arrive at random (Poisson), at a rate that is constant within each period of ${period}.`
  );
}

type Some = (of: readonly DemandEntry[]) => string;

function describeHours(shelves: readonly DemandEntry[], some: Some): string[] {
  const byHour = shelves.filter(
    ({ profile, hourOfDay, hourOfWeek }) =>
      profile !== undefined || hourOfDay !== undefined || hourOfWeek !== undefined,
  );
  if (byHour.length === 0) return [];
  return [sentence(`${some(byHour)}the rate changes from hour to hour, every day or every week alike.`)];
}

function describeBulk(shelves: readonly DemandEntry[]): string {
  const means = shelves.map(({ bulk }) =>
    (sizesOf(bulk) ?? []).reduce((sum, { size, probability }) => sum + size * probability, 0),
  );
  const [least, most] = [Math.min(...means), Math.max(...means)].map((mean) => Number(mean.toPrecision(3)));
  const range = least === most ? String(least) : `${least} to ${most}`;
  return `a customer may take several PINs at once, ${range} on average; of those that are not there each is lost, waited for or fetched.`;
}

function describeGrowth(shelves: readonly DemandEntry[], some: Some): string[] {
  const byGrowth = new Map<string, DemandEntry[]>();
  for (const given of shelves) {
    const { growthPerYear: growth } = given;
    if (growth !== undefined && !/^[+-]?0+(\.0+)? ?%$/.test(growth)) {
      byGrowth.set(growth, [...(byGrowth.get(growth) ?? []), given]);
    }
  }
  return [...byGrowth].map(([growth, own]) =>
    sentence(`${some(own)}demand changes by ${growth} a year from the start on, a step each day.`),
  );
}

function describeEvent(event: EventEntry): string {
  const times = beginningsOf(event);
  const when = times.length > 4 ? `${times.length} times` : `from ${listWords(times)} on`;
  const what = event.factor === 0 ? 'no customers' : `customers times ${event.factor}`;
  const title = event.name === undefined ? 'Event' : event.name;
  return sentence(`${title}: ${what}${scope(event)} for ${event.lasts ?? '1 d'} ${when}.`);
}

function describeDayFactor(entry: DayFactorEntry): string {
  const { coefficientOfVariation } = entry;
  const whose = scope(entry);
  return (
    `Every day has a random factor of mean 1 (gamma, coefficient of variation ${coefficientOfVariation}) ` +
    `that ${whose === '' ? 'all demand has' : `all demand${whose} has`} in common.`
  );
}

function scope({ servers, varieties }: Pick<EventEntry, 'servers' | 'varieties'>): string {
  const names = (list: readonly string[], what: string) =>
    list.length > 6 ? `${list.length} ${what}` : listWords(list);
  return (
    (varieties === undefined ? '' : ` for ${names(varieties, 'varieties')}`) +
    (servers === undefined ? '' : ` at ${names(servers, 'servers')}`)
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
