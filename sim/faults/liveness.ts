import type { ConduitContext } from '#machines/conduitContext';
import type { DealersContext } from '#machines/dealersRules';
import type { DirectoryContext } from '#machines/directoryRules';
import type { HubContext } from '#machines/hub';
import type { InventoryContext } from '#machines/inventory';
import type { LotOfficeContext } from '#machines/lotOffice';
import type { ServerContext } from '#machines/server';
import type { SupplierContext } from '#machines/supplier';
import type { SupplyInterfaceContext } from '#machines/supplyInterfaceRules';
import type { TerminalContext } from '#machines/terminal';
import type { Link } from '#src/domain/link';
import { SECOND_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import { breach } from './breach.ts';
import type { Breach } from './breach.ts';
import { placesOf } from './places.ts';
import type { SimulatedNode } from './simulatedNode.ts';

/** Something that has not come to its end. */
export interface OpenMatter {
  readonly kind:
    | 'sale'
    | 'order'
    | 'transfer'
    | 'recall'
    | 'inquiry'
    | 'drain'
    | 'reservation'
    | 'directory'
    | 'credit'
    | 'product'
    | 'lots';
  readonly what: string;
}

/** What is still open in a network; empty when everything has come to its end. */
export function openMatters(nodes: readonly SimulatedNode[]): OpenMatter[] {
  const open: OpenMatter[] = [];
  for (const node of nodes) {
    if (node.isGone) continue;
    const main = node.core.actors.get(node.name)!;
    const { context } = main;
    if (node.kind === 'terminal') openAtTerminal(context as TerminalContext, open);
    if (node.kind === 'server') openAtServer(context as ServerContext, open);
    if (node.kind === 'hub') openAtHub(context as HubContext, open);
    const isOffline = (node.kind === 'server' || node.kind === 'hub') && main.value !== 'online';
    if (isOffline) open.push({ kind: 'drain', what: `${node.name} is ${JSON.stringify(main.value)}` });
  }
  openInDirectory(nodes, open);
  for (const { core } of nodes) {
    for (const [address, { context }] of core.actors) openElsewhere(address, context, open);
  }
  for (const place of placesOf(nodes)) {
    const { address } = place;
    for (const link of place.links()) openOnLink(address, link, open);
    const context = place.node.core.actors.get(address)!.context as InventoryContext | SupplierContext;
    if ('stock' in context) openAtInventory(context, open);
  }
  return open;
}

/** The breach that these matters are, so long after everything has healed. */
export function stillOpen(open: readonly OpenMatter[], limit: Microseconds): Breach {
  const { kind, what } = open[0]!;
  const more = open.length === 1 ? '' : `, and ${open.length - 1} more`;
  const seconds = limit / SECOND_MICROSECONDS;
  return breach('liveness', `${seconds} s after everything had healed ${what}${more}`, null, kind);
}

/** Every replica is current, and nobody's credit is held. */
function openInDirectory(nodes: readonly SimulatedNode[], open: OpenMatter[]): void {
  const hub = nodes.find(({ kind }) => kind === 'hub')!;
  const centre = hub.core.actors.get(`${hub.name}/dealers`);
  if (centre === undefined) return;
  const { version } = centre.context as DirectoryContext;
  for (const { name, core, kind } of nodes) {
    if (kind !== 'server') continue;
    const replica = core.actors.get(`${name}/dealers`)!.context as DealersContext;
    if (replica.version !== version) {
      open.push({
        kind: 'directory',
        what: `${name} knows version ${replica.version} of the directory, not ${version}`,
      });
    }
    for (const { sale } of replica.holds) {
      open.push({ kind: 'credit', what: `${name} holds credit for sale ${sale.terminal}#${sale.number}` });
    }
  }
}

/** At conduits, supply interfaces and the lot office. */
function openElsewhere(address: string, context: unknown, open: OpenMatter[]): void {
  if (isConduit(context)) {
    for (const { request, stage } of context.open) {
      open.push({
        kind: 'product',
        what: `${address} has product of sale ${request.terminal}#${request.number} at stage ${stage}`,
      });
    }
  } else if (isSupplyInterface(context)) {
    for (const { number, stage } of context.open)
      open.push({ kind: 'product', what: `${address} has transaction ${number} ${stage}` });
  } else if (isLotOffice(context)) {
    for (const { number, acknowledged } of context.desks) {
      if (acknowledged.some((seen) => seen < number)) {
        open.push({
          kind: 'lots',
          what: `not every inventory knows version ${number} of the lots that are held`,
        });
      }
    }
  }
}

function isConduit(context: unknown): context is ConduitContext {
  return isRecord(context) && 'failOvers' in context;
}

function isSupplyInterface(context: unknown): context is SupplyInterfaceContext {
  return isRecord(context) && 'givenUp' in context;
}

function isLotOffice(context: unknown): context is LotOfficeContext {
  return isRecord(context) && 'imported' in context;
}

function isRecord(context: unknown): context is object {
  return typeof context === 'object' && context !== null;
}

function openAtTerminal({ plan, sales }: TerminalContext, open: OpenMatter[]): void {
  for (const { number, stage } of sales)
    open.push({ kind: 'sale', what: `sale ${plan.address}#${number} is at stage ${stage}` });
}

function openAtServer({ plan, tills }: ServerContext, open: OpenMatter[]): void {
  for (const [index, { sales }] of tills.entries()) {
    for (const { number, stage } of sales) {
      if (stage !== 'pending' && stage !== 'reserved' && stage !== 'suspect') continue;
      open.push({
        kind: 'sale',
        what: `${plan.address} has sale ${plan.terminals[index]!}#${number} at stage ${stage}`,
      });
    }
  }
}

function openAtHub({ plan, desks }: HubContext, open: OpenMatter[]): void {
  for (const [index, { waiting, inquiry, recalls }] of desks.entries()) {
    const { variety } = plan.desks[index]!;
    const [order] = waiting;
    if (order !== undefined)
      open.push({ kind: 'order', what: `order ${order.order} of ${order.receiver} waits at the hub` });
    if (inquiry !== null)
      open.push({ kind: 'inquiry', what: `the hub still asks about ${variety} (${inquiry.purpose})` });
    const [recall] = recalls;
    if (recall !== undefined)
      open.push({ kind: 'recall', what: `recall ${recall.number} from ${recall.donor} is open` });
  }
}

function openOnLink(address: string, { peer, unacknowledged }: Link, open: OpenMatter[]): void {
  for (const { number } of unacknowledged) {
    open.push({
      kind: 'transfer',
      what: `transfer ${number} from ${address} to ${peer} is not acknowledged`,
    });
  }
}

function openAtInventory({ plan: { address }, stock }: InventoryContext, open: OpenMatter[]): void {
  const { openOrders, onOrder, owed, waiting, kept } = stock;
  for (const { number, missing } of openOrders) {
    open.push({ kind: 'order', what: `order ${number} of ${address} still misses ${missing} PINs` });
  }
  if (openOrders.length === 0 && onOrder !== 0)
    open.push({ kind: 'order', what: `${address} counts ${onOrder} PINs on order` });
  if (owed !== 0) open.push({ kind: 'order', what: `${address} owes ${owed} PINs` });
  for (const { terminal, number } of waiting)
    open.push({ kind: 'sale', what: `sale ${terminal}#${number} waits at ${address}` });
  for (const { sale, isSuspect } of kept.reservations) {
    const state = isSuspect ? 'suspect' : 'reserved';
    open.push({
      kind: 'reservation',
      what: `${address} keeps a PIN for sale ${sale.terminal}#${sale.number} (${state})`,
    });
  }
  if (kept.drain !== null) open.push({ kind: 'drain', what: `${address} drains` });
}
