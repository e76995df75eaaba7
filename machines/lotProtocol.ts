import type { HeldLot, LotStanding } from '#src/domain/lotStanding';
import type { PinRange } from '#src/domain/pinRange';

export type { LotStanding };

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
  /** As `lotChecksum` makes it of all that the manifest says. */
  readonly checksum: string;
  /** When its PINs expire, word for word as the manifest has it. */
  readonly expires: string;
  /** The same in the clock of whoever drives the nodes; null: never. */
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
 * From the lot office to every inventory of the variety, repeated until acknowledged: all lots that are not free now.
 * `number` orders the changes of a variety; an inventory takes only a higher one than it has seen, so that what comes
 * late, twice or out of turn does no harm, and what was lost comes with the next.
 */
export interface LotStandingChanged {
  readonly type: 'lot.standing.changed';
  readonly to: string;
  readonly from: string;
  readonly held: readonly HeldLot[];
  readonly number: number;
  /** The node's clock when it came, where something expires: what is freed may have expired. */
  readonly at?: number;
}

/** `number`: the highest that the inventory has seen. */
export interface LotStandingAcknowledged {
  readonly type: 'lot.standing.acknowledged';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly number: number;
}

/**
 * A supplier's redemption file, for one inventory: of the suspect and quarantined PINs in `covered`, those in `redeemed`
 * were sold and the others are written off. PINs on the shelf that are in `redeemed` are worthless, and written off.
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
