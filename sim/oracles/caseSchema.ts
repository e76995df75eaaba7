import { z } from 'zod';
import { leadTime } from './caseLeadTime.ts';
import { known } from './caseWords.ts';

/** A file of cases whose exact answers are known, and what each says of its network. Times are hours, stock is PINs. */

const positive = z.number().gt(0);
const notNegative = z.number().min(0);
const whole = z.int();

const demand = z.discriminatedUnion('process', [
  known({ process: z.literal('poisson'), ratePerHour: notNegative }),
  known({
    process: z.literal('compoundPoisson'),
    requestRatePerHour: notNegative,
    /** Probabilities by PINs a request. */
    batchSizePmf: z.record(z.string().regex(/^[1-9]\d*$/), positive),
  }),
  /** A rate for each hour of a day that repeats. */
  known({ process: z.literal('nhppHourly'), ratesPerHour: z.array(notNegative).length(24) }),
  /** `switchRatesPerHour[p]` is the rate of leaving phase p. */
  known({
    process: z.literal('mmpp2'),
    ratesPerHour: z.tuple([notNegative, notNegative]),
    switchRatesPerHour: z.tuple([positive, positive]),
  }),
]);

const order = z.discriminatedUnion('type', [
  known({ type: z.literal('upTo'), level: whole }),
  known({ type: z.literal('fixedQuantity'), quantity: whole.min(1) }),
]);

const levels = {
  lowWatermark: whole,
  order,
  /** null: no limit. */
  maxOutstandingOrders: whole.min(1).nullable().optional(),
  initialOnHand: whole.min(0).optional(),
};

const server = known({
  id: z.string().min(1),
  demand,
  ...levels,
  leadTime,
  lifetimeHours: positive.optional(),
  highWatermark: whole.min(0).optional(),
});

const hub = z.discriminatedUnion('supply', [
  known({ supply: z.literal('unlimited') }),
  known({
    supply: z.literal('finite'),
    ...levels,
    leadTime,
    shipping: z.enum(['wholeOrdersFcfs', 'partial']).optional(),
    /** They expire so long after they arrived at the hub, if they are still there. */
    lifetimeHours: positive.optional(),
    /** The hub's PINs expire so long after the supplier shipped them, wherever they are. */
    lotLifetimeHours: positive.optional(),
  }),
]);

const costs = known({
  holdingPerPinHour: notNegative.optional(),
  hubHoldingPerPinHour: notNegative.optional(),
  backorderPerPinHour: notNegative.optional(),
  stockoutPerPin: notNegative.optional(),
  lostMarginPerPin: notNegative.optional(),
  perOrder: notNegative.optional(),
  hubPerOrder: notNegative.optional(),
  expiryLossPerPin: notNegative.optional(),
  transferPerPin: notNegative.optional(),
  recallPerPin: notNegative.optional(),
});

export const steadyStateParameters = known({
  unmetDemand: z.enum(['lost', 'backorder']),
  review: z.literal('continuous').optional(),
  servers: z.array(server).min(1),
  hub,
  recall: known({ rule: z.literal('onHubShortageInstant') }).optional(),
  transfer: known({
    rule: z.literal('emergencyInstant'),
    donor: z.literal('mostOnHandAboveReserve'),
    /** By server. */
    reserve: z.array(whole.min(0)),
  }).optional(),
  costs: costs.optional(),
}).superRefine(({ unmetDemand, servers, transfer }, context) => {
  if (transfer === undefined) return;
  if (unmetDemand !== 'lost') {
    const message =
      'found backorder beside a transfer, expected lost: whom no server can help goes away in the scenario language';
    context.addIssue({ code: 'custom', path: ['unmetDemand'], message });
  }
  if (transfer.reserve.length !== servers.length) {
    const message = `found ${transfer.reserve.length}, expected ${servers.length}, one for each server`;
    context.addIssue({ code: 'custom', path: ['transfer', 'reserve'], message });
  }
});

export const traceParameters = known({
  saleTimesHours: z.array(notNegative),
  lowWatermark: whole,
  orderUpTo: whole.optional(),
  orderQuantity: whole.min(1).optional(),
  order: order.optional(),
  maxOutstandingOrders: whole.min(1).nullable().optional(),
  leadTimeHours: positive,
  lifetimeHours: positive.optional(),
  initialOnHand: whole.min(0).optional(),
  unmetDemand: z.enum(['lost', 'backorder']),
  horizonHours: positive,
}).transform(({ orderUpTo, orderQuantity, order: given, ...rest }, context) => {
  const orders: z.infer<typeof order>[] = given === undefined ? [] : [given];
  if (orderUpTo !== undefined) orders.push({ type: 'upTo', level: orderUpTo });
  if (orderQuantity !== undefined) orders.push({ type: 'fixedQuantity', quantity: orderQuantity });
  const [only] = orders;
  if (only !== undefined && orders.length === 1) return { ...rest, order: only };
  const message = `found ${orders.length === 0 ? 'none' : 'more than one'} of orderUpTo, orderQuantity and order, expected one`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** How a case was checked by others; what is empty says nothing. */
export const verification = z
  .looseObject({
    replications: whole.min(2).optional(),
    hoursEach: positive.optional(),
    warmupHours: notNegative.optional(),
    /** By name of the figure, flat or as deep as under `expected`. */
    metrics: z.unknown().optional(),
  })
  .nullish();

/** A case; what its parts must be depends on its kind. */
const oracleCase = z.looseObject({
  id: z.string().min(1),
  kind: z.string(),
  model: z.string().optional(),
  parameters: z.unknown().optional(),
  expected: z.unknown().optional(),
  verification: z.unknown().optional(),
});

export const caseFile = z.looseObject({ cases: z.array(oracleCase).min(1) });

export type OracleCase = z.infer<typeof oracleCase>;
export type SteadyStateParameters = z.infer<typeof steadyStateParameters>;
export type TraceParameters = z.infer<typeof traceParameters>;
export type Verification = z.infer<typeof verification>;
export type CaseServer = SteadyStateParameters['servers'][number];
export type CaseDemand = z.infer<typeof demand>;
