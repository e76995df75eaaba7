import { z } from 'zod';

/** A file of cases whose exact answers are known, and what each says of its network. Times are hours, stock is PINs. */

const positive = z.number().gt(0);
const notNegative = z.number().min(0);
const whole = z.int();

const demand = z.discriminatedUnion('process', [
  z.strictObject({ process: z.literal('poisson'), ratePerHour: notNegative }),
  z.strictObject({
    process: z.literal('compoundPoisson'),
    requestRatePerHour: notNegative,
    /** Probabilities by PINs a request. */
    batchSizePmf: z.record(z.string().regex(/^[1-9]\d*$/), positive),
  }),
  /** A rate for each hour of a day that repeats. */
  z.strictObject({ process: z.literal('nhppHourly'), ratesPerHour: z.array(notNegative).length(24) }),
  /** `switchRatesPerHour[p]` is the rate of leaving phase p. */
  z.strictObject({
    process: z.literal('mmpp2'),
    ratesPerHour: z.tuple([notNegative, notNegative]),
    switchRatesPerHour: z.tuple([positive, positive]),
  }),
]);

const leadTime = z.discriminatedUnion('dist', [
  z.strictObject({ dist: z.literal('constant'), meanHours: positive }),
  z.strictObject({ dist: z.literal('exponential'), meanHours: positive }),
  z.strictObject({ dist: z.literal('erlang'), meanHours: positive, shape: whole.min(1) }),
  z.strictObject({ dist: z.literal('uniform'), fromHours: notNegative, toHours: positive }),
  z.strictObject({ dist: z.literal('lognormal'), meanHours: positive, coefficientOfVariation: positive }),
  z.strictObject({
    dist: z.literal('hyperexponential'),
    meanHours: positive,
    probabilities: z.array(positive).min(1),
    meansHours: z.array(positive).min(1),
  }),
  /** One worker, one PIN after another. */
  z.strictObject({ dist: z.literal('sequentialExponential'), meanHours: positive }),
]);

const order = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('upTo'), level: whole }),
  z.strictObject({ type: z.literal('fixedQuantity'), quantity: whole.min(1) }),
]);

const levels = {
  lowWatermark: whole,
  order,
  /** null: no limit. */
  maxOutstandingOrders: whole.min(1).nullable().optional(),
  initialOnHand: whole.min(0).optional(),
};

const server = z.strictObject({
  id: z.string().min(1),
  demand,
  ...levels,
  leadTime,
  lifetimeHours: positive.optional(),
  highWatermark: whole.min(0).optional(),
});

const hub = z.discriminatedUnion('supply', [
  z.strictObject({ supply: z.literal('unlimited') }),
  z.strictObject({
    supply: z.literal('finite'),
    ...levels,
    leadTime,
    shipping: z.enum(['wholeOrdersFcfs', 'partial']).optional(),
    /** The hub's PINs expire so long after the supplier shipped them, wherever they are. */
    lotLifetimeHours: positive.optional(),
  }),
]);

const costs = z.strictObject({
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

export const steadyStateParameters = z.strictObject({
  unmetDemand: z.enum(['lost', 'backorder']),
  review: z.literal('continuous'),
  servers: z.array(server).min(1),
  hub,
  recall: z.strictObject({ rule: z.literal('onHubShortageInstant') }).optional(),
  transfer: z
    .strictObject({
      rule: z.literal('emergencyInstant'),
      donor: z.literal('mostOnHandAboveReserve'),
      reserve: z.array(whole.min(0)),
    })
    .optional(),
  costs: costs.optional(),
});

export const traceParameters = z.strictObject({
  saleTimesHours: z.array(notNegative),
  lowWatermark: whole,
  orderUpTo: whole.optional(),
  orderQuantity: whole.min(1).optional(),
  maxOutstandingOrders: whole.min(1).nullable().optional(),
  leadTimeHours: positive,
  initialOnHand: whole.min(0),
  unmetDemand: z.enum(['lost', 'backorder']),
  horizonHours: positive,
});

const verification = z.looseObject({
  replications: whole.min(2).optional(),
  hoursEach: positive.optional(),
  warmupHours: notNegative.optional(),
  metrics: z.record(z.string(), z.looseObject({ stdErr: notNegative.optional() })).optional(),
});

/** A case; what it expects and how it is checked depends on its kind. */
const oracleCase = z.looseObject({
  id: z.string().min(1),
  kind: z.string(),
  model: z.string().optional(),
  parameters: z.unknown(),
  expected: z.record(z.string(), z.unknown()),
  verification: verification.optional(),
});

export const caseFile = z.looseObject({ cases: z.array(oracleCase) });

export type OracleCase = z.infer<typeof oracleCase>;
export type SteadyStateParameters = z.infer<typeof steadyStateParameters>;
export type TraceParameters = z.infer<typeof traceParameters>;
export type CaseServer = SteadyStateParameters['servers'][number];
export type CaseLeadTime = z.infer<typeof leadTime>;
export type CaseDemand = z.infer<typeof demand>;
