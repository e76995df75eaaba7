import { arrivalStream } from '#sim/demand/arrivalStream';
import type { Plan } from '#sim/plan';
import type { TraceEntry } from '#sim/trace';
import { nodeOf } from './actors.ts';

export interface Ties {
  /** A sale at an inventory in the very microsecond in which a message reaches it. */
  readonly ofSaleAndMessage: number;
  /** Two messages from different nodes that reach actors of one node in the same microsecond. */
  readonly ofMessages: number;
}

/**
 * Counts the moments at which the order of things is a matter of decision: two things happen to one node in one
 * microsecond, and neither follows from the other within the node. Acknowledgements, which change no stock, and the
 * looks at the trigger before the doors open count for nothing.
 */
export function countTies(plan: Plan, trace: readonly TraceEntry[]): Ties {
  let ofSaleAndMessage = 0;
  let ofMessages = 0;
  const arrivals = arrivalsOf(plan);
  // The senders of what came to a node in the instant that is being looked at.
  let instant = -1;
  let senders = new Map<string, string>();
  for (const { time, message } of trace) {
    if (message.type === 'review.due' || message.type === 'transfer.acknowledged') continue;
    const [sender, receiver] = [nodeOf(message.from), nodeOf(message.to)];
    if (sender === receiver) continue;
    if (time !== instant) {
      instant = time;
      senders = new Map();
    }
    if (arrivals.get(message.to)?.has(time) === true) ofSaleAndMessage += 1;
    const other = senders.get(receiver);
    if (other !== undefined && other !== sender) ofMessages += 1;
    senders.set(receiver, sender);
  }
  return { ofSaleAndMessage, ofMessages };
}

/** The microseconds in which customers come, by inventory. */
function arrivalsOf({ demand, seed, stop }: Plan): Map<string, Set<number>> {
  const result = new Map<string, Set<number>>();
  for (const { server, variety, rate, sizes } of demand) {
    const address = `${server}/${variety}`;
    const stream = arrivalStream(rate, seed, address, sizes);
    const times = new Set<number>();
    for (let k = 1; stream.timeOf(k) <= (stop.until ?? Infinity); k++) times.add(stream.timeOf(k));
    result.set(address, times);
  }
  return result;
}
