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
  /** What the actor is now, for `Executor.restore`. Its context is the actor's own and must not be changed. */
  snapshot(): MachineSnapshot<Machine>;
  /** Becomes what a snapshot of the same machine says; after an `UnknownState` it is what it was. */
  restore(snapshot: MachineSnapshot<Machine>): void;
}

/** All that decides what an actor will do from now on, as plain data that survives JSON and suits every executor. */
export interface MachineSnapshot<Machine extends AnyStateMachine = AnyStateMachine> {
  /**
   * The active states, written as `stateKey` does. Their order counts: XState tries eventless transitions in the order
   * in which states were entered.
   */
  readonly state: string;
  readonly context: ContextFrom<Machine>;
}

/** Runs machines; all executors give the same states, contexts and messages for the same events. */
export interface Executor {
  readonly name: 'compiled' | 'interpreted';
  start<Machine extends AnyStateMachine>(machine: Machine, input: InputFrom<Machine>): MachineActor<Machine>;
  /** An actor that goes on from a snapshot that any executor took of the same machine. */
  restore<Machine extends AnyStateMachine>(
    machine: Machine,
    snapshot: MachineSnapshot<Machine>,
  ): MachineActor<Machine>;
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

/** A snapshot names states in which its machine cannot be, such as one that a later version no longer has. */
export class UnknownState extends Error {
  override readonly name = 'UnknownState';
  readonly machine: string;
  readonly state: string;

  constructor(machine: string, state: string, reason: string) {
    super(
      `${machine} cannot be in the state "${state}": ${reason}; restore it with the machine that it is of`,
    );
    this.machine = machine;
    this.state = state;
  }
}
