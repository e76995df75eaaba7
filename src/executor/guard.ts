import type { EventObject } from 'xstate';
import { UnsupportedConstruct } from './actor.ts';

/** The fields of a context. */
export type Fields = Record<string, unknown>;

export type GuardFunction = (args: GuardArguments, params: unknown) => unknown;

/** What a guard sees; what only an interpreter could give is refused when it is touched. */
export class GuardArguments {
  readonly context: Fields;
  readonly event: EventObject;

  constructor(context: Fields, event: EventObject) {
    this.context = context;
    this.event = event;
  }

  get self(): never {
    throw new Touched('self');
  }

  get system(): never {
    throw new Touched('system');
  }
}

class Touched extends Error {}

/** A named guard with its params, and the place of its transition for errors. */
export interface BoundGuard {
  readonly check: GuardFunction;
  readonly params: unknown;
  readonly where: string;
}

export function isEnabled(guard: BoundGuard, args: GuardArguments): boolean {
  const { check, params } = guard;
  try {
    if (params === undefined) return Boolean(check(args, undefined));
    return Boolean(check(args, typeof params === 'function' ? (params as ParamsFunction)(args) : params));
  } catch (error) {
    if (!(error instanceof Touched)) throw error;
    const advice = 'a guard decides from context and event';
    throw new UnsupportedConstruct(`${error.message} in a guard`, guard.where, advice);
  }
}

type ParamsFunction = (args: GuardArguments) => unknown;
