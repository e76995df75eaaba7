import { OPERATOR } from '#machines/protocol';
import type { DrainCancelled, DrainOrdered, Message, ReturnOrdered } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';

/** What happens to a node for a while besides its customers and its messages. */
export interface Operation {
  /**
   * `offline`: the hub or a server is told to go offline in good order, hands over its stock first, and is told to come
   * back at the end. `outage`: the hub or a supplier does nothing, without warning; messages to it wait for the end.
   */
  readonly kind: 'offline' | 'outage';
  readonly node: string;
  readonly from: Microseconds;
  readonly until: Microseconds;
}

/** What an operator tells the node, and when. Whatever it has got to by the end, it comes back. */
export function ordersOf({ node: to, from: start, until }: Operation): readonly {
  readonly at: Microseconds;
  readonly message: DrainOrdered | DrainCancelled | ReturnOrdered;
}[] {
  return [
    { at: start, message: { type: 'drain.ordered', to, from: OPERATOR } },
    { at: until, message: { type: 'drain.cancelled', to, from: OPERATOR } },
    { at: until, message: { type: 'return.ordered', to, from: OPERATOR } },
  ];
}

/**
 * The same operations, but those that take one node offline while it is offline anyway, or at the very end of that, as
 * one: an operator's order to come back would end all of them. Outages stay what they are: each has its own end.
 */
export function joined(operations: readonly Operation[]): Operation[] {
  let result: Operation[] = [];
  for (const operation of operations) {
    // What is there already is apart from each other: the whole touches nothing that the new one does not touch.
    const met = result.filter((other) => touches(operation, other));
    const from = Math.min(operation.from, ...met.map((other) => other.from));
    const until = Math.max(operation.until, ...met.map((other) => other.until));
    result = [...result.filter((other) => !met.includes(other)), { ...operation, from, until }];
  }
  return result;
}

/**
 * Operations that have been planned, and more of them that begin at `now` or later. A node that is offline already
 * stays so to the later of both ends: what is left of that begins now, because the past cannot be ordered any more.
 */
export function extended(
  planned: readonly Operation[],
  more: readonly Operation[],
  now: Microseconds,
): readonly Operation[] {
  let all = planned;
  for (const operation of joined(more)) {
    const met = all.filter((one) => one.until > now && touches(one, operation));
    if (met.some(({ from, until }) => from <= operation.from && until >= operation.until)) continue;
    const whole: Operation = {
      ...operation,
      from: Math.max(now, Math.min(operation.from, ...met.map(({ from }) => from))),
      until: Math.max(operation.until, ...met.map(({ until }) => until)),
    };
    all = [...all.filter((one) => !met.includes(one)), whole];
  }
  return all;
}

/** Whether both take the same node offline, with no time online between them. */
function touches(one: Operation, other: Operation): boolean {
  const areOffline = one.kind === 'offline' && other.kind === 'offline';
  return areOffline && one.node === other.node && one.from <= other.until && other.from <= one.until;
}

interface Operated {
  readonly operations?: readonly Operation[];
}

/** Operations that the plan has and the other has not. */
export function newOperations({ operations = [] }: Operated, other: Operated): readonly Operation[] {
  const known = new Set((other.operations ?? []).map((operation) => JSON.stringify(operation)));
  return operations.filter((operation) => !known.has(JSON.stringify(operation)));
}

/** Whether that message at that time is an operator's, for an operation of the former plan that the plan has no more. */
export function isCalledOff(message: Message, time: Microseconds, plan: Operated, former: Operated): boolean {
  if (message.from !== OPERATOR) return false;
  return newOperations(former, plan).some(
    (operation) =>
      operation.kind === 'offline' &&
      ordersOf(operation).some(
        ({ at, message: order }) => at === time && order.to === message.to && order.type === message.type,
      ),
  );
}

/** When nodes do nothing. */
export class Outages {
  private readonly byNode = new Map<string, Operation[]>();

  constructor(operations: readonly Operation[]) {
    for (const operation of operations) {
      if (operation.kind !== 'outage') continue;
      const own = this.byNode.get(operation.node);
      if (own === undefined) this.byNode.set(operation.node, [operation]);
      else own.push(operation);
    }
  }

  get isEmpty(): boolean {
    return this.byNode.size === 0;
  }

  /** Until when that node does nothing, if it is out at `now`; otherwise now. */
  endFor(node: string, now: Microseconds): Microseconds {
    let end = now;
    // Outages may overlap or follow one another without a gap.
    for (let isLonger = true; isLonger;) {
      isLonger = false;
      for (const { from, until } of this.byNode.get(node) ?? []) {
        if (from > end || until <= end) continue;
        end = until;
        isLonger = true;
      }
    }
    return end;
  }
}
