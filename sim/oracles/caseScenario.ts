import type {
  CaseDemand,
  CaseLeadTime,
  CaseServer,
  SteadyStateParameters,
  TraceParameters,
} from './caseSchema.ts';

/** Cases are put into the scenario language, so that what is checked is what planners use. */

const VARIETY = 'pin';
export const SUPPLIER = 'supplier';

type Json = Readonly<Record<string, unknown>>;

/** The scenario of a case, as the document that a planner would write. `hours` is the length of a run. */
export function steadyStateScenario(id: string, parameters: SteadyStateParameters, hours: number): Json {
  const { servers, hub, costs, recall, transfer } = parameters;
  const isFinite = hub.supply === 'finite';
  return {
    title: id,
    starts: '2001-01-01',
    until: `${hours} h`,
    varieties: [VARIETY],
    ...(costs === undefined ? {} : { costs }),
    ...(isFinite
      ? { suppliers: [{ name: SUPPLIER, leadTime: leadTime(hub.leadTime), ...lotLife(hub) }] }
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
      name: server.id,
      leadTime: leadTime(server.leadTime),
      ...(recall === undefined ? {} : { recallTime: '0 s' }),
      unmet: transfer === undefined ? parameters.unmetDemand : 'transfer',
      stock: {
        [VARIETY]: {
          ...serverLevels(server),
          ...(transfer === undefined ? {} : { reserve: transfer.reserve[index] ?? 0 }),
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
    ...saleTimesHours.map((time) => `${time},s1,${VARIETY},1`),
    '',
  ].join('\n');
}

/** One server whose customers come at listed times. */
export function traceScenario(id: string, parameters: TraceParameters): Json {
  const { orderUpTo, orderQuantity, leadTimeHours, unmetDemand, horizonHours } = parameters;
  const { lowWatermark, maxOutstandingOrders, initialOnHand } = parameters;
  const order = orderUpTo === undefined ? { orderQuantity } : { desiredLevel: orderUpTo };
  return {
    title: id,
    starts: '2001-01-01',
    until: `${horizonHours} h`,
    varieties: [VARIETY],
    demand: { replay: { file: REPLAY_FILE, time: 'hours', timesIn: 'h' } },
    hub: { supply: 'unlimited' },
    servers: [
      {
        name: 's1',
        leadTime: `${leadTimeHours} h`,
        unmet: unmetDemand,
        stock: {
          [VARIETY]: {
            lowWatermark,
            ...order,
            ...(maxOutstandingOrders == null ? {} : { maxOutstandingOrders }),
            initial: initialOnHand,
          },
        },
      },
    ],
  };
}

function levels(given: Omit<CaseServer, 'id' | 'demand' | 'leadTime'>): Json {
  const { lowWatermark, order, maxOutstandingOrders, initialOnHand } = given;
  return {
    lowWatermark,
    ...(order.type === 'upTo' ? { desiredLevel: order.level } : { orderQuantity: order.quantity }),
    ...(maxOutstandingOrders == null ? {} : { maxOutstandingOrders }),
    ...(initialOnHand === undefined ? {} : { initial: initialOnHand }),
  };
}

function serverLevels(server: CaseServer): Json {
  const { lifetimeHours, highWatermark } = server;
  return {
    ...levels(server),
    ...(lifetimeHours === undefined ? {} : { lifetime: `${lifetimeHours} h` }),
    ...(highWatermark === undefined ? {} : { highWatermark }),
  };
}

function lotLife({ lotLifetimeHours }: { readonly lotLifetimeHours?: number | undefined }): Json {
  return lotLifetimeHours === undefined ? {} : { lotLife: `${lotLifetimeHours} h` };
}

function leadTime(given: CaseLeadTime): unknown {
  switch (given.dist) {
    case 'constant':
      return `${given.meanHours} h`;
    case 'exponential':
      return { distribution: 'exponential', mean: `${given.meanHours} h` };
    case 'erlang':
      return { distribution: 'erlang', mean: `${given.meanHours} h`, shape: given.shape };
    case 'uniform':
      return { distribution: 'uniform', from: `${given.fromHours} h`, to: `${given.toHours} h` };
    case 'lognormal': {
      const { coefficientOfVariation } = given;
      return { distribution: 'lognormal', mean: `${given.meanHours} h`, coefficientOfVariation };
    }
    case 'hyperexponential': {
      const { probabilities, meansHours } = given;
      return {
        distribution: 'hyperexponential',
        probabilities,
        means: meansHours.map((mean) => `${mean} h`),
      };
    }
    case 'sequentialExponential':
      return {
        distribution: 'one at a time',
        perPin: { distribution: 'exponential', mean: `${given.meanHours} h` },
      };
  }
}

function demand(given: CaseDemand): Json {
  switch (given.process) {
    case 'poisson':
      return { demandPerHour: given.ratePerHour };
    case 'compoundPoisson': {
      const bulk = Object.fromEntries(
        Object.entries(given.batchSizePmf).map(([size, share]) => [size, `${100 * share} %`]),
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
