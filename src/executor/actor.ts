import type {
  AnyStateMachine,
  ContextFrom,
  EmittedFrom,
  EventFromLogic,
  InputFrom,
  StateValue,
} from 'xstate';

/**
 * One running machine. An actor takes an event at a time; what it answers are the messages that its rules emitted,
 * in order. If a rule or a guard throws, `send` throws and the actor is as it was before the event.
 */
export interface MachineActor<Machine extends AnyStateMachine> {
  readonly value: StateValue;
  readonly context: ContextFrom<Machine>;
  send(event: EventFromLogic<Machine>): readonly EmittedFrom<Machine>[];
}

/** Runs machines; all executors give the same states, contexts and messages for the same events. */
export interface Executor {
  readonly name: 'compiled' | 'interpreted';
  start<Machine extends AnyStateMachine>(machine: Machine, input: InputFrom<Machine>): MachineActor<Machine>;
}

/**
 * A machine uses something that the compiled executor does not support. `construct` names it and `where` says in
 * which state or transition it stands, such as "inventory.low, transition on 'stock.demanded'".
 */
export class UnsupportedConstruct extends Error {
  override readonly name = 'UnsupportedConstruct';
  readonly construct: string;
  readonly where: string;

  constructor(construct: string, where: string, advice: string) {
    super(`${where}: the compiled executor does not support ${construct}; ${advice}`);
    this.construct = construct;
    this.where = where;
  }
}
