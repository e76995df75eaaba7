import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAccountNumber } from '#src/domain/accountNumber';

const TABLE = [
  { operator: 'Alpha', prefix: '491', lengths: [12, 13] },
  { operator: 'Beta', prefix: '49152', lengths: [13] },
  { operator: 'Gamma', prefix: '43', lengths: [11] },
];

describe('An account number', () => {
  it('B16 belongs to the operator with the longest prefix that fits', () => {
    expect(readAccountNumber(TABLE, '4915112345678')).toEqual({
      isValid: true,
      account: '4915112345678',
      operator: 'Alpha',
    });
    expect(readAccountNumber(TABLE, '4915212345678')).toMatchObject({ operator: 'Beta' });
    // The longest prefix decides although a shorter one's numbers may be as long.
    expect(readAccountNumber(TABLE, '491521234567')).toMatchObject({ isValid: false });
  });

  it.each([
    ['', 'no account number was given; expected one that begins with 43, 491, 49152'],
    ['  - ', 'no account number was given; expected one that begins with 43, 491, 49152'],
    ['4915x', "an account number cannot contain 'x'; expected digits, with spaces, dashes or a leading +"],
    ['49+15', "an account number cannot contain '+'; expected digits, with spaces, dashes or a leading +"],
    ['123456789', "no operator's numbers begin like 123456; expected one that begins with 43, 491, 49152"],
    ['4312', '4 digits are not a number of Gamma; expected 11 digits for numbers that begin with 43'],
    ['4911', '4 digits are not a number of Alpha; expected 12 or 13 digits for numbers that begin with 491'],
  ])("B16 '%s' is refused: %s", (typed, problem) => {
    expect(readAccountNumber(TABLE, typed)).toEqual({ isValid: false, problem });
  });

  it('B16 is refused by an empty table in words that help', () => {
    expect(readAccountNumber([], '4915112345678')).toEqual({
      isValid: false,
      problem: "no operator's numbers begin like 491511; expected an operator in the number table",
    });
  });

  it('B16 is the same however it is grouped', () => {
    const separators = fc.array(fc.constantFrom('', ' ', '-', '.', '/', '(', ')'), {
      minLength: 13,
      maxLength: 13,
    });
    const digits = fc.stringMatching(/^49151[0-9]{8}$/);
    fc.assert(
      fc.property(digits, separators, fc.boolean(), (number, gaps, hasPlus) => {
        const typed = [...number].map((digit, index) => digit + gaps[index]!).join('');
        expect(readAccountNumber(TABLE, (hasPlus ? '+' : '') + typed)).toEqual({
          isValid: true,
          account: number,
          operator: 'Alpha',
        });
      }),
    );
  });
});
