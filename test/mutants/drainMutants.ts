import { apply } from '#machines/apply';
import { endDrain, queueUntilReturn } from '#machines/hubDrain';
import * as hub from '#machines/hubRules';
import * as inventory from '#machines/inventoryRules';
import { endDrain as endServerDrain } from '#machines/serverDrain';
import * as server from '#machines/serverRules';
import { changed, misled } from './mutant.ts';
import { machinesWith, silent, stocked } from './rowMutant.ts';
import type { RowMutant } from './rowMutant.ts';

/** B04 and B09. */
export const drainMutants: readonly RowMutant[] = [
  {
    id: 'B04',
    name: 'a server that drains begins new sales',
    machines: machinesWith('server', { requestSaleWhileDraining: apply(server.requestSale) }),
    says: 'why a customer of a server that drains is refused',
  },
  {
    id: 'B04',
    name: 'a drain forgets open reservations',
    machines: machinesWith('inventory', {
      surrender: apply(
        misled(inventory.surrender, (context) => ({
          context: stocked(context, { kept: { ...context.stock.kept, reservations: [] } }),
        })),
      ),
    }),
    says: 'sales finished while north drained',
  },
  {
    id: 'B04',
    name: 'any receipt will do',
    machines: machinesWith('inventory', {
      checkReceipt: apply(
        misled(inventory.checkReceipt, ({ stock }, event) => ({
          event: { ...event, ...stock.links[0]!.returned },
        })),
      ),
    }),
    says: 'north after receipts that do not match',
  },
  {
    id: 'B04',
    name: 'the hash of a receipt is not looked at',
    machines: machinesWith('inventory', {
      checkReceipt: apply(
        misled(inventory.checkReceipt, ({ stock }, event) => ({
          event: { ...event, print: stock.links[0]!.returned.print },
        })),
      ),
    }),
    says: 'north after receipts that do not match',
  },
  {
    id: 'B04',
    name: 'a drain that is cancelled goes on at the shelves',
    machines: machinesWith('server', {
      endDrain: apply(changed(endServerDrain, (outcome) => silent(outcome, 'stock.resumed'))),
    }),
    says: 'PINs at north after the drain was cancelled',
  },
  {
    id: 'B09',
    name: 'a hub that empties itself does not look at what servers have',
    machines: machinesWith('hub', {
      collectOffer: apply(misled(hub.collectOffer, (_, event) => ({ event: { ...event, onHand: 0 } }))),
    }),
    says: 'PINs at north',
  },
  {
    id: 'B09',
    name: 'a hub forgets who asked while it was offline',
    machines: machinesWith('hub', {
      queueUntilReturn: apply(
        changed(queueUntilReturn, ({ patch, messages }, { desks }) => ({
          patch:
            patch?.desks === undefined
              ? patch
              : {
                  ...patch,
                  desks: patch.desks.map((desk, index) => ({ ...desk, waiting: desks[index]!.waiting })),
                },
          messages,
        })),
      ),
    }),
    says: 'PINs at north after the return of the hub',
  },
  {
    id: 'B09',
    name: 'a hub that returns does not tell its central inventories',
    machines: machinesWith('hub', {
      endDrain: apply(changed(endDrain, (outcome) => silent(outcome, 'stock.resumed'))),
    }),
    says: 'the hub after a drain',
  },
];
