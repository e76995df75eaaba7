import type { NumberMemory } from '#src/domain/numberMemory';
import type { Receiver } from '#src/policy/distribution';
import type { Shipping, WaitingOrder } from '#src/policy/rationing';
import type { Rebalancing } from '#src/policy/rebalancing';
import type { SurplusOffer } from '#src/policy/recall';

/** The hub's fixed view of one variety. */
export interface DeskPlan {
  readonly variety: string;
  /** Address of the central inventory. */
  readonly central: string;
  /** Addresses of the servers' inventories that have a high watermark. */
  readonly donors: readonly string[];
  /** All servers' inventories, and how fast each sells next to the others: what a hub that empties itself goes by. */
  readonly receivers: readonly Receiver[];
}

/** What is going on about one variety. */
export interface Desk {
  /** Requests that the hub could not fill, in their order of arrival. */
  readonly waiting: readonly WaitingOrder[];
  /** What the central inventory holds while requests wait: too little for the first of them. */
  readonly onHand: number;
  /** The question to the servers' inventories that is still open, or null. */
  readonly inquiry: Inquiry | null;
  readonly nextInquiry: number;
  /** Pulls that have not arrived: counted as coming in. At most one a donor. */
  readonly recalls: readonly Recall[];
  readonly nextRecall: number;
  /** Requests for customers who wait at empty shelves and for whom no PIN is on its way: the first of them in work. */
  readonly emergencies: readonly Emergency[];
  /** What is done about the first of them; null: there is none. */
  readonly help: Help | null;
  /** Those for whom a donor has sent what it could, which is on its way here. */
  readonly coming: readonly HelpComing[];
  /** Orders that have come, emergencies aside. */
  readonly orders: number;
  /** The requests of each receiver that have come, in the order of `receivers`. */
  readonly seen: readonly NumberMemory[];
}

export interface Emergency {
  /** Address of the inventory where the customer waits. */
  readonly receiver: string;
  readonly order: number;
  readonly quantity: number;
}

/** The search for a server that can spare a PIN: first all others are asked, then one of those that can. */
export interface Help {
  /** Open while servers are asked; null: they have been. */
  readonly inquiry: Inquiry | null;
  /** Of the servers that have not been asked to send. */
  readonly offers: readonly SurplusOffer[];
  /** Who was asked to send, and has not said what it sends; null: nobody yet. */
  readonly pull: Omit<Recall, 'isAnswered'> | null;
  /** The hub's patience has run out once since the pull. */
  readonly isOld: boolean;
}

export interface HelpComing extends Emergency {
  /** The number of the pull. */
  readonly recall: number;
}

export interface Inquiry {
  readonly number: number;
  readonly purpose: 'recall' | 'push' | 'emergency';
  readonly unanswered: readonly string[];
  readonly offers: readonly SurplusOffer[];
  /** The hub's patience has run out once while it was open. */
  readonly isOld: boolean;
}

export interface Recall {
  readonly number: number;
  readonly donor: string;
  readonly quantity: number;
  /** The donor has said how many it sends. */
  readonly isAnswered: boolean;
}

export interface HubPlan {
  readonly address: string;
  readonly shipping: Shipping;
  readonly rebalancing: Rebalancing;
  /** How long it waits for answers before it repeats a question or goes on without them; null: nothing is ever lost. */
  readonly patience: number | null;
  readonly desks: readonly DeskPlan[];
}

export interface HubContext {
  readonly plan: HubPlan;
  /** In the order of `plan.desks`. */
  readonly desks: readonly Desk[];
  /** Central inventories that are empty while the hub goes offline. */
  readonly drained: readonly string[];
  /** An alarm for unanswered questions has been asked for. */
  readonly isRepeating: boolean;
  /** The next scheduled look at the balance has been asked for. */
  readonly isScheduled: boolean;
  /** Messages that the hub did not know. */
  readonly refused: number;
}
