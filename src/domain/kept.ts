import type { HeldLot } from './lotStanding.ts';
import type { PinRange } from './pinRange.ts';
import type { SaleReference } from './sale.ts';

/** PINs at an inventory that are not for sale, and what it knows besides its figures. Changes rarely next to a sale. */
export interface Kept {
  readonly reservations: readonly Reservation[];
  /** Reversed, and perhaps seen by someone: never sold again by itself. */
  readonly quarantined: readonly PinRange[];
  /** Of lots that are frozen or recalled. */
  readonly frozen: readonly PinRange[];
  /** Lots that are not free. */
  readonly held: readonly HeldLot[];
  /** The lot office's number of the last change of `held`. */
  readonly standingNumber: number;
  /** The expiry for which an alarm has been asked for, or an earlier one; null: none has been. */
  readonly expiryWatched: number | null;
  readonly lastRecall: AnsweredRecall;
  /** The same of what the hub asked for in emergencies. */
  readonly lastHelp: AnsweredRecall;
  /** null: the inventory is not going offline. */
  readonly drain: Drain | null;
  /** An alarm to repeat what is unanswered has been asked for. */
  readonly isRepeating: boolean;
  /** An alarm to buy what is due has been asked for. */
  readonly isBuying: boolean;
}

/** A PIN that is set aside for a sale. */
export interface Reservation {
  readonly sale: SaleReference;
  readonly ranges: readonly PinRange[];
  /** Its deadline has passed without an answer: only a late answer or reconciliation settles it. */
  readonly isSuspect: boolean;
}

/** The hub has at most one recall open with a donor, so the last one is all that a donor needs to know again. */
export interface AnsweredRecall {
  readonly number: number;
  readonly quantity: number;
}

/** How far an inventory is on its way offline. */
export interface Drain {
  /** The hub has struck our requests, and sent nothing with this number or a higher one; null: not known yet. */
  readonly sentBelow: number | null;
  /** The hub's receipt matched what was sent back. */
  readonly isDone: boolean;
}

export const NOTHING_KEPT: Kept = {
  reservations: [],
  quarantined: [],
  frozen: [],
  held: [],
  standingNumber: 0,
  expiryWatched: null,
  lastRecall: { number: 0, quantity: 0 },
  lastHelp: { number: 0, quantity: 0 },
  drain: null,
  isRepeating: false,
  isBuying: false,
};
