import type { HeldLot } from '#src/domain/lotStanding';
import type { PinRange } from '#src/domain/pinRange';

/** One variety's inventories, the hub's central one among them. */
export interface LotDeskPlan {
  readonly variety: string;
  readonly central: string;
  /** Addresses of all inventories of the variety, the central one's too. */
  readonly inventories: readonly string[];
}

export interface LotOfficePlan {
  /** "hub/lots". */
  readonly address: string;
  readonly desks: readonly LotDeskPlan[];
  /** How long it waits for acknowledgements before it repeats a change; null: nothing is ever lost. */
  readonly repeatAfter: number | null;
}

/** What is known about the lots of one variety. */
export interface LotDesk {
  readonly held: readonly HeldLot[];
  /** Numbers the changes, from 1; 0: there was none. */
  readonly number: number;
  /** The highest number that each inventory has acknowledged, in the order of the plan. */
  readonly acknowledged: readonly number[];
}

/** An import that was accepted. Its checksum tells it from every other. */
export interface AcceptedImport {
  readonly lot: string;
  readonly variety: string;
  readonly checksum: string;
  readonly expiresAt: number | null;
}

export interface LotOfficeContext {
  readonly plan: LotOfficePlan;
  /** In the order of `plan.desks`. */
  readonly desks: readonly LotDesk[];
  readonly accepted: readonly AcceptedImport[];
  /** All PINs that were ever imported, each once, sorted. */
  readonly imported: readonly PinRange[];
  /** An alarm to repeat what is unacknowledged has been asked for. */
  readonly isRepeating: boolean;
  /** Messages that the lot office did not know. */
  readonly refused: number;
}
