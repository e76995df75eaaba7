import { setup } from 'xstate';
import { apply } from './apply.ts';
import * as rules from './dealersRules.ts';
import type { DealersContext, DealersInput } from './dealersRules.ts';
import type {
  CreditPosted,
  CreditReleased,
  CreditRequested,
  DealerPaid,
  DirectoryChanged,
  Message,
  MessageRefused,
  NodeRestarted,
} from './protocol.ts';
import { refuse } from './refusal.ts';

export type DealersEvent =
  | DirectoryChanged
  | CreditRequested
  | CreditPosted
  | CreditReleased
  | DealerPaid
  | NodeRestarted
  | MessageRefused;

interface Asked {
  readonly context: DealersContext;
}

/**
 * A server's dealers: its replica of the central directory, and their credit here. It decides alone, by what it knows,
 * also when it is cut off.
 */
export const dealersMachine = setup({
  types: {
    context: {} as DealersContext,
    input: {} as DealersInput,
    events: {} as DealersEvent,
    emitted: {} as Message,
  },
  guards: {
    hasHolds: ({ context }: Asked) => context.holds.length > 0,
    hasNoHolds: ({ context }: Asked) => context.holds.length === 0,
  },
  actions: {
    takeChanges: apply(rules.takeChanges),
    catchUp: apply(rules.catchUp),
    holdCredit: apply(rules.holdCredit),
    postCredit: apply(rules.postCredit),
    releaseCredit: apply(rules.releaseCredit),
    bookPayment: apply(rules.bookPayment),
    refuse: apply(refuse<DealersContext>),
  },
}).createMachine({
  id: 'dealers',
  context: ({ input }) => rules.openDealers(input),
  on: {
    'directory.changed': { actions: 'takeChanges' },
    'credit.requested': { actions: 'holdCredit' },
    'credit.posted': { actions: 'postCredit' },
    'credit.released': { actions: 'releaseCredit' },
    'dealer.paid': { actions: 'bookPayment' },
    'node.restarted': { actions: 'catchUp' },
    '*': { actions: 'refuse' },
  },
  initial: 'idle',
  states: {
    idle: { always: { guard: 'hasHolds', target: 'holding' } },
    /** Some sales are not final. */
    holding: { always: { guard: 'hasNoHolds', target: 'idle' } },
  },
});
