import type { NumberRange } from '#src/domain/accountNumber';
import type { PinRange } from '#src/domain/pinRange';
import type { SaleReference } from '#src/domain/sale';
import type { Transaction, TransactionKind } from '#src/domain/transaction';
import type { SupplyHealth, SupplyOffer } from '#src/policy/routing';

export interface ConduitPlan {
  readonly address: string;
  /** Its supply interfaces and generators, all on its own node. */
  readonly supplies: readonly string[];
  readonly products: readonly ProductPlan[];
  /** By which the accounts to top up are read. */
  readonly numberRanges: readonly NumberRange[];
}

export interface ProductPlan {
  readonly sku: string;
  readonly kind: TransactionKind;
  /** What the customer gets for it. */
  readonly valueCents: number;
  readonly offers: readonly ProductOffer[];
}

export interface ProductOffer extends SupplyOffer {
  /** Tops up accounts of this operator only; null: of all. */
  readonly operator: string | null;
}

export interface ConduitContext {
  readonly plan: ConduitPlan;
  /** Until the sale is confirmed, or until the supplier has undone what was cancelled. */
  readonly open: readonly OpenProduct[];
  /** In the order of `plan.supplies`, as they themselves told. */
  readonly health: readonly SupplyHealth[];
  /** Requests that another supplier was asked for after one did not deliver. */
  readonly failOvers: number;
  readonly delivered: number;
  readonly refusedRequests: number;
  readonly cancelled: number;
  /** Messages that the conduit did not know. */
  readonly refused: number;
}

/** A request that was handed to a supply interface. */
export interface OpenProduct {
  readonly request: SaleReference;
  readonly caller: string;
  readonly sku: string;
  /** As it was typed in. */
  readonly account: string | null;
  readonly stage: 'asked' | 'delivered' | 'refused' | 'cancelled';
  readonly transaction: Transaction;
  readonly offers: readonly ProductOffer[];
  /** In order; the last is the one whose answer counts. */
  readonly tried: readonly string[];
  readonly ranges: readonly PinRange[];
  /** What the last supplier said that did not deliver. */
  readonly problem: string;
}
