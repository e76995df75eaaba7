import type { PinRange } from '#src/domain/pinRange';

/** Lots: import at the hub, freeze and recall wherever their PINs are, expiry, and what a supplier says was redeemed. */

/** A lot as it came from a supplier's file. To the hub's lot office. All of it is taken in, or nothing. */
export interface LotImported {
  readonly type: 'lot.imported';
  readonly to: string;
  readonly from: string;
  readonly lot: string;
  readonly variety: string;
  readonly ranges: readonly PinRange[];
  /** What the manifest says. */
  readonly count: number;
  readonly checksum: string;
  /** When its PINs expire, in the clock of whoever drives the nodes; null: never. */
  readonly expiresAt: number | null;
}

export interface LotAccepted {
  readonly type: 'lot.accepted';
  readonly to: string;
  readonly from: string;
  readonly lot: string;
  readonly count: number;
}

export interface LotRejected {
  readonly type: 'lot.rejected';
  readonly to: string;
  readonly from: string;
  readonly lot: string;
  readonly reason: string;
}

/** `frozen`: not sold until it is free again. `recalled`: frozen, and every PIN goes back to the hub. */
export type LotStanding = 'free' | 'frozen' | 'recalled';

/** From the operator to the hub's lot office. */
export interface LotStandingSet {
  readonly type: 'lot.standing.set';
  readonly to: string;
  readonly from: string;
  readonly lot: string;
  readonly variety: string;
  readonly standing: LotStanding;
}

/**
 * From the lot office to every inventory of the variety, repeated until acknowledged. `number` orders the changes of
 * all lots of a variety: an inventory that has seen it takes no earlier one of the same lot.
 */
export interface LotStandingChanged {
  readonly type: 'lot.standing.changed';
  readonly to: string;
  readonly from: string;
  readonly lot: string;
  readonly standing: LotStanding;
  readonly number: number;
}

export interface LotStandingAcknowledged {
  readonly type: 'lot.standing.acknowledged';
  readonly to: string;
  readonly from: string;
  readonly lot: string;
  readonly number: number;
}

/**
 * A supplier's redemption file, for one inventory: of the suspect PINs in `covered`, those in `redeemed` were sold and
 * the others are written off.
 */
export interface RedemptionListed {
  readonly type: 'redemption.listed';
  readonly to: string;
  readonly from: string;
  readonly covered: readonly PinRange[];
  readonly redeemed: readonly PinRange[];
}

/** PINs that left the network without being issued. To CUSTOMERS, where all PINs go that leave. */
export interface PinsRetired {
  readonly type: 'pins.retired';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly ranges: readonly PinRange[];
  readonly count: number;
  readonly reason: 'expired' | 'writtenOff';
}

export type LotMessage =
  | LotImported
  | LotAccepted
  | LotRejected
  | LotStandingSet
  | LotStandingChanged
  | LotStandingAcknowledged
  | RedemptionListed
  | PinsRetired;
