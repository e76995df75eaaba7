import type { Message } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import type { SimulatedNode } from './simulatedNode.ts';
import type { Strike } from './strikes.ts';

/** A message that is about to cross from one node to another. */
export interface Flight {
  readonly message: Message;
  readonly from: SimulatedNode;
  readonly to: SimulatedNode;
  /** Names it for ever: link, type, and how many of that type went over that link before. */
  readonly key: string;
  readonly now: Microseconds;
}

/** How a copy that arrives stands among what has arrived already. */
export interface Arrival {
  /** No copy of the same message was taken in before. */
  readonly isFirst: boolean;
  /** Something that was sent later on the same link was taken in while it was held back. */
  readonly isOvertaken: boolean;
  /** No copy had been taken in when it set out, and its sender has sent the same once more since. */
  readonly isRepeated: boolean;
}

/** What a fault does to a message. */
export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'drop'; readonly strike: Strike }
  | {
      readonly kind: 'deliver';
      readonly strike: Strike;
      /** One copy for each: how much longer it takes than it should. Such copies may overtake, and be overtaken. */
      readonly delays: readonly Microseconds[];
      /** Whether this arrival, of the copy with that index, makes the strike one that changed an outcome. */
      readonly isChange: (arrival: Arrival, copy: number) => boolean;
    };

/** A fault is a function that judges messages; of several, the first that does not let a message pass decides. */
export type MessageFault = (flight: Flight) => Verdict;

export const PASS: Verdict = { kind: 'pass' };

export function drop(strike: Strike | null): Verdict {
  return strike === null ? PASS : { kind: 'drop', strike };
}

export function firstThatSpeaks(faults: readonly MessageFault[]): MessageFault {
  return (flight) => {
    for (const fault of faults) {
      const verdict = fault(flight);
      if (verdict.kind !== 'pass') return verdict;
    }
    return PASS;
  };
}
