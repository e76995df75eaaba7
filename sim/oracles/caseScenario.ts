import type { CaseDemand, CaseServer, SteadyStateParameters, TraceParameters } from './caseSchema.ts';
import { decimal, hours as inHours } from './caseWords.ts';

/** Cases are put into the scenario language, so that what is checked is what planners use. */

const VARIETY = 'pin';
const SUPPLIER = 'supplier';
/** The server of a trace. */
export const TRACED = 's1';

type Json = Readonly<Record<string, unknown>>;

/** Cases may call their servers anything; these names are in the order of the list, also as text. */
export function serverNames(count: number): readonly string[] {
  const digits = String(count).length;
  return Array.from({ length: count }, (_, index) => `s${String(index + 1).padStart(digits, '0')}`);
}

/** The scenario of a case, as the document that a planner would write. `hours` is the length of a run. */
export function steadyStateScenario(id: string, parameters: SteadyStateParameters, hours: number): Json {
  const { servers, hub, costs, recall, transfer } = parameters;
  const isFinite = hub.supply === 'finite';
  const names = serverNames(servers.length);
  return {
    title: id,
    starts: '2001-01-01',
    until: inHours(hours),
    varieties: [VARIETY],
    ...(costs === undefined ? {} : { costs }),
    ...(isFinite
      ? { suppliers: [{ name: SUPPLIER, leadTime: hub.leadTime.scenario, ...lotLife(hub) }] }
      : {}),
    hub: isFinite
      ? {
          shipping: hub.shipping === 'partial' ? 'partial' : 'whole orders',
          ...(recall === undefined ? {} : { rebalancing: 'first in line' }),
          stock: {
            [VARIETY]: { ...levels(hub), ...(recall === undefined ? {} : { purchases: 'last' }) },
          },
        }
      : { supply: 'unlimited' },
    servers: servers.map((server, index) => ({
      name: names[index],
      leadTime: server.leadTime.scenario,
      ...(recall === undefined ? {} : { recallTime: '0 s' }),
      unmet: transfer === undefined ? parameters.unmetDemand : 'transfer',
      stock: {
        [VARIETY]: {
          ...levels(server),
          // Where no rule recalls, nothing is recalled.
          ...(recall === undefined || server.highWatermark === undefined
            ? {}
            : { highWatermark: server.highWatermark }),
          ...(transfer === undefined ? {} : { reserve: transfer.reserve[index]! }),
          ...demand(server.demand),
        },
      },
    })),
  };
}

/** The file of a trace's sales, beside its scenario. */
export const REPLAY_FILE = 'sales.csv';

export function traceReplay({ saleTimesHours }: TraceParameters): string {
  return [
    'hours,server,variety,quantity',
    ...saleTimesHours.map((time) => `${decimal(time)},${TRACED},${VARIETY},1`),
    '',
  ].join('\n');
}

/** One server whose customers come at listed times. */
export function traceScenario(id: string, parameters: TraceParameters): Json {
  const { leadTimeHours, unmetDemand, horizonHours } = parameters;
  return {
    title: id,
    starts: '2001-01-01',
    until: inHours(horizonHours),
    varieties: [VARIETY],
    demand: { replay: { file: REPLAY_FILE, time: 'hours', timesIn: 'h' } },
    hub: { supply: 'unlimited' },
    servers: [
      {
        name: TRACED,
        leadTime: inHours(leadTimeHours),
        unmet: unmetDemand,
        stock: { [VARIETY]: levels(parameters) },
      },
    ],
  };
}

type GivenLevels = Pick<
  CaseServer,
  'lowWatermark' | 'order' | 'maxOutstandingOrders' | 'initialOnHand' | 'lifetimeHours'
>;

function levels(given: GivenLevels): Json {
  const { lowWatermark, order, maxOutstandingOrders, initialOnHand, lifetimeHours } = given;
  return {
    lowWatermark,
    ...(order.type === 'upTo' ? { desiredLevel: order.level } : { orderQuantity: order.quantity }),
    ...(maxOutstandingOrders == null ? {} : { maxOutstandingOrders }),
    ...(initialOnHand === undefined ? {} : { initial: initialOnHand }),
    ...(lifetimeHours === undefined ? {} : { lifetime: inHours(lifetimeHours) }),
  };
}

function lotLife({ lotLifetimeHours }: { readonly lotLifetimeHours?: number | undefined }): Json {
  return lotLifetimeHours === undefined ? {} : { lotLife: inHours(lotLifetimeHours) };
}

function demand(given: CaseDemand): Json {
  switch (given.process) {
    case 'poisson':
      return { demandPerHour: given.ratePerHour };
    case 'compoundPoisson': {
      const bulk = Object.fromEntries(
        Object.entries(given.batchSizePmf).map(([size, share]) => [size, `${decimal(100 * share)} %`]),
      );
      return { demand: { perHour: given.requestRatePerHour, bulk } };
    }
    case 'nhppHourly':
      return { demand: { hourOfDay: given.ratesPerHour } };
    case 'mmpp2': {
      const { ratesPerHour: perHour, switchRatesPerHour: switchesPerHour } = given;
      return { demand: { bursts: { perHour, switchesPerHour } } };
    }
  }
}
