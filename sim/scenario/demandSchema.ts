import { z } from 'zod';
import { parseStamp } from '#sim/scenario/calendar';
import { counts, replay } from '#sim/scenario/demandDataSchema';
import { parseDuration } from '#sim/scenario/duration';
import { durationText, entry, name, percent, percentFraction, say, text } from '#sim/scenario/words';

/** Hours of a day, and of a week that begins on Monday at 0:00. */
export const DAY_HOURS = 24;
export const WEEK_HOURS = 168;

const aRate = say('customers per hour, 0 or more', 'write a number without a unit');

// A customer every microsecond: the clock cannot tell more of them apart.
const MOST_PER_HOUR = 3.6e9;

/** Mean customers per hour. */
export const perHour = z
  .number({ error: aRate })
  .min(0, { error: say('customers per hour, 0 or more', 'write a number that is not negative') })
  .max(MOST_PER_HOUR, {
    error: say('at most 3.6e9 customers per hour, one each microsecond', 'write a lower number'),
  });

function perHourList(hours: number, what: string) {
  const error = say(
    `a list of ${hours} numbers, ${what}`,
    `write one number of customers for each of the ${hours} hours`,
  );
  const length = (found: readonly number[]) =>
    say(
      `a list of ${hours} numbers, ${what}`,
      found.length < hours ? `add ${hours - found.length} more` : `remove ${found.length - hours}`,
      `a list of ${found.length}`,
    );
  return z.array(perHour, { error }).superRefine((list, context) => {
    if (list.length !== hours) context.addIssue({ code: 'custom', message: length(list) });
  });
}

const ofTheDay = 'one for each hour of the day, from 0:00 on';
const ofTheWeek = 'one for each hour of the week, from Monday 0:00 on';

const twoRates = z.tuple([perHour, perHour], {
  error: say('two numbers of customers per hour, such as [2, 20]', 'write one for each of two phases'),
});

const aSwitch = say('a number above 0', 'write how often an hour the phase is left, such as 0.5');
const twoSwitches = z.tuple(
  [
    z.number({ error: aSwitch }).gt(0, { error: aSwitch }),
    z.number({ error: aSwitch }).gt(0, { error: aSwitch }),
  ],
  {
    error: say('two numbers above 0, such as [0.1, 1]', 'write how often an hour each of the phases is left'),
  },
);

const bursts = entry('bursts', {
  perHour: twoRates.describe('Mean customers per hour in the first phase and in the second.'),
  switchesPerHour: twoSwitches.describe(
    'How often an hour the first phase is left, and the second: 0.1 stands for ten hours on average.',
  ),
});

const aMix = say('the shares of bulk sizes: a map such as { 1: 60 %, 5: 40 % }', 'write PINs: and a share');
const aSize = say('a whole number of PINs, 1 or more', 'write the PINs that one customer takes');

const bulk = z
  .record(z.string().regex(/^[1-9]\d{0,8}$/, { error: aSize }), percent, { error: aMix })
  .superRefine((shares, context) => {
    const fractions = Object.values(shares).map(percentFraction);
    if (fractions.includes(null)) return;
    const sum = 100 * fractions.reduce<number>((total, share) => total + (share ?? 0), 0);
    if (Math.abs(sum - 100) < 1e-6) return;
    const found = `shares that add to ${+sum.toFixed(6)} %`;
    context.addIssue({
      code: 'custom',
      message: say('shares that add to 100 %', 'change the shares', found),
    });
  });

/** "5 %", "-3 %": what a year adds. */
const growth = z
  .string({ error: say('a percentage such as 5 %', 'write a number and %') })
  .superRefine((written, context) => {
    const value = percentFraction(written);
    if (value !== null && value > -1 && value <= 10) return;
    const message = say('a percentage above -100 % and up to 1000 %', 'write a number and %, such as 5 %');
    context.addIssue({ code: 'custom', message });
  })
  .meta({ pattern: '^[+-]?\\d+(\\.\\d+)? ?%$' });

/** The ways to say how many customers come; one of them is enough, and two contradict each other. */
export const RATE_KEYS = ['perHour', 'hourOfDay', 'hourOfWeek', 'bursts'] as const;

/**
 * Customers of one variety at one server. All of it is optional: what a stock entry leaves out, the entry of its server
 * gives, and then the defaults of the scenario.
 */
export const demandEntry = entry('the demand', {
  perHour: perHour
    .optional()
    .describe('Mean customers per hour; they arrive one by one, independent of each other (Poisson).'),
  hourOfDay: perHourList(DAY_HOURS, ofTheDay)
    .optional()
    .describe('Instead of perHour: mean customers in each of the 24 hours of every day, from 0:00 on.'),
  hourOfWeek: perHourList(WEEK_HOURS, ofTheWeek)
    .optional()
    .describe(
      'Instead of perHour: mean customers in each of the 168 hours of every week, from Monday 0:00 on; needs starts.',
    ),
  bursts: bursts
    .optional()
    .describe(
      'Instead of perHour: quiet and busy phases of random (exponential) length, one after the other.',
    ),
  profile: name('profile')
    .optional()
    .describe('How perHour or bursts rise and fall over the day or the week: one of the demand’s profiles.'),
  bulk: bulk
    .optional()
    .describe(
      'PINs that a customer takes at once, with the share of such customers, such as { 1: 60 %, 5: 40 % }; 1 if left out. ' +
        'Where there are too few, the customer takes what is there, and the rest is lost or waited for.',
    ),
  growthPerYear: growth
    .optional()
    .describe('What a year of 365 days adds to the rate, day by day, such as 5 % or -3 %.'),
}).superRefine((given, context) => {
  const rates = RATE_KEYS.filter((key) => given[key] !== undefined);
  const [first, second] = rates;
  if (first !== undefined && second !== undefined) {
    const found = `${second} beside ${first}`;
    const message = say(`one of ${RATE_KEYS.join(', ')}`, 'keep one of them', found);
    context.addIssue({ code: 'custom', path: [second], message });
  }
  if (given.profile !== undefined && (first === 'hourOfDay' || first === 'hourOfWeek')) {
    const found = `a profile beside ${first}`;
    const message = say('a profile with perHour or bursts', 'remove one of the two', found);
    context.addIssue({ code: 'custom', path: ['profile'], message });
  }
});

