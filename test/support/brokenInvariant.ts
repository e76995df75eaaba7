/** What must hold in every run, whatever the network. The names appear in tests and in what they report. */
export type Invariant =
  | 'each PIN is in one place'
  | 'no PIN is issued twice'
  | 'each sale is granted one PIN'
  | 'a transfer is kept until it is acknowledged'
  | 'a transfer is acknowledged under its number'
  | 'no message is refused'
  | 'stock is never negative'
  | 'the counters follow the messages'
  | 'customers are served while there is stock, those who wait first'
  | 'a request is placed exactly when the position is at or under the low watermark'
  | 'a request is for what the policy says'
  | 'what is on order waits at the hub or is on its way'
  | 'the hub owes what waits'
  | 'the hub ships first come, first served'
  | 'the hub ships what it can'
  | 'the hub asks for surplus while a server in need waits'
  | 'a recall is for what is missing'
  | 'a surplus is what is above the high watermark'
  | 'a recall leaves the high watermark';

export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
  readonly invariant: Invariant;

  constructor(invariant: Invariant, detail: string) {
    super(`${invariant}: ${detail}`);
    this.invariant = invariant;
  }
}

export function must(holds: boolean, invariant: Invariant, detail: () => string): asserts holds {
  if (!holds) throw new BrokenInvariant(invariant, detail());
}
