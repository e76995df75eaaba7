import { fail } from '#src/domain/assertion';
import {
  afterHolding,
  afterPayment,
  afterPosting,
  afterReleasing,
  hasCredit,
  NEW_ACCOUNT,
} from '#src/domain/credit';
import type { CreditAccount, CreditHold } from '#src/domain/credit';
import { commissionCents, openingVersion } from '#src/domain/dealer';
import type { Dealer } from '#src/domain/dealer';
import { hasSeen } from '#src/domain/numberMemory';
import { placeByName } from '#src/domain/placeByName';
import { replaceAt } from '#src/domain/replaceAt';
import { isSameSale } from '#src/domain/sale';
import { NOTHING_HAPPENS } from './apply.ts';
import type { Outcome } from './apply.ts';
import type {
  CreditPosted,
  CreditRefused,
  CreditReleased,
  CreditRequested,
  DealerPaid,
  DirectoryChanged,
  Message,
  NodeRestarted,
} from './protocol.ts';
import { refuse } from './refusal.ts';

export interface DealersPlan {
  readonly address: string;
  /** Address of the directory's centre. */
  readonly centre: string;
}

export interface DealersInput {
  readonly plan: DealersPlan;
  /** What the centre and all replicas know from the start. */
  readonly dealers: readonly Dealer[];
}

export interface DealersContext {
  readonly plan: DealersPlan;
  /** The version of the directory that `dealers` is. */
  readonly version: number;
  /** When, in the centre's clock, this was last known to be all; null: the centre has never said. */
  readonly currentAsOf: number | null;
  /** In the order in which they became known; no one ever leaves. */
  readonly dealers: readonly Dealer[];
  /** In the order of `dealers`. */
  readonly accounts: readonly CreditAccount[];
  /** One for each sale that is not final. */
  readonly holds: readonly CreditHold[];
  /** Messages that this replica did not know. */
  readonly refused: number;
}

type DealersOutcome = Outcome<DealersContext, Message>;

/** So many payments may wait for one with a lower number; whoever numbers with more gaps is numbering wrongly. */
const MOST_EARLY_PAYMENTS = 20;

export function openDealers({ plan, dealers }: DealersInput): DealersContext {
  const accounts = dealers.map(() => NEW_ACCOUNT);
  return {
    plan,
    version: openingVersion(dealers),
    currentAsOf: null,
    dealers,
    accounts,
    holds: [],
    refused: 0,
  };
}

// ---- the directory ----

export function takeChanges(context: DealersContext, event: DirectoryChanged): DealersOutcome {
  const { plan, version, currentAsOf } = context;
  if (event.from !== plan.centre) return refuse(context, event);
  if (event.base > version) return { patch: null, messages: [requestFor(context)] };
  const asOf = laterOf(currentAsOf, event.sentAt);
  const timed = asOf === currentAsOf ? null : { currentAsOf: asOf };
  const isNews = event.version > version;
  const patch = isNews ? { ...timed, ...knowing(context, event.dealers), version: event.version } : timed;
  // With such a base the centre knows already that it was heard.
  if (event.base === event.version) return { patch, messages: [] };
  const has = Math.max(version, event.version);
  return {
    patch,
    messages: [{ type: 'directory.acknowledged', to: plan.centre, from: plan.address, version: has }],
  };
}

/** What the centre said meanwhile is lost. */
export function catchUp(context: DealersContext, _: NodeRestarted): DealersOutcome {
  return { patch: null, messages: [requestFor(context)] };
}

function requestFor({ plan, version }: DealersContext): Message {
  return { type: 'directory.requested', to: plan.centre, from: plan.address, version };
}

function knowing(
  { dealers, accounts }: DealersContext,
  changed: readonly Dealer[],
): Pick<DealersContext, 'dealers' | 'accounts'> {
  const next = dealers.slice();
  for (const dealer of changed) next[placeByName(dealers, dealer.name, nameOf) ?? next.length] = dealer;
  const added = next.slice(dealers.length).map(() => NEW_ACCOUNT);
  return { dealers: next, accounts: added.length === 0 ? accounts : [...accounts, ...added] };
}

