import { creditAddsUp } from '#machines/dealersRules';
import type { DealersContext } from '#machines/dealersRules';
import type { DealerPaid } from '#machines/protocol';
import type { ServerContext } from '#machines/server';
import { commissionCents } from '#src/domain/dealer';
import { breach } from './breach.ts';
import type { Breach } from './breach.ts';
import type { SimulatedNode } from './simulatedNode.ts';
import type { Delivered } from './watch.ts';

// Stages at which a sale may still cost its dealer something.
const OPEN = new Set(['pending', 'reserved', 'suspect']);

/** Looks at the dealers' books of servers, at each only when they or its sales have changed. */
export class CreditCheck {
  private readonly last = new Map<SimulatedNode, readonly [unknown, unknown]>();
  /** By the address of the books and the dealer: the amounts that he has paid there, by number. */
  private readonly payments = new Map<string, Map<number, number>>();

  check(node: SimulatedNode, deliveries: readonly Delivered[]): Breach | null {
    if (node.kind !== 'server') return null;
    for (const { message } of deliveries) if (message.type === 'dealer.paid') this.notePayment(message);
    const dealers = node.core.actors.get(`${node.name}/dealers`);
    if (dealers === undefined) return null;
    const sales: unknown = node.core.actors.get(node.name)!.context;
    const last = this.last.get(node);
    if (last !== undefined && dealers.context === last[0] && sales === last[1]) return null;
    this.last.set(node, [dealers.context, sales]);
    const context = dealers.context as DealersContext;
    const what = creditAddsUp(context) ?? wronglyHeld(context, node) ?? this.tooMuch(context);
    return what === null ? null : breach('credit adds up', `at ${node.name}: ${what}`);
  }

  private notePayment({ to, dealer, number, amountCents }: DealerPaid): void {
    const name = paymentsKey(to, dealer);
    const payments = this.payments.get(name) ?? new Map<number, number>();
    this.payments.set(name, payments.set(number, amountCents));
  }

  /** A dealer owes no more than his limit, which stays the same in a campaign, and has paid no more than he has paid. */
  private tooMuch({ plan, dealers, accounts }: DealersContext): string | null {
    for (const [place, { name, creditLimitCents }] of dealers.entries()) {
      const { heldCents, owedCents, paidCents } = accounts[place]!;
      if (heldCents + owedCents > creditLimitCents) {
        return `${name} owes ${heldCents + owedCents} cents with a limit of ${creditLimitCents}`;
      }
      let told = 0;
      for (const amount of this.payments.get(paymentsKey(plan.address, name))?.values() ?? []) told += amount;
      if (paidCents > told) return `${name} has ${paidCents} cents booked as paid, but paid ${told}`;
    }
    return null;
  }
}

/** A hold belongs to a sale that is open at the same server, and its commission is what its dealer earns on it. */
function wronglyHeld({ holds, dealers }: DealersContext, { name, core }: SimulatedNode): string | null {
  const { plan, tills } = core.actors.get(name)!.context as ServerContext;
  for (const hold of holds) {
    const { sale } = hold;
    const till = tills[plan.terminals.indexOf(sale.terminal)];
    const record = till?.sales.find(({ number }) => number === sale.number);
    if (record === undefined || !OPEN.has(record.stage)) {
      return `credit is held for sale ${sale.terminal}#${sale.number}, which is ${record?.stage ?? 'forgotten'}`;
    }
    // Blocks come and go in a campaign; rates stay.
    const dealer = dealers.find((one) => one.name === hold.dealer)!;
    const earned = commissionCents(dealer, record.sku, hold.priceCents);
    if (hold.commissionCents !== earned) {
      return `${hold.dealer} shall get ${hold.commissionCents} cents of commission for ${record.sku}, not ${earned}`;
    }
  }
  return null;
}

function paymentsKey(address: string, dealer: string): string {
  return `${address} ${dealer}`;
}
