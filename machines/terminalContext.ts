import type { PinRange } from '#src/domain/pinRange';

export interface TerminalPlan {
  readonly address: string;
  readonly server: string;
  /** Whose till it is; null: sales need no dealer. */
  readonly dealer: string | null;
  /** How long it waits for an answer before it repeats itself; null: nothing is ever lost. */
  readonly patience: number | null;
  /** So often it repeats a request before it gives the sale up. */
  readonly mostRepeats: number;
}

/**
 * How far a sale is, as the terminal's durable record says it. `intent`: asked for. `delayed`: the customer waits for
 * a PIN. `received`: the PIN is here, the money is not. `printing`: a customer may know it from now on. `confirming`
 * and `reversing`: told to the server again and again until it acknowledges.
 */
export type TillStage = 'intent' | 'delayed' | 'received' | 'printing' | 'confirming' | 'reversing';

export interface TillSale {
  readonly number: number;
  readonly sku: string;
  readonly account: string | null;
  readonly stage: TillStage;
  readonly ranges: readonly PinRange[];
  readonly repeats: number;
  /** The record proves that the PIN was never shown: nothing had been received when the sale was given up. */
  readonly isUnshown: boolean;
}

export interface TerminalContext {
  readonly plan: TerminalPlan;
  readonly nextSale: number;
  /** Sales that are not settled, oldest first. */
  readonly sales: readonly TillSale[];
  /** The last sale that was printed, for a reprint; null: none yet. */
  readonly last: { readonly number: number; readonly ranges: readonly PinRange[] } | null;
  readonly granted: number;
  readonly refusedSales: number;
  /** Messages that the terminal did not know. */
  readonly refused: number;
}
