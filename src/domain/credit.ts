import type { Dealer } from './dealer.ts';
import { afterSeeing, NOTHING_SEEN } from './numberMemory.ts';
import type { NumberMemory } from './numberMemory.ts';
import type { SaleReference } from './sale.ts';

/** How one dealer stands at one server. */
export interface CreditAccount {
  /** The prices of his open sales. */
  readonly heldCents: number;
  /** Posted less commission and payments; below 0 when he has paid ahead. */
  readonly owedCents: number;
  /** The prices of all his final sales since the beginning, as the next two. */
  readonly postedCents: number;
  readonly commissionCents: number;
  readonly paidCents: number;
  /** The numbers of the payments that are booked. */
  readonly payments: NumberMemory;
}

/** The price of a sale that is not final yet. */
export interface CreditHold {
  readonly sale: SaleReference;
  readonly dealer: string;
  readonly priceCents: number;
  /** By the rate that was in force when the sale began: what the dealer could know. */
  readonly commissionCents: number;
}

export const NEW_ACCOUNT: CreditAccount = {
  heldCents: 0,
  owedCents: 0,
  postedCents: 0,
  commissionCents: 0,
  paidCents: 0,
  payments: NOTHING_SEEN,
};

/** His limit covers what he owes, what his open sales may add to it, and this price. */
export function hasCredit(dealer: Dealer, account: CreditAccount, priceCents: number): boolean {
  return account.heldCents + account.owedCents + priceCents <= dealer.creditLimitCents;
}

export function afterHolding(account: CreditAccount, priceCents: number): CreditAccount {
  return { ...account, heldCents: account.heldCents + priceCents };
}

export function afterReleasing(account: CreditAccount, hold: CreditHold): CreditAccount {
  return { ...account, heldCents: account.heldCents - hold.priceCents };
}

export function afterPosting(account: CreditAccount, hold: CreditHold): CreditAccount {
  const { priceCents, commissionCents } = hold;
  return {
    ...account,
    heldCents: account.heldCents - priceCents,
    owedCents: account.owedCents + priceCents - commissionCents,
    postedCents: account.postedCents + priceCents,
    commissionCents: account.commissionCents + commissionCents,
  };
}

/** The account after payment `number`, not booked before. */
export function afterPayment(account: CreditAccount, number: number, amountCents: number): CreditAccount {
  return {
    ...account,
    owedCents: account.owedCents - amountCents,
    paidCents: account.paidCents + amountCents,
    payments: afterSeeing(account.payments, number),
  };
}
