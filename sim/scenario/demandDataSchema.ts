import { z } from 'zod';
import { choice, durationText, entry, name, percent, percentFraction, say, text } from '#sim/scenario/words';

const column = (what: string) => text.optional().describe(`Header of the column with ${what}`);

/** Sales as they were, from a file. */
export const replay = entry('a replay', {
  file: text.describe('CSV file beside the scenario, with a header and a row for each sale.'),
  time: column('the time, such as 2015-01-31 17:05 or 2015-01-31T17:05:09.250; time if left out.'),
  server: column('the server; server if left out.'),
  variety: column('the variety; variety if left out.'),
  quantity: column(
    'the PINs of one customer; quantity if left out, and where there is no such column every row is one PIN.',
  ),
  timesIn: choice(['ms', 's', 'min', 'h', 'd'])
    .optional()
    .describe('Where the times are numbers since the start instead of calendar times: their unit.'),
});

/** How many came in each period, from a file. */
export const counts = entry('counts', {
  file: text.describe('CSV file beside the scenario: a column date, and a column for each server.'),
  period: durationText('above zero').optional().describe('Time from one row to the next; 1 d if left out.'),
  unit: z
    .number({ error: say('a number above 0', 'write 1000 where the file counts in thousands') })
    .gt(0, { error: say('a number above 0', 'write 1000 where the file counts in thousands') })
    .optional()
    .describe('What a 1 in the file stands for; 1 if left out.'),
  share: percent.optional().describe('Share of the counted that become customers; 100 % if left out.'),
  varieties: z
    .record(name('variety'), percent, {
      error: say('the share of each variety', 'write a map such as day-pass: 50 %, adding to 100 %'),
    })
    .superRefine((shares, context) => {
      const fractions = Object.values(shares).map(percentFraction);
      if (fractions.includes(null)) return;
      const sum = 100 * fractions.reduce<number>((total, share) => total + (share ?? 0), 0);
      if (Math.abs(sum - 100) < 1e-6) return;
      const message = say(
        'shares that add to 100 %',
        'change the shares',
        `shares that add to ${+sum.toFixed(6)} %`,
      );
      context.addIssue({ code: 'custom', message });
    })
    .describe('What the customers ask for; adds to 100 %.'),
});

export type CountsEntry = z.infer<typeof counts>;
export type ReplayEntry = z.infer<typeof replay>;
