import { apply } from '#machines/apply';
import * as dealers from '#machines/dealersRules';
import type { DealersContext } from '#machines/dealersRules';
import * as directory from '#machines/directoryRules';
import type { DirectoryContext } from '#machines/directoryRules';
import type { InventoryContext } from '#machines/inventory';
import * as inventory from '#machines/inventoryRules';
import { acceptOrReject } from '#machines/lotImports';
import type { LotOfficeContext } from '#machines/lotOffice';
import type { Dealer } from '#src/domain/dealer';
import { NOTHING_SEEN } from '#src/domain/numberMemory';
import { lotChecksum } from '#src/policy/lotChecksum';
import { changed, misled, withStock } from './mutant.ts';
import { machinesWith, nothing, silent } from './rowMutant.ts';
import type { RowMutant } from './rowMutant.ts';

/** The context of a replica that has other terms for all dealers. */
function allDealers(context: DealersContext, terms: Partial<Dealer>): { readonly context: DealersContext } {
  return { context: { ...context, dealers: context.dealers.map((dealer) => ({ ...dealer, ...terms })) } };
}

/** The dealer directory (B11), dealers' credit (B34), and lots (B35, B36, B39). */
export const bookMutants: readonly RowMutant[] = [
  {
    id: 'B11',
    name: 'the directory never announces itself',
    foundWithin: 10,
    machines: machinesWith('directory', { announce: apply(nothing<DirectoryContext>) }),
    says: 'how stale north is',
  },
  {
    id: 'B11',
    name: 'a replica keeps a dealer as it knew him first',
    foundWithin: 10,
    machines: machinesWith('dealers', {
      takeChanges: apply(
        misled(dealers.takeChanges, (context, event) => ({
          event: {
            ...event,
            dealers: event.dealers.map(
              (dealer) => context.dealers.find(({ name }) => name === dealer.name) ?? dealer,
            ),
          },
        })),
      ),
    }),
    says: 'sales after the block',
  },
  {
    id: 'B11',
    name: 'a replica says that it is newer than it is',
    // By a millisecond, which is less than a change takes to arrive; the campaign's own test lies by more.
    foundWithin: null,
    machines: machinesWith('dealers', {
      takeChanges: apply(
        misled(dealers.takeChanges, (_, event) => ({
          event: { ...event, sentAt: event.sentAt === null ? null : event.sentAt + 1000 },
        })),
      ),
    }),
    says: 'how stale south says it is after 1 announcements',
  },
  {
    id: 'B11',
    name: 'the directory takes for granted that its changes arrive',
    foundWithin: 10,
    machines: machinesWith('directory', {
      setDealer: apply(
        changed(directory.setDealer, ({ patch, messages }, { acknowledged }) => ({
          patch: patch === null ? null : { ...patch, acknowledged: acknowledged.map(() => patch.version!) },
          messages,
        })),
      ),
      sendMissing: apply(nothing<DirectoryContext>),
    }),
    says: 'version at south after its link is back',
  },
  {
    id: 'B34',
    name: 'credit of a reversed sale stays held',
    foundWithin: 10,
    machines: machinesWith('dealers', { releaseCredit: apply(nothing<DealersContext>) }),
    says: 'with the second sale reversed',
  },
  {
    id: 'B34',
    name: 'no commission is paid',
    foundWithin: 10,
    machines: machinesWith('dealers', {
      holdCredit: apply(
        misled(dealers.holdCredit, (context) => allDealers(context, { commissionBasisPoints: {} })),
      ),
    }),
    says: 'with the sale confirmed',
  },
  {
    id: 'B34',
    name: 'one rate of commission for all products',
    foundWithin: 10,
    machines: machinesWith('dealers', {
      holdCredit: apply(misled(dealers.holdCredit, (_, event) => ({ event: { ...event, sku: 'card' } }))),
    }),
    says: 'cents owed after two sales',
  },
  {
    id: 'B34',
    name: 'credit has no limit',
    foundWithin: 10,
    machines: machinesWith('dealers', {
      holdCredit: apply(
        misled(dealers.holdCredit, (context) => allDealers(context, { creditLimitCents: 1_000_000 })),
      ),
    }),
    says: 'a third sale beyond the limit',
  },
  {
    id: 'B34',
    name: 'a payment is booked as often as it is told',
    foundWithin: 10,
    machines: machinesWith('dealers', {
      bookPayment: apply(
        misled(dealers.bookPayment, (context) => ({
          context: {
            ...context,
            accounts: context.accounts.map((account) => ({ ...account, payments: NOTHING_SEEN })),
          },
        })),
      ),
    }),
    says: 'cents owed after one payment that was told twice',
  },
  {
    id: 'B35',
    name: 'PINs stand in the order in which they came',
    foundWithin: 10,
    machines: machinesWith('inventory', {
      takeInNew: apply(
        changed(inventory.takeInNew, (outcome, { stock: { ranges } }, event) =>
          withStock(outcome, () => ({ ranges: [...ranges, ...event.ranges] })),
        ),
      ),
    }),
    says: 'the PIN that is sold first',
  },
  {
    id: 'B35',
    name: 'what has expired stays on the shelf',
    foundWithin: 10,
    machines: machinesWith('inventory', { expire: apply(nothing<InventoryContext>) }),
    says: 'PINs expired when the first lot had',
  },
  {
    id: 'B35',
    name: 'an expired PIN is sold until the alarm rings',
    foundWithin: 20,
    machines: machinesWith('inventory', {
      sell: apply(misled(inventory.sell, (_, event) => ({ event: { ...event, at: 0 } }))),
    }),
    says: 'expired PINs sold',
  },
  {
    id: 'B36',
    name: 'a checksum is not looked at',
    foundWithin: 10,
    machines: machinesWith('lotOffice', {
      acceptOrReject: apply(
        misled(acceptOrReject, (_, event) => ({ event: { ...event, checksum: lotChecksum(event) } })),
      ),
    }),
    says: 'the answer to a lot with a wrong checksum',
  },
  {
    id: 'B36',
    name: 'a count is not looked at',
    foundWithin: null,
    machines: machinesWith('lotOffice', {
      acceptOrReject: apply(
        misled(acceptOrReject, (_, event) => {
          const count = event.ranges.reduce((sum, range) => sum + range.count, 0);
          return { event: { ...event, count } };
        }),
      ),
    }),
    says: 'the answer to a lot with another count',
  },
  {
    id: 'B36',
    name: 'what was imported before is forgotten',
    foundWithin: 10,
    machines: machinesWith('lotOffice', {
      acceptOrReject: apply(misled(acceptOrReject, (context) => ({ context: { ...context, imported: [] } }))),
    }),
    says: 'the answer to a lot with one serial that was sold long ago',
  },
  {
    id: 'B36',
    name: 'a frozen lot is sold',
    foundWithin: 10,
    machines: machinesWith('inventory', {
      changeStandings: apply(
        misled(inventory.changeStandings, (_, event) => ({ event: { ...event, held: [] } })),
      ),
    }),
    says: 'PINs of a frozen lot sold at north',
  },
  {
    id: 'B36',
    name: 'a freeze that is lost is not said again',
    foundWithin: 20,
    machines: machinesWith('lotOffice', { repeat: apply(nothing<LotOfficeContext>) }),
    says: 'PINs of a frozen lot sold at south, whose link was cut',
  },
  {
    id: 'B36',
    name: 'a lot that is recalled is only frozen',
    foundWithin: 10,
    machines: machinesWith('inventory', {
      changeStandings: apply(
        misled(inventory.changeStandings, (_, event) => ({
          event: { ...event, held: event.held.map((one) => ({ ...one, standing: 'frozen' as const })) },
        })),
      ),
    }),
    says: 'where PINs are after the recall',
  },
  {
    id: 'B39',
    name: 'every suspect PIN that the file covers counts as sold',
    foundWithin: 10,
    machines: machinesWith('inventory', {
      reconcile: apply(
        misled(inventory.reconcile, (_, event) => ({ event: { ...event, redeemed: event.covered } })),
      ),
    }),
    says: 'a suspect PIN that was not',
  },
  {
    id: 'B39',
    name: 'what the file does not cover is written off',
    foundWithin: 20,
    machines: machinesWith('inventory', {
      reconcile: apply(
        misled(inventory.reconcile, ({ stock }, event) => ({
          event: { ...event, covered: stock.kept.reservations.flatMap(({ ranges }) => ranges) },
        })),
      ),
    }),
    says: 'a suspect PIN of which the file says nothing',
  },
  {
    id: 'B39',
    name: 'the server does not hear how a suspect sale was settled',
    foundWithin: 10,
    machines: machinesWith('inventory', {
      reconcile: apply(changed(inventory.reconcile, (outcome) => silent(outcome, 'suspect.settled'))),
    }),
    says: 'cents posted and held',
  },
];
