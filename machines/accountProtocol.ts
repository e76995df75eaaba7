import type { Horizon } from '#src/domain/horizon';

/** A supplier and the keeper of its customers' accounts, within one node. (`source`, `number`) names a request. */

/** Add value to an account, once. */
export interface InsertionRequested {
  readonly type: 'insertion.requested';
  readonly to: string;
  readonly from: string;
  /** Who asked the supplier: it numbers its requests and says which are open. */
  readonly source: string;
  readonly number: number;
  readonly horizon: Horizon;
  readonly account: string;
  readonly valueCents: number;
}

export interface InsertionAccepted {
  readonly type: 'insertion.accepted';
  readonly to: string;
  readonly from: string;
  readonly source: string;
  readonly number: number;
}

export interface InsertionRefused {
  readonly type: 'insertion.refused';
  readonly to: string;
  readonly from: string;
  readonly source: string;
  readonly number: number;
  readonly reason: string;
}

/** Take the value of that request out again, once; if it never came, never put it in. */
export interface WithdrawalRequested {
  readonly type: 'withdrawal.requested';
  readonly to: string;
  readonly from: string;
  readonly source: string;
  readonly number: number;
  readonly horizon: Horizon;
}

export interface WithdrawalDone {
  readonly type: 'withdrawal.done';
  readonly to: string;
  readonly from: string;
  readonly source: string;
  readonly number: number;
}

export type AccountMessage =
  InsertionRequested | InsertionAccepted | InsertionRefused | WithdrawalRequested | WithdrawalDone;
