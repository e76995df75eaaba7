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
