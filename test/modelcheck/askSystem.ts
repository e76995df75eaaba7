import { setup } from 'xstate';
import { apply } from '#machines/apply';
import { ALARMS } from '#machines/protocol';
import { compiled } from '#src/executor/compiled';
import type { Letter, System, View } from '#sim/modelcheck/system';

/** What a sloppy asker leaves out. */
export type Flaw = 'none' | 'never repeats' | 'goes on repeating' | 'believes every answer';

interface AskerPlan {
  readonly questions: number;
  readonly flaw: Flaw;
}

interface Asker {
  readonly plan: AskerPlan;
  /** The question that is open, from 1; 0: none yet. */
  readonly question: number;
  readonly isWaiting: boolean;
  readonly answers: number;
}

interface Answer extends Letter {
  readonly number: number;
}

interface AlarmRequest extends Letter {
  readonly alarm: string;
  readonly after: number | null;
}

const alarm = (after: number | null): AlarmRequest => ({
  type: 'alarm.requested',
  to: ALARMS,
  from: 'asker',
  alarm: 'answer',
  after,
});
const question = (number: number): Answer => ({ type: 'asked', to: 'oracle', from: 'asker', number });

function ask({ plan, question: last }: Asker) {
  if (last === plan.questions) {
    const messages = plan.flaw === 'goes on repeating' ? [] : [alarm(null)];
    return { patch: { isWaiting: false }, messages };
  }
  const messages = plan.flaw === 'never repeats' ? [question(last + 1)] : [question(last + 1), alarm(1)];
  return { patch: { question: last + 1, isWaiting: true }, messages };
}

function repeat({ plan, question: last, isWaiting }: Asker) {
  const isOver = !isWaiting && plan.flaw !== 'goes on repeating';
  return { patch: null, messages: isOver || last === 0 ? [] : [question(last), alarm(1)] };
}

function hear(context: Asker, { number }: Answer) {
  const isStale = !context.isWaiting || number !== context.question;
  if (isStale && context.plan.flaw !== 'believes every answer') return { patch: null, messages: [] };
  const { patch, messages } = ask(context);
  return { patch: { ...patch, answers: context.answers + 1 }, messages };
}

const askerMachine = setup({
  types: { context: {} as Asker, events: {} as Answer, emitted: {} as Letter, input: {} as AskerPlan },
  actions: { ask: apply(ask), repeat: apply(repeat), hear: apply(hear) },
}).createMachine({
  id: 'asker',
  context: ({ input }) => ({ plan: input, question: 0, isWaiting: false, answers: 0 }),
  on: {
    go: { actions: 'ask' },
    'alarm.rang': { actions: 'repeat' },
    'node.restarted': { actions: 'repeat' },
    answered: { actions: 'hear' },
  },
});

const answer = (_: object, { number, from }: Answer) => ({
  patch: null,
  messages: [{ type: 'answered', to: from, from: 'oracle', number }],
});

const oracleMachine = setup({
  types: { context: {} as object, events: {} as Answer, emitted: {} as Letter },
  actions: { answer: apply<object, Answer, Letter>(answer) },
}).createMachine({ id: 'oracle', context: {}, on: { asked: { actions: 'answer' } } });

/** Someone who asks `questions` questions, one after another, each until it is answered. */
export function askSystem(questions: number, flaw: Flaw = 'none'): System {
  const asker = compiled.start(askerMachine, { questions, flaw }).snapshot();
  const oracle = compiled.start(oracleMachine, {}).snapshot();
  const askerOf = ({ nodes }: View) => nodes[0]!.actors[0]!.context as unknown as Asker;
  return {
    nodes: [
      { name: 'asker', actors: [{ address: 'asker', machine: askerMachine, opening: asker }] },
      { name: 'oracle', actors: [{ address: 'oracle', machine: oracleMachine, opening: oracle }] },
    ],
    openings: [{ type: 'go', to: 'asker', from: 'outside' }],
    counters: new Set(),
    answers: () => [[]],
    openingBooks: { facts: [] },
    note: (books) => books,
    breach: (view) => {
      const { answers, question: last } = askerOf(view);
      return answers > last ? `${answers} answers to ${last} questions` : null;
    },
    unfinished: (view) => (askerOf(view).isWaiting ? 'a question waits for ever' : null),
  };
}
