/** Names one sale over all retries: the terminal and its own number for it. */
export interface SaleReference {
  readonly terminal: string;
  readonly number: number;
}

export function isSameSale(a: SaleReference, b: SaleReference): boolean {
  return a.number === b.number && a.terminal === b.terminal;
}
