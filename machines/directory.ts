import { setup } from 'xstate';
import { apply } from './apply.ts';
import * as rules from './directoryRules.ts';
import type { DirectoryContext, DirectoryInput } from './directoryRules.ts';
import type {
  AlarmRang,
  DealerSet,
  DirectoryAcknowledged,
  DirectoryRequested,
  Message,
  MessageRefused,
  NodeRestarted,
} from './protocol.ts';
import { refuse } from './refusal.ts';

export type DirectoryEvent =
  DealerSet | DirectoryAcknowledged | DirectoryRequested | AlarmRang | NodeRestarted | MessageRefused;

interface Asked {
  readonly context: DirectoryContext;
}

/**
 * The centre of the dealer directory. It sends every replica what changed after the version that the replica is known
 * to have, at each change and again at each announcement, which also says that nothing else has changed: so a replica
 * knows how old at most its knowledge is, and one that was cut off catches up with a single message.
 */
export const directoryMachine = setup({
  types: {
    context: {} as DirectoryContext,
    input: {} as DirectoryInput,
    events: {} as DirectoryEvent,
    emitted: {} as Message,
  },
  guards: {
    isBehind: ({ context }: Asked) => rules.isBehind(context),
    isLevel: ({ context }: Asked) => !rules.isBehind(context),
  },
  actions: {
    setDealer: apply(rules.setDealer),
    announce: apply(rules.announce),
    noteVersion: apply(rules.noteVersion),
    sendMissing: apply(rules.sendMissing),
    resume: apply(rules.resume),
    refuse: apply(refuse<DirectoryContext>),
  },
}).createMachine({
  id: 'directory',
  context: ({ input }) => rules.openDirectory(input),
  on: {
    'dealer.set': { actions: 'setDealer' },
    'directory.acknowledged': { actions: 'noteVersion' },
    'directory.requested': { actions: 'sendMissing' },
    'alarm.rang': { actions: 'announce' },
    'node.restarted': { actions: 'resume' },
    '*': { actions: 'refuse' },
  },
  initial: 'level',
  states: {
    /** Every replica has acknowledged the newest version. */
    level: { always: { guard: 'isBehind', target: 'spreading' } },
    spreading: { always: { guard: 'isLevel', target: 'level' } },
  },
});
