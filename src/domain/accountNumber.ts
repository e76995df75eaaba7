/** A row of the table by which account numbers are read. */
export interface NumberRange {
  readonly operator: string;
  /** Leading digits of its numbers; of several rows that fit a number the longest prefix wins. */
  readonly prefix: string;
  /** How many digits its numbers have, prefix included: one of these. */
  readonly lengths: readonly number[];
}

export type AccountReading =
  | { readonly isValid: true; readonly account: string; readonly operator: string }
  | { readonly isValid: false; readonly problem: string };

const SEPARATORS = /[\s\-./()]/g;

/** Reads an account number as it was typed in at the till: the digits alone, and whose number it is. */
export function readAccountNumber(ranges: readonly NumberRange[], typed: string): AccountReading {
  const bare = typed.replace(SEPARATORS, '');
  const account = bare.startsWith('+') ? bare.slice(1) : bare;
  if (account === '') return invalid('no account number was given', expectedPrefixes(ranges));
  const odd = /\D/u.exec(account);
  if (odd !== null) {
    return invalid(
      `an account number cannot contain '${odd[0]}'`,
      'digits, with spaces, dashes or a leading +',
    );
  }
  const range = longestPrefix(ranges, account);
  if (range === null) {
    return invalid(`no operator's numbers begin like ${account.slice(0, 6)}`, expectedPrefixes(ranges));
  }
  if (!range.lengths.includes(account.length)) {
    const digits = range.lengths.join(' or ');
    return invalid(
      `${account.length} digits are not a number of ${range.operator}`,
      `${digits} digits for numbers that begin with ${range.prefix}`,
    );
  }
  return { isValid: true, account, operator: range.operator };
}

function invalid(what: string, expected: string): AccountReading {
  return { isValid: false, problem: `${what}; expected ${expected}` };
}

function longestPrefix(ranges: readonly NumberRange[], account: string): NumberRange | null {
  let best: NumberRange | null = null;
  for (const range of ranges) {
    if (account.startsWith(range.prefix) && (best === null || range.prefix.length > best.prefix.length)) {
      best = range;
    }
  }
  return best;
}

function expectedPrefixes(ranges: readonly NumberRange[]): string {
  const prefixes = [...new Set(ranges.map(({ prefix }) => prefix))].sort();
  return prefixes.length === 0
    ? 'an operator in the number table'
    : `one that begins with ${prefixes.join(', ')}`;
}
