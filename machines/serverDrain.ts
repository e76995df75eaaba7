import { NOTHING_HAPPENS } from './apply.ts';
import { drained, resume, surrender } from './nodeDrain.ts';
import type { InventoryDrained, Message, RedemptionListed } from './protocol.ts';
import type { SaleRecord, ServerContext } from './serverContext.ts';
import { atStage, bucketOf, closeAccounts } from './serverSales.ts';
import type { ServerOutcome } from './serverSales.ts';

/** Going offline: no new sales; open ones are finished; every inventory gives its PINs back. */
export function startDrain(context: ServerContext): ServerOutcome {
  const { inventories, address: from } = context.plan;
  const patch = { drained: [], returned: 0 };
  const messages = surrender(from, inventories);
  return { patch, messages: [...messages, ...whenDrained({ ...context, ...patch })] };
}

/** The drain is called off, or the server comes back. */
export function endDrain(context: ServerContext): ServerOutcome {
  const { inventories, address: from } = context.plan;
  return { patch: { drained: [], returned: 0 }, messages: resume(from, inventories) };
}

export function noteDrained(context: ServerContext, event: InventoryDrained): ServerOutcome {
  if (context.drained.includes(event.from)) return NOTHING_HAPPENS;
  const patch = { drained: [...context.drained, event.from], returned: context.returned + event.count };
  return { patch, messages: whenDrained({ ...context, ...patch }) };
}

/** Nothing is left to do before the server may go offline; suspect sales are for reconciliation. */
export function isDrained(context: ServerContext): boolean {
  const { plan, tills } = context;
  return (
    context.drained.length === plan.inventories.length &&
    tills.every(({ sales }) => sales.every(({ stage }) => stage !== 'pending' && stage !== 'reserved'))
  );
}

/** What the operator hears when that context is ready to be offline. */
function whenDrained(context: ServerContext): Message[] {
  return isDrained(context) ? [drained(context.plan.address, context.returned)] : [];
}

/** A step of a server that drains: if it was the last, the operator hears of it. */
export function draining<Event>(
  rule: (context: ServerContext, event: Event) => ServerOutcome,
): (context: ServerContext, event: Event) => ServerOutcome {
  return (context, event) => {
    const { patch, messages } = rule(context, event);
    if (patch === null) return { patch, messages };
    return { patch, messages: [...messages, ...whenDrained({ ...context, ...patch })] };
  };
}

/**
 * A supplier's redemption file: the inventories settle their suspect PINs. A suspect sale without a PIN was carried out
 * by its supplier before it was granted, so it is sold.
 */
export function reconcile({ plan, tills }: ServerContext, event: RedemptionListed): ServerOutcome {
  const { covered, redeemed } = event;
  const from = plan.address;
  const messages = plan.inventories.map((to): Message => ({
    type: 'redemption.listed',
    to,
    from,
    covered,
    redeemed,
  }));
  const isWithoutPin = ({ stage, sku }: SaleRecord) =>
    stage === 'suspect' && bucketOf(plan, sku)?.inventory == null;
  if (!tills.some(({ sales }) => sales.some(isWithoutPin))) return { patch: null, messages };
  const settled = tills.map(({ settledBelow, sales }, index) => ({
    settledBelow,
    sales: sales.map((record) => {
      if (!isWithoutPin(record)) return record;
      const sale = { terminal: plan.terminals[index]!, number: record.number };
      closeAccounts(plan, sale, record, true, messages);
      return atStage(record, 'sold');
    }),
  }));
  return { patch: { tills: settled }, messages };
}
