import type { EventObject } from 'xstate';
import { UnsupportedConstruct } from './actor.ts';

/** The fields of a context. */
export type Fields = Record<string, unknown>;

export type GuardFunction = (args: GuardArguments, params: unknown) => unknown;

/** A named guard with its params, and the place of its transition for errors. */
export interface BoundGuard {
  readonly check: GuardFunction;
  readonly params: unknown;
  readonly where: string;
}

/** What a guard sees; what only an interpreter could give is refused when it is touched. */
export class GuardArguments {
  readonly context: Fields;
  readonly event: EventObject;
  private guard: BoundGuard | null = null;

  constructor(context: Fields, event: EventObject) {
    this.context = context;
    this.event = event;
  }

  get self(): never {
    return this.refuse('self in a guard');
  }

  get system(): never {
    return this.refuse('system in a guard');
  }

  /** Whether `guard` says yes. */
  satisfy(guard: BoundGuard): boolean {
    const { check, params } = guard;
    this.guard = guard;
    if (params === undefined) return Boolean(check(this, undefined));
    return Boolean(check(this, typeof params === 'function' ? (params as ParamsFunction)(this) : params));
  }

  private refuse(construct: string): never {
    const where = this.guard?.where ?? 'a guard';
    throw new UnsupportedConstruct(construct, where, 'a guard decides from context and event');
  }
}

type ParamsFunction = (args: GuardArguments) => unknown;
