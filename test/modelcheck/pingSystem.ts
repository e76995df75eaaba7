import { setup } from 'xstate';
import { apply } from '#machines/apply';
import { compiled } from '#src/executor/compiled';
import type { Letter, System } from '#sim/modelcheck/system';

interface Count {
  readonly plan: { readonly sends: number };
  readonly heard: number;
}

interface Ping extends Letter {
  readonly type: 'ping' | 'go';
}

const send = ({ plan }: Count) => ({
  patch: null,
  messages: Array.from({ length: plan.sends }, (_, index) => ({
    type: 'ping',
    to: 'receiver',
    from: 'sender',
    index,
  })),
});

const hear = ({ heard }: Count) => ({ patch: { heard: heard + 1 }, messages: [] });

const machine = setup({
  types: { context: {} as Count, events: {} as Ping, emitted: {} as Letter, input: {} as Count['plan'] },
  actions: { send: apply(send), hear: apply(hear) },
}).createMachine({
  id: 'ping',
  context: ({ input }) => ({ plan: input, heard: 0 }),
  on: { go: { actions: 'send' }, ping: { actions: 'hear' } },
});

/** A sender that, told so from outside, sends `sends` different letters at once to a receiver that counts them. */
export function pingSystem(sends: number): System {
  const opening = compiled.start(machine, { sends }).snapshot();
  const node = (name: string) => ({ name, actors: [{ address: name, machine, opening }] });
  return {
    nodes: [node('sender'), node('receiver')],
    openings: [{ type: 'go', to: 'sender', from: 'outside' }],
    counters: new Set(),
    answers: () => [[]],
    openingBooks: { facts: [] },
    note: (books) => books,
    breach: () => null,
    unfinished: () => null,
  };
}
