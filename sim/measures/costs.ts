/** What things cost, in any unit of money; each is 0 if nobody says otherwise. */
export interface CostRates {
  /** On a server's shelf. */
  readonly holdingPerPinHour: number;
  /** On the hub's shelf. */
  readonly hubHoldingPerPinHour: number;
  /** For each PIN that a customer waits for. */
  readonly backorderPerPinHour: number;
  /** For each PIN that was asked for and not there at once. */
  readonly stockoutPerPin: number;
  /** For each PIN that a customer went away without. */
  readonly lostMarginPerPin: number;
  /** For each order of a server. */
  readonly perOrder: number;
  /** For each purchase of the hub. */
  readonly hubPerOrder: number;
  readonly expiryLossPerPin: number;
  /** For each PIN that another server gave for a waiting customer. */
  readonly transferPerPin: number;
  /** For each PIN that the hub took back from a server. */
  readonly recallPerPin: number;
}

export const NO_COSTS: CostRates = {
  holdingPerPinHour: 0,
  hubHoldingPerPinHour: 0,
  backorderPerPinHour: 0,
  stockoutPerPin: 0,
  lostMarginPerPin: 0,
  perOrder: 0,
  hubPerOrder: 0,
  expiryLossPerPin: 0,
  transferPerPin: 0,
  recallPerPin: 0,
};
