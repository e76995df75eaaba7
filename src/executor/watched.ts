import type { AnyStateMachine, ContextFrom, EmittedFrom, EventFromLogic } from 'xstate';
import type { MachineActor, MachineSnapshot } from './actor.ts';

/** Sees what an actor is sent, before it takes it in, and what it answers. */
export interface Watcher<Machine extends AnyStateMachine> {
  sent(event: EventFromLogic<Machine>): void;
  answered(answers: readonly EmittedFrom<Machine>[]): void;
}

/** An actor of any executor with someone who watches it; it does what it would do alone. */
export class WatchedActor<Machine extends AnyStateMachine> implements MachineActor<Machine> {
  private readonly actor: MachineActor<Machine>;
  private readonly watcher: Watcher<Machine>;

  constructor(actor: MachineActor<Machine>, watcher: Watcher<Machine>) {
    this.actor = actor;
    this.watcher = watcher;
  }

  get value(): MachineActor<Machine>['value'] {
    return this.actor.value;
  }

  get context(): ContextFrom<Machine> {
    return this.actor.context;
  }

  send(event: EventFromLogic<Machine>): readonly EmittedFrom<Machine>[] {
    this.watcher.sent(event);
    const answers = this.actor.send(event);
    this.watcher.answered(answers);
    return answers;
  }

  snapshot(): MachineSnapshot<Machine> {
    return this.actor.snapshot();
  }

  restore(snapshot: MachineSnapshot<Machine>): void {
    this.actor.restore(snapshot);
  }
}
