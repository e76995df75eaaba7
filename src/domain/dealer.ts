/** A dealer as the central directory knows him. Money is whole minor units (cents). */
export interface Dealer {
  readonly name: string;
  readonly isBlocked: boolean;
  /**
   * How much he may owe at each server before he pays: credit is granted per server, so that a server that is cut
   * off can decide alone.
   */
  readonly creditLimitCents: number;
  /** Commission by SKU in hundredths of a percent of the price; a SKU that is not named earns none. */
  readonly commissionBasisPoints: Readonly<Record<string, number>>;
}

/** A whole price, in basis points. */
const WHOLE = 10_000;

/** What is wrong with the figures of a dealer, or null. */
export function dealerFault({ name, creditLimitCents, commissionBasisPoints }: Dealer): string | null {
  if (name === '') return 'a dealer needs a name';
  if (!Number.isSafeInteger(creditLimitCents) || creditLimitCents < 0) {
    return `the credit limit is ${creditLimitCents}; give whole cents, 0 or more`;
  }
  for (const [sku, basisPoints] of Object.entries(commissionBasisPoints)) {
    if (!Number.isInteger(basisPoints) || basisPoints < 0 || basisPoints > WHOLE) {
      return `the commission on '${sku}' is ${basisPoints}; give whole basis points from 0 to ${WHOLE}`;
    }
  }
  return null;
}

/** The version of a directory that a network starts with: 0 only where nobody is known, so that whoever has 0 has nothing. */
export function openingVersion(dealers: readonly Dealer[]): number {
  return dealers.length === 0 ? 0 : 1;
}

/** Both say the same, whatever the order in which they name the SKUs. */
export function isSameDealer(a: Dealer, b: Dealer): boolean {
  if (a.name !== b.name || a.isBlocked !== b.isBlocked || a.creditLimitCents !== b.creditLimitCents) {
    return false;
  }
  const rates = Object.entries(a.commissionBasisPoints);
  return (
    rates.length === Object.keys(b.commissionBasisPoints).length &&
    rates.every(([sku, rate]) => Object.hasOwn(b.commissionBasisPoints, sku) && rateOf(b, sku) === rate)
  );
}

/** What the dealer earns on one sale, to the nearest cent; an exact half cent is rounded down, against the dealer. */
export function commissionCents(dealer: Dealer, sku: string, priceCents: number): number {
  const rate = rateOf(dealer, sku);
  // In two parts, so that no product leaves the safe integers.
  const part = (priceCents % WHOLE) * rate;
  const rest = part % WHOLE;
  return Math.floor(priceCents / WHOLE) * rate + (part - rest) / WHOLE + (2 * rest > WHOLE ? 1 : 0);
}

function rateOf({ commissionBasisPoints }: Dealer, sku: string): number {
  // A SKU may be called 'constructor'.
  return Object.hasOwn(commissionBasisPoints, sku) ? commissionBasisPoints[sku]! : 0;
}
