import { z } from 'zod';
import { DAY_PATTERN, parseStamp } from '#sim/scenario/calendar';
import { costs } from '#sim/scenario/costsSchema';
import { demand, demandEntry } from '#sim/scenario/demandSchema';
import { duration, leadTime } from '#sim/scenario/durationSchema';
import { goalSchema } from '#sim/scenario/goal';
import { operations } from '#sim/scenario/operationsSchema';
import { centralLevels, serverLevels } from '#sim/scenario/levelsSchema';
import { choice, count, durationText, entry, name, nameOrRange, say, text } from '#sim/scenario/words';

/** A calendar day such as 2015-01-01. */
const day = z
  .string({ error: say('a calendar day such as 2015-01-01', 'write year, month and day') })
  .superRefine((written, context) => {
    if (written.length === 10 && parseStamp(written) !== null) return;
    context.addIssue({
      code: 'custom',
      message: say('a day that the calendar has, such as 2015-01-01', 'write year, month and day'),
    });
  })
  .meta({ pattern: DAY_PATTERN });

const messageLatency = duration('zero allowed')
  .optional()
  .describe('One-way latency of messages on the link; 0 s if left out.');

const aServerWithoutVarieties = say(
  'the varieties that the server sells: a map of stock levels by variety, or a list of varieties',
  'give the server at least one variety under stock',
);

const serverStock = z
  .union(
    [
      z
        .array(nameOrRange('variety'), { error: aServerWithoutVarieties })
        .min(1, { error: aServerWithoutVarieties }),
      z
        .record(nameOrRange('variety'), serverLevels, { error: aServerWithoutVarieties })
        .refine((stock) => Object.keys(stock).length > 0, { error: aServerWithoutVarieties }),
    ],
    { error: aServerWithoutVarieties },
  )
  .describe(
    'What the server sells. As a list of varieties, the stockRule sets the levels. v{01..20} stands for several varieties.',
  );

const terminals = z
  .union(
    [
      count('terminals', 1),
      z
        .array(name('terminal'), { error: say('names of terminals', 'write a list of names') })
        .min(1, { error: say('at least one terminal', 'name a terminal, or leave terminals out') }),
      entry('terminals', { count: count('terminals', 1), latency: durationText('zero allowed') }),
    ],
    {
      error: say(
        'a number of terminals, a list of their names, or a map with count and latency',
        'write a whole number such as 2',
      ),
    },
  )
  .describe('Tills that share the customers of the server evenly; 1 if left out.');

const server = entry('a server', {
  name: nameOrRange('server').optional().describe('Name, or several at once such as s{01..20}.'),
  names: z
    .array(nameOrRange('server'), { error: say('names of servers', 'write a list of names') })
    .min(1, { error: say('at least one server', 'name a server') })
    .optional()
    .describe('Instead of name: several servers that are alike.'),
  leadTime: leadTime('above zero').describe('From the hub’s shipping to the arrival at the server.'),
  recallTime: leadTime('zero allowed')
    .optional()
    .describe('From the server’s sending PINs back to their arrival at the hub; the lead time if left out.'),
  messageLatency,
  unmet: choice(['lost', 'backorder', 'fetch', 'transfer'])
    .optional()
    .describe(
      'A customer at an empty shelf leaves (lost, if left out), waits (backorder), is fetched a PIN, or is given one by another server that can spare it (transfer).',
    ),
  emergencyTime: duration('zero allowed')
    .optional()
    .describe(
      'How long a PIN for a customer of another server travels between this server and the hub; 0 s if left out.',
    ),
  terminals: terminals.optional(),
  demand: demandEntry
    .optional()
    .describe('What holds for the customers of every variety here, unless its own demand says otherwise.'),
  stock: serverStock,
}).superRefine(({ name, names }, context) => {
  if ((name === undefined) !== (names === undefined)) return;
  const message = say(
    'either name or names',
    name === undefined ? 'give the server a name' : 'keep one of the two',
    name === undefined ? 'neither' : 'both',
  );
  context.addIssue({ code: 'custom', path: [name === undefined ? 'name' : 'names'], message });
});

const supplier = entry('a supplier', {
  name: name('supplier'),
  leadTime: leadTime('above zero').describe(
    'From the supplier’s receipt of an order to the arrival at the hub.',
  ),
  lotLife: durationText('above zero')
    .optional()
    .describe('Its PINs expire this time after it ships them; they keep for ever if left out.'),
  messageLatency,
});

const rebalancing = z
  .union(
    [
      choice(['every shortage', 'first in line']),
      entry('rebalancing', {
        every: durationText('above zero').describe('Time between two looks at who waits, such as 1 h.'),
        leastMissing: count('missing PINs', 1)
          .optional()
          .describe('Fewer PINs missing than this pull nothing back; 1 if left out.'),
      }),
    ],
    {
      error: say(
        'every shortage, first in line, or a map with every and leastMissing',
        'write a map such as { every: 1 h }',
      ),
    },
  )
  .describe(
    'When PINs are pulled back from servers above their high watermark: at every shortage (if left out), only for a request that begins a line (first in line), or by schedule.',
  );

