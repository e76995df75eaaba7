import { setup } from 'xstate';
import { apply } from './apply.ts';
import { acceptOrReject } from './lotImports.ts';
import type { LotOfficeContext, LotOfficePlan } from './lotOfficeContext.ts';
import * as standings from './lotStandings.ts';
import type {
  AlarmRang,
  LotImported,
  LotStandingAcknowledged,
  LotStandingSet,
  Message,
  MessageRefused,
  NodeRestarted,
} from './protocol.ts';
import { refuse } from './refusal.ts';

export type { LotOfficeContext, LotOfficePlan } from './lotOfficeContext.ts';

export type LotOfficeEvent =
  LotImported | LotStandingSet | LotStandingAcknowledged | AlarmRang | NodeRestarted | MessageRefused;

/** Takes lots in at the hub, all or nothing, and has them frozen and recalled wherever their PINs are. */
export const lotOfficeMachine = setup({
  types: {
    context: {} as LotOfficeContext,
    input: {} as LotOfficePlan,
    events: {} as LotOfficeEvent,
    emitted: {} as Message,
  },
  actions: {
    acceptOrReject: apply(acceptOrReject),
    setStanding: apply(standings.setStanding),
    noteAcknowledged: apply(standings.noteAcknowledged),
    repeat: apply(standings.repeat),
    repeatNow: apply(standings.repeatNow),
    refuse: apply(refuse<LotOfficeContext>),
  },
}).createMachine({
  id: 'lotOffice',
  context: ({ input }) => ({
    plan: input,
    desks: input.desks.map(({ inventories }) => ({
      held: [],
      number: 0,
      acknowledged: inventories.map(() => 0),
    })),
    accepted: [],
    imported: [],
    isRepeating: false,
    refused: 0,
  }),
  initial: 'open',
  states: {
    open: {
      on: {
        'lot.imported': { actions: 'acceptOrReject' },
        'lot.standing.set': { actions: 'setStanding' },
        'lot.standing.acknowledged': { actions: 'noteAcknowledged' },
        'alarm.rang': { actions: 'repeat' },
        'node.restarted': { actions: 'repeatNow' },
      },
    },
  },
  on: { '*': { actions: 'refuse' } },
});