function laterOf(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

/**
 * How old at most the replica's knowledge is at `now` in the centre's clock; null: nobody can say, because the centre
 * has not announced itself. Never less than it really is, as long as nobody sets the centre's clock back.
 */
export function stalenessOf(
  { currentAsOf }: Pick<DealersContext, 'currentAsOf'>,
  now: number,
): number | null {
  return currentAsOf === null ? null : Math.max(0, now - currentAsOf);
}

/**
 * No replica is staler than this while its node is up, from the first announcement on, if of the announcements to it
 * never more than `lostInARow` in a row are lost.
 */
export function stalenessBound(announceEvery: number, latency: number, lostInARow: number): number {
  return (lostInARow + 1) * announceEvery + latency;
}

// ---- credit ----

export function holdCredit(context: DealersContext, event: CreditRequested): DealersOutcome {
  const { plan, holds } = context;
  const { sale, sku, priceCents } = event;
  const answer = { to: event.from, from: plan.address, sale };
  const held: readonly Message[] = [{ type: 'credit.held', ...answer }];
  // Even when the dealer is blocked by now: what is begun may be finished.
  if (holdPlace(holds, sale) >= 0) return { patch: null, messages: held };
  if (!Number.isSafeInteger(priceCents) || priceCents < 0) fail(`a price of ${priceCents} cents`);
  const place = placeByName(context.dealers, event.dealer, nameOf);
  const reason = refusalReason(context, place, priceCents);
  if (place === undefined || reason !== null) {
    return {
      patch: null,
      messages: [{ type: 'credit.refused', ...answer, reason: reason ?? 'dealer is unknown' }],
    };
  }
  const commission = commissionCents(context.dealers[place]!, sku, priceCents);
  const hold = { sale, dealer: event.dealer, priceCents, commissionCents: commission };
  const account = afterHolding(context.accounts[place]!, priceCents);
  const accounts = replaceAt(context.accounts, place, account);
  return { patch: { holds: [...holds, hold], accounts }, messages: held };
}

function refusalReason(
  { dealers, accounts }: DealersContext,
  place: number | undefined,
  priceCents: number,
): CreditRefused['reason'] | null {
  if (place === undefined) return 'dealer is unknown';
  const dealer = dealers[place]!;
  if (dealer.isBlocked) return 'dealer is blocked';
  return hasCredit(dealer, accounts[place]!, priceCents) ? null : 'credit is used up';
}

export function postCredit(context: DealersContext, event: CreditPosted): DealersOutcome {
  return closeHold(context, event, afterPosting);
}

export function releaseCredit(context: DealersContext, event: CreditReleased): DealersOutcome {
  return closeHold(context, event, afterReleasing);
}

/** Without a hold there is nothing to do: the sale was closed before, or credit was refused. */
function closeHold(
  context: DealersContext,
  { sale }: CreditPosted | CreditReleased,
  after: (account: CreditAccount, hold: CreditHold) => CreditAccount,
): DealersOutcome {
  const index = holdPlace(context.holds, sale);
  if (index < 0) return NOTHING_HAPPENS;
  const hold = context.holds[index]!;
  const place = placeByName(context.dealers, hold.dealer, nameOf)!;
  const accounts = replaceAt(context.accounts, place, after(context.accounts[place]!, hold));
  return { patch: { holds: context.holds.toSpliced(index, 1), accounts }, messages: [] };
}

export function bookPayment(context: DealersContext, event: DealerPaid): DealersOutcome {
  const { dealer, number, amountCents } = event;
  const answer = { to: event.from, from: context.plan.address, dealer, number };
  const reject = (reason: string): DealersOutcome => ({
    patch: null,
    messages: [{ type: 'dealer.payment.rejected', ...answer, reason }],
  });
  const booked: readonly Message[] = [{ type: 'dealer.payment.booked', ...answer }];
  const place = placeByName(context.dealers, dealer, nameOf);
  if (place === undefined) return reject('dealer is unknown');
  if (!Number.isSafeInteger(number) || number < 1) {
    return reject(`its number is ${number}; count a dealer's payments from 1`);
  }
  const account = context.accounts[place]!;
  const { payments } = account;
  if (hasSeen(payments, number)) return { patch: null, messages: booked };
  if (!Number.isSafeInteger(amountCents) || amountCents <= 0) {
    return reject(`the amount is ${amountCents}; give whole cents above 0`);
  }
  if (number !== payments.below && payments.early.length >= MOST_EARLY_PAYMENTS) {
    return reject(`payment ${payments.below} is missing; book it first`);
  }
  const accounts = replaceAt(context.accounts, place, afterPayment(account, number, amountCents));
  return { patch: { accounts }, messages: booked };
}

function holdPlace(holds: readonly CreditHold[], sale: CreditHold['sale']): number {
  return holds.findIndex((hold) => isSameSale(hold.sale, sale));
}

function nameOf({ name }: Dealer): string {
  return name;
}

/** For observers: null, or what does not add up in the books of this server. */
export function creditAddsUp({ dealers, accounts, holds }: DealersContext): string | null {
  if (accounts.length !== dealers.length) return `${dealers.length} dealers have ${accounts.length} accounts`;
  const heldCents = new Map<string, number>();
  const sales = new Set<string>();
  for (const { sale, dealer, priceCents } of holds) {
    const name = JSON.stringify([sale.terminal, sale.number]);
    if (sales.has(name)) return `sale ${sale.number} of ${sale.terminal} is held twice`;
    sales.add(name);
    heldCents.set(dealer, (heldCents.get(dealer) ?? 0) + priceCents);
  }
  for (const [place, { name }] of dealers.entries()) {
    const account = accounts[place]!;
    const held = heldCents.get(name) ?? 0;
    heldCents.delete(name);
    if (account.heldCents !== held) {
      return `${name} has ${account.heldCents} cents held, but open sales of ${held} cents`;
    }
    const owed = account.postedCents - account.commissionCents - account.paidCents;
    if (account.owedCents !== owed) {
      return `${name} owes ${account.owedCents} cents, but should owe ${owed} by sales, commission and payments`;
    }
  }
  const [stranger] = heldCents.keys();
  return stranger === undefined ? null : `a sale is held for ${stranger}, whom nobody knows`;
}
