/** Messages between an actor and the node that it lives on, and from the people who look after a node. */

/** The node's own alarm clock: asks come from its actors, answers go to them. */
export const ALARMS = 'alarms';

/** People and their tools: they order a drain, block a dealer, import a lot. */
export const OPERATOR = 'operator';

/**
 * Wake me `after` so much time, in the units of whoever drives the node; null: no more. An actor has one alarm of
 * each name, so a second request replaces the first. Alarms may come late, twice, or after they were cancelled:
 * whoever is woken looks whether there is still something to do.
 */
export interface AlarmRequested {
  readonly type: 'alarm.requested';
  readonly to: typeof ALARMS;
  readonly from: string;
  readonly alarm: string;
  readonly after: number | null;
}

export interface AlarmRang {
  readonly type: 'alarm.rang';
  readonly to: string;
  readonly from: string;
  readonly alarm: string;
  /** The node's clock when it rang. */
  readonly at: number;
}

/** The node was down and is what its journal says; sent to each of its actors before anything else. */
export interface NodeRestarted {
  readonly type: 'node.restarted';
  readonly to: string;
  readonly from: string;
}

/** Go offline in good order. To a server or the hub; it passes it on to its inventories. */
export interface DrainOrdered {
  readonly type: 'drain.ordered';
  readonly to: string;
  readonly from: string;
}

/** Stay after all. To whom `drain.ordered` went. */
export interface DrainCancelled {
  readonly type: 'drain.cancelled';
  readonly to: string;
  readonly from: string;
}

/** Come back from offline. To a server or the hub; it passes it on to its inventories. */
export interface ReturnOrdered {
  readonly type: 'return.ordered';
  readonly to: string;
  readonly from: string;
}

/** Tells the operator that the node is offline; a server's is backed by the hub's receipts. */
export interface NodeDrained {
  readonly type: 'node.drained';
  readonly to: string;
  readonly from: string;
  readonly count: number;
}

/** Someone sent an actor a message that it does not know; it changed nothing but a counter. */
export interface MessageRefused {
  readonly type: 'message.refused';
  readonly to: string;
  readonly from: string;
  readonly refusedType: string;
}

export type NodeMessage =
  | AlarmRequested
  | AlarmRang
  | NodeRestarted
  | DrainOrdered
  | DrainCancelled
  | ReturnOrdered
  | NodeDrained
  | MessageRefused;
