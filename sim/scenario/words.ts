import { z } from 'zod';
import { DURATION_EXPECTED, DURATION_PATTERN, parseDuration } from '#sim/scenario/duration';
import { listWords } from '#sim/scenario/finding';
import { expandName, NAME_OR_RANGE_PATTERN, NAME_PATTERN } from '#sim/scenario/names';

/**
 * A zod message that carries two or three things, one a line: what was expected, what to do, and what was found
 * where that is not simply the value. `explain.ts` takes them apart again.
 */
export function say(expected: string, advice: string, found = ''): string {
  return `${expected}\n${advice}\n${found}`;
}

/** A map with known keys; what a map of this kind is called is for the message. */
export function entry<Shape extends z.ZodRawShape>(what: string, shape: Shape) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? say(`one of ${keys}`, 'remove it')
        : say(
            `${what}: a map with keys such as ${keys}`,
            'write the keys below it, indented, one on each line',
          ),
  });
}

/** One of a few words. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: say(listWords(words, 'or'), `write ${listWords(words, 'or')}`) });
}

/** Free text. */
export const text = z.string({ error: say('text', 'write text, in quotes if it looks like a number') });

/** A whole number of PINs that is not negative. */
export function pins(least = 0) {
  const expected = `a whole number of PINs, ${least} or more`;
  return z
    .int({ error: say(expected, 'PINs come in whole numbers: write one, without a unit') })
    .min(least, { error: say(expected, `write ${least} or more`) });
}

/** A whole number of PINs that may be negative. */
export const anyPins = z.int({
  error: say('a whole number of PINs', 'PINs come in whole numbers: write one, without a unit'),
});

/** A count of things other than PINs. */
export function count(what: string, least: number) {
  const error = say(`a whole number of ${what}, ${least} or more`, `write a whole number, ${least} or more`);
  return z.int({ error }).min(least, { error });
}

const namePattern = new RegExp(NAME_PATTERN);

/** The name of one node or variety. */
export function name(what: string) {
  const error = say(
    `the name of a ${what}: letters, digits, -, _ and .`,
    'write a name, in quotes if it is a number',
  );
  return z.string({ error }).regex(namePattern, { error });
}

/** The name of a server or a variety, or of several with a range of numbers. */
export function nameOrRange(what: 'server' | 'variety') {
  const [one, range] = what === 'server' ? ['north', 's{01..20}'] : ['day-pass', 'v{01..20}'];
  return z
    .string({ error: say(`the name of a ${what}`, 'write a name, in quotes if it is a number') })
    .superRefine((written, context) => {
      if (expandName(written) !== null) return;
      context.addIssue({
        code: 'custom',
        message: say(
          `the name of a ${what}: letters, digits, -, _ and ., with at most one range of numbers such as ${range}`,
          `write a name such as ${one}, or a range whose first number is not above its last`,
        ),
      });
    })
    .meta({ pattern: NAME_OR_RANGE_PATTERN });
}

/** A duration in text; `zero` says whether it may be 0. */
export function durationText(zero: 'zero allowed' | 'above zero') {
  return z
    .string({ error: say(DURATION_EXPECTED, 'write a number and a unit, such as 24 h') })
    .superRefine((written, context) => {
      const parsed = parseDuration(written);
      if ('expected' in parsed) {
        context.addIssue({ code: 'custom', message: say(parsed.expected, parsed.advice) });
      } else if (zero === 'above zero' && parsed.microseconds === 0) {
        context.addIssue({
          code: 'custom',
          message: say('a duration above zero', 'write how long it takes, such as 24 h'),
        });
      }
    })
    .meta({ pattern: DURATION_PATTERN });
}

/** A share of a whole, such as "2 %". */
export const percent = z
  .string({ error: say('a percentage such as 2 %', 'write a number and %') })
  .superRefine((written, context) => {
    const value = percentFraction(written);
    if (value !== null && value >= 0 && value <= 1) return;
    context.addIssue({
      code: 'custom',
      message: say('a percentage from 0 % to 100 %', 'write a number and %, such as 2 %'),
    });
  })
  .meta({ pattern: '^\\d+(\\.\\d+)? ?%$' });

/** "2 %" is 0.02; null when the text is not a percentage. */
export function percentFraction(written: string): number | null {
  const match = /^([+-]?\d+(?:\.\d+)?) ?%$/.exec(written.trim());
  return match === null ? null : Number(match[1]) / 100;
}