const aWeight = say('numbers, 0 or more', 'write how busy the hour is next to the others');
const aProfile = say(
  '24 numbers, one for each hour of the day, or 168, one for each hour of the week from Monday 0:00 on',
  'write a list of 24 or 168 numbers',
);

/** Only the proportions of a profile count. */
export const profile = z
  .array(z.number({ error: aWeight }).min(0, { error: aWeight }), { error: aProfile })
  .superRefine((weights, context) => {
    if (weights.length !== DAY_HOURS && weights.length !== WEEK_HOURS) {
      const found = `a list of ${weights.length}`;
      const [expected = '', advice = ''] = aProfile.split('\n');
      context.addIssue({ code: 'custom', message: say(expected, advice, found) });
    } else if (weights.every((weight) => weight === 0)) {
      const message = say('at least one number above 0', 'say in which hours customers come', 'only zeros');
      context.addIssue({ code: 'custom', message });
    }
  });

const servers = z
  .array(name('server'), { error: say('a list of servers', 'write names of servers') })
  .min(1, { error: say('at least one server', 'name a server, or leave servers out') })
  .optional()
  .describe('Only at these servers; at all if left out.');

const varieties = z
  .array(name('variety'), { error: say('a list of varieties', 'write names of varieties') })
  .min(1, { error: say('at least one variety', 'name a variety, or leave varieties out') })
  .optional()
  .describe('Only for these varieties; for all if left out.');

const begins = say(
  'a time since the start, such as 3 d, or a calendar day, such as 2015-12-20 or 2015-12-20 18:00',
  'write a number and a unit, or a day',
);

const beginning = z
  .string({ error: begins })
  .refine((written) => 'microseconds' in parseDuration(written) || parseStamp(written) !== null, {
    error: begins,
  });

const aFactor = say('a number, 0 or more', 'write 1.5 for half as many customers again, 0 for none');

const event = entry('an event', {
  name: text.optional().describe('What the report calls it, such as payday.'),
  factor: z
    .number({ error: aFactor })
    .min(0, { error: aFactor })
    .describe('Multiplies the rate: 1.5 brings half as many customers again. Overlapping events multiply.'),
  from: z
    .union([beginning, z.array(beginning, { error: begins }).min(1, { error: begins })], { error: begins })
    .describe(
      'When it begins: a time since the start or a calendar day, where the scenario starts on one; a list for several.',
    ),
  lasts: durationText('above zero').optional().describe('Such as 6 h; 1 d if left out.'),
  servers,
  varieties,
});

const aVariation = say('a number above 0', 'write standard deviation / mean, such as 0.2');

const dayFactor = entry('a day factor', {
  name: text
    .optional()
    .describe('Chooses its random numbers; the position in the list if left out. Two of one name are equal.'),
  coefficientOfVariation: z
    .number({ error: aVariation })
    .gt(0, { error: aVariation })
    .max(10, { error: say('a number above 0, at most 10', 'write standard deviation / mean, such as 0.2') })
    .describe('Standard deviation of the factor divided by its mean, which is 1; gamma distributed.'),
  servers,
  varieties,
});

const aTable = say(
  'the demand of servers: a map of servers, and below each a map of varieties',
  'write a server, below it a variety, and below that perHour: and so on',
);

/** What a scenario says of demand as a whole. Every part is optional. */
export const demand = entry('demand', {
  counts: counts.optional().describe('Customers from counts by period and server, instead of rates.'),
  replay: replay
    .optional()
    .describe('Recorded sales, each at its own time, instead of rates: demand without chance.'),
  profiles: z
    .record(name('profile'), profile, {
      error: say('profiles: a map of names and lists of numbers', 'write a name, and 24 or 168 numbers'),
    })
    .optional()
    .describe(
      'How demand rises and falls: 24 numbers for the hours of every day, or 168 for those of every week from Monday 0:00 on. ' +
        'Only their proportions count; a demand names its profile.',
    ),
  defaults: demandEntry
    .optional()
    .describe('What holds for every variety at every server that does not say otherwise.'),
  servers: z
    .record(name('server'), z.record(name('variety'), demandEntry, { error: aTable }), { error: aTable })
    .optional()
    .describe('The demand of each server by variety, all in one place, instead of beside the levels.'),
  events: z
    .array(event, { error: say('a list of events', 'write - factor: and so on for each') })
    .optional()
    .describe('Days or hours of another demand: paydays, promotions, holidays, closing times.'),
  dayFactor: z
    .union(
      [dayFactor, z.array(dayFactor, { error: say('a list of day factors', 'write - servers: for each') })],
      {
        error: say(
          'a map with coefficientOfVariation, or a list of such maps',
          'write a map such as { coefficientOfVariation: 0.2 }',
        ),
      },
    )
    .optional()
    .describe(
      'A random factor for each day, of mean 1, that the servers and varieties it is for have in common: good days and bad ones.',
    ),
});

export type DemandEntry = z.infer<typeof demandEntry>;
export type DemandSection = z.infer<typeof demand>;
export type EventEntry = z.infer<typeof event>;
export type DayFactorEntry = z.infer<typeof dayFactor>;
