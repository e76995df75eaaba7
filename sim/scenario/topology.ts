import type { Rebalancing } from '#src/policy/rebalancing';
import type {
  CentralStockPlan,
  Duration,
  HubPlan,
  LeadTime,
  ServerPlan,
  StockLevels,
  SupplierPlan,
  TerminalPlan,
  Topology,
} from '#src/network/topology';
import type { CoverLevels } from '#sim/scenario/daysOfCover';
import { durationMicroseconds } from '#sim/scenario/duration';
import type { CentralLevels, ServerLevels } from '#sim/scenario/levelsSchema';
import { expandKeys, expandNames } from '#sim/scenario/names';
import { parsePurchases } from '#sim/scenario/purchases';
import type {
  DurationEntry,
  LeadTimeEntry,
  HubEntry,
  ScenarioFile,
  ServerEntry,
  SupplierEntry,
} from '#sim/scenario/schema';

const NO_TIME: Duration = { distribution: 'constant', mean: 0 };

/** The network of a scenario that has passed every check; `cover` gives the levels that its servers leave open. */
export function resolveTopology(
  file: ScenarioFile,
  cover: (server: string, variety: string) => CoverLevels | null,
): Topology {
  const suppliers = file.suppliers ?? [];
  const varieties = expandNames(file.varieties);
  return {
    varieties,
    suppliers: suppliers.map(resolveSupplier),
    hub: resolveHub(file.hub, varieties, suppliers[0]?.name ?? ''),
    servers: file.servers.flatMap((entry) =>
      serverNames(entry).map((name) => resolveServer(name, entry, (variety) => cover(name, variety))),
    ),
  };
}

/** Every name that an entry stands for, ranges written out. */
export function serverNames(entry: ServerEntry): readonly string[] {
  const written = entry.names ?? (entry.name === undefined ? [] : [entry.name]);
  return expandNames(written);
}

/** What a server stocks: every variety with the levels that the entry itself gives. */
export function serverStock(entry: ServerEntry): readonly (readonly [string, ServerLevels])[] {
  return Array.isArray(entry.stock)
    ? expandNames(entry.stock).map((variety) => [variety, {}])
    : expandKeys(entry.stock);
}

/** Names of the terminals of one server; those that a scenario does not name have numbers. */
export function terminalNames(server: string, terminals: ServerEntry['terminals']): readonly string[] {
  if (Array.isArray(terminals)) return terminals.map((terminal) => `${server}:${terminal}`);
  const count = typeof terminals === 'object' ? terminals.count : (terminals ?? 1);
  return Array.from({ length: count }, (_, index) => `${server}:${index + 1}`);
}

/** A duration of the scenario in microseconds. */
function resolveDuration(entry: DurationEntry): Duration {
  if (typeof entry === 'string') return { distribution: 'constant', mean: durationMicroseconds(entry) };
  if (entry.distribution === 'uniform') {
    return {
      distribution: 'uniform',
      from: durationMicroseconds(entry.from),
      to: durationMicroseconds(entry.to),
    };
  }
  if (entry.distribution === 'hyperexponential') {
    return { ...entry, means: entry.means.map(durationMicroseconds) };
  }
  return { ...entry, mean: durationMicroseconds(entry.mean) };
}

function resolveLeadTime(entry: LeadTimeEntry): LeadTime {
  if (typeof entry === 'string' || entry.distribution !== 'one at a time') return resolveDuration(entry);
  return { distribution: 'oneAtATime', perPin: resolveDuration(entry.perPin) };
}

function resolveSupplier({ name, leadTime, messageLatency, lotLife }: SupplierEntry): SupplierPlan {
  return {
    name,
    leadTime: resolveLeadTime(leadTime),
    messageLatency: resolveLatency(messageLatency),
    ...(lotLife === undefined ? {} : { lotLife: durationMicroseconds(lotLife) }),
  };
}

