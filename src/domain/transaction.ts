import type { SaleReference } from './sale.ts';

/** What a supplier or a generator shall do for one sale. Money is whole minor units (cents). */
export type Transaction = Activation | Generation | TopUp;

export type TransactionKind = Transaction['kind'];

/** Make a PIN valid at the supplier, and tell which. */
export interface Activation {
  readonly kind: 'activate';
  readonly request: SaleReference;
  readonly product: string;
  readonly valueCents: number;
}

/** Draw a PIN from a generator of one's own. */
export interface Generation {
  readonly kind: 'generate';
  readonly request: SaleReference;
  readonly product: string;
  readonly valueCents: number;
}

/** Add value to a customer's account. */
export interface TopUp {
  readonly kind: 'topUp';
  readonly request: SaleReference;
  readonly product: string;
  readonly valueCents: number;
  /** Digits only. */
  readonly account: string;
}