const hub = entry('the hub', {
  name: name('hub').optional().describe('hub, if left out.'),
  shipping: choice(['partial', 'whole orders'])
    .optional()
    .describe(
      'Ship what there is and owe the rest (partial, if left out), or whole orders, first come first served.',
    ),
  rebalancing: rebalancing.optional(),
  supply: choice(['unlimited']).optional().describe('The hub never runs out of any variety.'),
  stock: z
    .record(
      nameOrRange('variety'),
      z.union([choice(['unlimited']), centralLevels], {
        error: say(
          'the stock levels of the hub, or unlimited',
          'write lowWatermark and desiredLevel below it',
        ),
      }),
      { error: say('stock levels by variety', 'write a map: a variety, and below it its levels') },
    )
    .optional()
    .describe('Instead of supply: the hub’s own stock of each variety.'),
}).superRefine(({ supply, stock }, context) => {
  if ((supply === undefined) !== (stock === undefined)) return;
  const message = say(
    'either supply: unlimited or stock',
    supply === undefined
      ? 'write supply: unlimited, or give the levels of each variety under stock'
      : 'keep one of the two',
    supply === undefined ? 'neither' : 'both',
  );
  context.addIssue({ code: 'custom', path: [supply === undefined ? 'supply' : 'stock'], message });
});

const daysOfCover = entry('days of cover', {
  from: day.optional().describe('First day of the counts that set the levels.'),
  to: day.optional().describe('Last day of the counts that set the levels.'),
  low: durationText('above zero').optional().describe('Low watermark, in mean daily demand, such as 2 d.'),
  desired: durationText('above zero')
    .optional()
    .describe('Desired level, in mean daily demand, such as 4 d.'),
  high: durationText('above zero')
    .optional()
    .describe('High watermark, in mean daily demand; nothing is recalled if left out.'),
});

/** The scenario file. What it cannot say about one value alone, `checks.ts` checks. */
export const scenarioSchema = entry('a scenario', {
  title: text.describe('What the scenario is called.'),
  description: text.optional().describe('What it is about, in a paragraph.'),
  question: text.optional().describe('What the report answers in its first sentence.'),
  goal: goalSchema.optional().describe('What the run is to find out; run looks for it.'),
  starts: day.optional().describe('Calendar day of the start.'),
  seed: count('seed', 0).optional().describe('Chooses the random numbers; 1 if left out.'),
  until: durationText('above zero').optional().describe('The run ends after this time.'),
  sales: count('sales', 1).optional().describe('The run ends with this many sales.'),
  arrivals: choice(['one by one', 'counts first'])
    .optional()
    .describe(
      'How customers are drawn: one by one (if left out), or counts first and times on demand, for very many sales; ' +
        'time averages are expectations given the counts then.',
    ),
  costs: costs.optional().describe('What things cost, all in one unit of money; nothing if left out.'),
  varieties: z
    .array(nameOrRange('variety'), {
      error: say('a list of names of varieties', 'write - and a name on each line'),
    })
    .min(1, { error: say('at least one variety', 'name what the servers sell') })
    .describe('The kinds of PIN that the network carries, several at once such as v{01..20}.'),
  suppliers: z
    .array(supplier, { error: say('a list of suppliers', 'write - name: and so on for each') })
    .optional()
    .describe('Who fills the hub’s stock.'),
  hub: hub.describe('The centre, which feeds every server.'),
  servers: z
    .array(server, { error: say('a list of servers', 'write - name: and so on for each') })
    .min(1, { error: say('at least one server', 'name a server that sells PINs') }),
  demand: demand
    .optional()
    .describe('Customers of the whole network, besides those that servers’ entries name.'),
  operations: operations.optional(),
  stockRule: entry('a stock rule', { daysOfCover })
    .optional()
    .describe('Sets levels that no server gives itself.'),
  assumptions: z
    .array(text, { error: say('a list of texts', 'write - and a sentence on each line') })
    .optional()
    .describe('What a reader must know to trust the answer; the report prints it.'),
  alternatives: z
    .array(
      entry('an alternative', {
        name: text.describe('What the report calls it, such as 2 days of cover.'),
        daysOfCover: daysOfCover.optional().describe('What it changes in the stock rule.'),
        operations: operations.optional().describe('Instead of the operations of the scenario.'),
      }),
      { error: say('a list of alternatives', 'write - name: and so on for each') },
    )
    .min(1, {
      error: say('at least one alternative', 'leave alternatives out to run the scenario as written'),
    })
    .optional()
    .describe('Runs to compare; each meets the same customers.'),
});

export type ScenarioFile = z.infer<typeof scenarioSchema>;
export type ServerEntry = z.infer<typeof server>;
export type HubEntry = z.infer<typeof hub>;
export type SupplierEntry = z.infer<typeof supplier>;
export type { CountsEntry } from '#sim/scenario/demandDataSchema';
export type DaysOfCover = z.infer<typeof daysOfCover>;
export type LeadTimeEntry = z.infer<ReturnType<typeof leadTime>>;
export type DurationEntry = z.infer<ReturnType<typeof duration>>;

/** The schemas of the entries that checks look at one by one, so that one bad entry does not hide the others. */
export const partSchemas = { ...scenarioSchema.shape, server, supplier };
