import { describeDemand } from '#sim/scenario/demandWords';
import { listWords } from '#sim/scenario/finding';
import { describeOperation } from '#sim/scenario/operations';
import { alternatives } from '#sim/scenario/resolve';
import type { LeadTimeEntry, ScenarioFile, ServerEntry } from '#sim/scenario/schema';
import { serverNames, serverStock } from '#sim/scenario/topology';
import { expires } from '#sim/drawing';
import type { ArrivalDrawing, Plan } from '#sim/plan';

/** What the figures of a scenario assume, in sentences: they cannot fall behind the file, because they are made from it. */
export function describeAssumptions(
  file: ScenarioFile,
  asked: ArrivalDrawing,
  plans: readonly Plan[],
): string[] {
  return [
    ...describeDemand(file),
    ...describeGroups(file.servers, (entry) => UNMET[entry.unmet ?? 'lost']),
    ...describeGroups(file.servers, (entry) => `A delivery takes ${describeDuration(entry.leadTime)}.`),
    ...describeLives(file.servers),
    ...describeSupply(file),
    ...describeRules(file),
    ...describeOperations(file),
    ...(asked === 'each' ? [] : [describeDrawing(plans)]),
  ];
}

function describeDrawing(plans: readonly Plan[]): string {
  if (plans.some(({ arrivals }) => arrivals === 'countsFirst')) return EXPECTED_AVERAGES;
  const why = plans.some(({ topology }) => expires(topology))
    ? 'PINs expire'
    : 'they take several PINs at once or come as recorded';
  return `Customers are drawn one by one although counts first was asked for, because ${why}: averages over time are exact.`;
}

/** What a run that draws counts first says of its time averages. */
export const EXPECTED_AVERAGES =
  'Customers are drawn counts first and times on demand: between two events that are not sales, averages over time (stock on hand, and holding costs) are expectations given the counts; counts, and times without stock, are exact.';

const UNMET: Readonly<Record<NonNullable<ServerEntry['unmet']>, string>> = {
  lost: 'A customer who meets an empty shelf leaves, and the sale is lost.',
  backorder: 'A customer who meets an empty shelf waits for the next delivery.',
  fetch: 'A customer who meets an empty shelf waits while the server fetches a PIN from the hub.',
  transfer:
    'A customer who meets an empty shelf is given a PIN by the server that has most of those above their reserve; if there is none, the sale is lost.',
};

/** One sentence for each group of servers that are alike; which servers it is about stays out when it is all of them. */
function describeGroups(servers: readonly ServerEntry[], sentence: (entry: ServerEntry) => string): string[] {
  const groups = new Map<string, string[]>();
  for (const entry of servers) {
    const key = sentence(entry);
    groups.set(key, [...(groups.get(key) ?? []), ...serverNames(entry)]);
  }
  return [...groups].map(([text, names]) => {
    if (groups.size === 1) return text;
    const where = names.length > 6 ? `${names.length} servers` : listWords(names);
    return `At ${where}: ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
  });
}

function describeLives(servers: readonly ServerEntry[]): string[] {
  return servers.flatMap((entry) =>
    serverStock(entry).flatMap(([variety, { lifetime }]) =>
      lifetime === undefined
        ? []
        : [
            `At ${listWords(serverNames(entry))}: a PIN of ${variety} expires ${lifetime} after it is put on the shelf.`,
          ],
    ),
  );
}

function describeSupply({ hub, suppliers = [] }: ScenarioFile): string[] {
  if (hub.stock === undefined) return ['The hub never runs out of any variety.'];
  const unlimited = Object.entries(hub.stock).flatMap(([variety, levels]) =>
    levels === 'unlimited' ? [variety] : [],
  );
  const sentences = suppliers.map(
    ({ name, leadTime, lotLife }) =>
      `The supplier ${name} delivers to the hub in ${describeDuration(leadTime)}` +
      (lotLife === undefined ? '.' : `; its PINs expire ${lotLife} after it ships them.`),
  );
  for (const [variety, levels] of Object.entries(hub.stock)) {
    if (levels === 'unlimited' || levels.purchases === undefined || levels.purchases === 'at once') continue;
    const when = levels.purchases === 'last' ? 'last of all that happens at a moment' : levels.purchases;
    sentences.push(`What is due of ${variety} the hub buys ${when}.`);
  }
  if (unlimited.length > 0) sentences.push(`The hub never runs out of ${listWords(unlimited)}.`);
  return sentences;
}

function describeRules(file: ScenarioFile): string[] {
  const rule = file.stockRule?.daysOfCover;
  if (rule === undefined) return [];
  const levels = alternatives(file).map(
    ({ name, rule: merged }) =>
      `${name}: order at ${merged?.low ?? ''}, up to ${merged?.desired ?? ''}` +
      (merged?.high === undefined ? '' : `, recall above ${merged.high}`),
  );
  return [
    `Watermarks are multiples of each server’s mean daily demand from ${rule.from ?? ''} to ${rule.to ?? ''} (${levels.join('; ')}).`,
  ];
}

function describeOperations(file: ScenarioFile): string[] {
  const own = (file.operations ?? []).map(describeOperation);
  const others = (file.alternatives ?? []).flatMap(({ name, operations }) =>
    (operations ?? []).map((one) => `${name}: ${describeOperation(one)}`),
  );
  return [...own, ...others];
}

function describeDuration(entry: LeadTimeEntry): string {
  if (typeof entry === 'string') return entry;
  switch (entry.distribution) {
    case 'constant':
      return entry.mean;
    case 'uniform':
      return `${entry.from} to ${entry.to}, every duration between being equally likely`;
    case 'exponential':
      return `${entry.mean} on average, exponentially distributed`;
    case 'erlang':
      return `${entry.mean} on average, Erlang distributed with ${entry.shape} phases`;
    case 'lognormal':
      return `${entry.mean} on average, lognormally distributed with coefficient of variation ${entry.coefficientOfVariation}`;
    case 'hyperexponential': {
      const parts = entry.means.map((mean, branch) => `${mean} (share ${entry.probabilities[branch]})`);
      return `an exponentially distributed time with a mean of ${listWords(parts, 'or')}`;
    }
    case 'one at a time':
      return `its turn: one PIN is sent after another, which takes ${describeDuration(entry.perPin)} for each`;
  }
}
