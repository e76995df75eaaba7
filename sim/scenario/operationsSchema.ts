import { z } from 'zod';
import { parseStamp } from '#sim/scenario/calendar';
import { parseDuration } from '#sim/scenario/duration';
import { durationText, entry, name, say } from '#sim/scenario/words';

const begins = say(
  'a time since the start, such as 3 d, or a calendar day, such as 2015-09-25 06:00',
  'write a number and a unit, or a day',
);

const operation = entry('an operation', {
  outage: name('hub or supplier')
    .optional()
    .describe('The hub or a supplier that does nothing for a while; messages to it wait for the end.'),
  offline: name('hub or server')
    .optional()
    .describe(
      'Instead of outage: the hub or a server that hands its stock over, goes offline and comes back.',
    ),
  from: z
    .string({ error: begins })
    .refine((written) => 'microseconds' in parseDuration(written) || parseStamp(written) !== null, {
      error: begins,
    })
    .describe('When it begins: a time since the start, or a calendar day, where the scenario starts on one.'),
  lasts: durationText('above zero').describe('Such as 4 h.'),
}).superRefine(({ outage, offline }, context) => {
  if ((outage === undefined) !== (offline === undefined)) return;
  const neither = outage === undefined;
  const message = say(
    'either outage or offline',
    neither ? 'name the node that fails or goes offline' : 'keep one of the two',
    neither ? 'neither' : 'both',
  );
  context.addIssue({ code: 'custom', path: [neither ? 'outage' : 'offline'], message });
});

export const operations = z
  .array(operation, { error: say('a list of operations', 'write - outage: hub and so on for each') })
  .describe('What befalls nodes besides customers and messages.');

export type OperationEntry = z.infer<typeof operation>;