function resolveHub(hub: HubEntry, varieties: readonly string[], onlySupplier: string): HubPlan {
  const stock = new Map(expandKeys(hub.stock ?? {}));
  return {
    name: hub.name ?? 'hub',
    shipping: hub.shipping === 'whole orders' ? 'wholeOrders' : 'partial',
    rebalancing: resolveRebalancing(hub.rebalancing),
    stock: varieties.map((variety) => resolveCentralStock(variety, stock.get(variety), onlySupplier)),
  };
}

function resolveRebalancing(entry: HubEntry['rebalancing']): Rebalancing {
  if (entry === 'first in line') return { kind: 'firstInLine' };
  if (entry === undefined || typeof entry === 'string') return { kind: 'everyShortage' };
  const { every, leastMissing = 1 } = entry;
  return { kind: 'scheduled', every: durationMicroseconds(every), leastMissing };
}

function resolveCentralStock(
  variety: string,
  entry: CentralLevels | 'unlimited' | undefined,
  onlySupplier: string,
): CentralStockPlan {
  if (entry === undefined || entry === 'unlimited') return { variety, supply: 'unlimited' };
  const levels = resolveLevels(entry, null);
  const supplied = {
    variety,
    supply: 'supplier',
    supplier: entry.supplier ?? onlySupplier,
    ...levels,
  } as const;
  const purchaseAfter = entry.purchases === undefined ? null : (parsePurchases(entry.purchases) ?? null);
  return purchaseAfter === null ? supplied : { ...supplied, purchaseAfter };
}

function resolveServer(
  name: string,
  entry: ServerEntry,
  cover: (variety: string) => CoverLevels | null,
): ServerPlan {
  const leadTime = resolveLeadTime(entry.leadTime);
  return {
    name,
    leadTime,
    recallTime: entry.recallTime === undefined ? leadTime : resolveLeadTime(entry.recallTime),
    messageLatency: resolveLatency(entry.messageLatency),
    unmet: entry.unmet ?? 'lost',
    ...(entry.emergencyTime === undefined ? {} : { emergencyTime: resolveDuration(entry.emergencyTime) }),
    stock: serverStock(entry).map(([variety, levels]) => ({
      variety,
      ...resolveLevels(levels, cover(variety)),
      ...(levels.reserve === undefined ? {} : { reserve: levels.reserve }),
    })),
    terminals: resolveTerminals(name, entry.terminals),
  };
}

function resolveTerminals(server: string, terminals: ServerEntry['terminals']): readonly TerminalPlan[] {
  const latency: Duration =
    typeof terminals === 'object' && !Array.isArray(terminals)
      ? { distribution: 'constant', mean: durationMicroseconds(terminals.latency) }
      : NO_TIME;
  return terminalNames(server, terminals).map((name) => ({ name, latency }));
}

function resolveLatency(entry: DurationEntry | undefined): Duration {
  return entry === undefined ? NO_TIME : resolveDuration(entry);
}

/** What an entry gives itself goes before what the stock rule gives. */
function resolveLevels(entry: ServerLevels | CentralLevels, cover: CoverLevels | null): StockLevels {
  const lowWatermark = entry.lowWatermark ?? cover?.low ?? 0;
  const desiredLevel = Math.max(entry.desiredLevel ?? cover?.desired ?? 0, lowWatermark + 1);
  const order: StockLevels['order'] =
    entry.orderQuantity === undefined
      ? { kind: 'upTo', desiredLevel }
      : { kind: 'fixedQuantity', quantity: entry.orderQuantity };
  const full = entry.orderQuantity === undefined ? desiredLevel : lowWatermark + entry.orderQuantity;
  const ownHigh = 'highWatermark' in entry ? entry.highWatermark : undefined;
  return {
    lowWatermark,
    order,
    highWatermark: ownHigh ?? cover?.high ?? null,
    maxOutstandingOrders: entry.maxOutstandingOrders ?? null,
    initialOnHand: entry.initial ?? Math.max(0, full),
    ...(entry.lifetime === undefined ? {} : { lifetime: durationMicroseconds(entry.lifetime) }),
  };
}
