import type { Shipping, WaitingOrder } from '#src/policy/rationing';
import type { SurplusOffer } from '#src/policy/recall';

/** The hub's fixed view of one variety. */
export interface DeskPlan {
  readonly variety: string;
  /** Address of the central inventory. */
  readonly central: string;
  /** Addresses of the servers' inventories that have a high watermark. */
  readonly donors: readonly string[];
}

/** What is going on about one variety. */
export interface Desk {
  /** Requests that the hub could not fill, in their order of arrival. */
  readonly waiting: readonly WaitingOrder[];
  /** What the central inventory holds while requests wait: too little for the first of them. */
  readonly onHand: number;
  /** The question to all donors that is still open, or null. */
  readonly inquiry: Inquiry | null;
  readonly nextInquiry: number;
  /** Pulls that have not arrived: counted as coming in. */
  readonly recalls: readonly Recall[];
  readonly nextRecall: number;
}

export interface Inquiry {
  readonly number: number;
  readonly unanswered: readonly string[];
  readonly offers: readonly SurplusOffer[];
}

export interface Recall {
  readonly number: number;
  readonly donor: string;
  readonly quantity: number;
}

export interface HubPlan {
  readonly address: string;
  readonly shipping: Shipping;
  readonly desks: readonly DeskPlan[];
}

export interface HubContext {
  readonly plan: HubPlan;
  /** In the order of `plan.desks`. */
  readonly desks: readonly Desk[];
  /** Messages that the hub did not know. */
  readonly refused: number;
}
