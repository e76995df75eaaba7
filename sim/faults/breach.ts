import type { PinRange } from '#src/domain/pinRange';

/** What must always hold. */
export type InvariantName =
  /** Each PIN ever acquired is in exactly one place. */
  | 'conservation'
  /** A PIN is issued once, and acquired once. */
  | 'issued once'
  /** A PIN is shown to one sale; a sale is shown one PIN. */
  | 'shown once'
  /** A PIN that was shown is reserved for its sale or issued: no one else gets it, and no one writes it off. */
  | 'shown is final'
  /** A reversed PIN that may have been shown never goes back to stock. */
  | 'reversed is quarantined'
  /** The same id with other content is never granted. */
  | 'conflict is refused'
  /** An old incarnation changes nothing any more. */
  | 'old incarnations are fenced off'
  /** A request for an account adds its value once. */
  | 'value is inserted once'
  /** Seals travel with PINs, and no one sees a secret but the customer whose PIN is printed. */
  | 'secrets are sealed'
  /** A replica of the dealer directory never claims to be more current than it is. */
  | 'staleness is not understated'
  /** A dealer is refused wherever it is known that he is blocked. */
  | 'blocked is refused'
  /** A node that lost nothing is after a crash what it was before. */
  | 'journals tell the truth'
  /** What dealers owe and hold is what their sales say. */
  | 'credit adds up'
  /** Only whole lots are taken in, nothing expired or held is sold, and a redemption file settles what it names. */
  | 'lots'
  /** Every message has a receiver, who understands it. */
  | 'messages are understood'
  /** After everything has healed, nothing stays open. */
  | 'liveness'
  /** No rule fails. */
  | 'no rule fails';

/** What the observer found wrong; `pin` is one that shows it, where he knows one. */
export interface Breach {
  readonly invariant: InvariantName;
  /** Tells breaches of one invariant apart, such as what stays open; empty where they are all alike. */
  readonly kind: string;
  readonly what: string;
  readonly pin: { readonly lot: string; readonly serial: number } | null;
}

export function breach(invariant: InvariantName, what: string, pin: Breach['pin'] = null, kind = ''): Breach {
  return { invariant, kind, what, pin };
}

/** Whether two breaches are likely to have one cause. */
export function isAlike(one: Breach, other: Breach): boolean {
  return one.invariant === other.invariant && one.kind === other.kind;
}

export function firstPin(ranges: readonly PinRange[]): Breach['pin'] {
  const [range] = ranges;
  return range === undefined ? null : { lot: range.lot, serial: range.first };
}
