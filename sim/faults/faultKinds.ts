/**
 * Every kind of fault, in the order of the summary: what one strike is, and when it changed an outcome, that is when
 * something would have gone another way without it. Each kind stands in the file of its name.
 */
export const FAULT_KINDS = {
  messageLoss: {
    name: 'message loss',
    strike: 'a message vanished between two nodes',
    change: 'its sender had to send the same once more, and no copy had come through before',
  },
  duplication: {
    name: 'duplication',
    strike: 'a message arrived several times',
    change: 'a running node took in a further copy of what it had taken in before, and had to recognise it',
  },
  reordering: {
    name: 'reordering',
    strike: 'a message was held back a little',
    change: 'meanwhile another that was sent later on the same link was taken in',
  },
  messageDelay: {
    name: 'delay',
    strike: 'a message was held back for long',
    change: 'no copy had come through before, and its sender lost patience and sent the same once more',
  },
  partition: {
    name: 'partition',
    strike: 'two nodes could not reach each other for a while',
    change: 'a message that was cut had to be sent once more',
  },
  oneWayPartition: {
    name: 'one-way partition',
    strike: 'one node could not reach another for a while, but heard from it',
    change: 'a message that was cut had to be sent once more',
  },
  terminalCrash: {
    name: 'terminal crash',
    strike: 'a terminal lost its memory and came back as its journal says',
    change: 'steps were undone, or what was meant for it (message, payment, print, alarm) met it down',
  },
  serverCrash: {
    name: 'server crash',
    strike: 'a server lost its memory and came back as its journal says',
    change: 'steps were undone, or a message or an alarm met it down',
  },
  hubCrash: {
    name: 'hub crash',
    strike: 'the hub lost its memory and came back as its journal says',
    change: 'steps were undone, or a message or an alarm met it down',
  },
  lostTerminal: {
    name: 'lost terminal',
    strike: 'a terminal went down and never returned',
    change: 'steps were undone, or what was meant for it (message, payment, print, alarm) met it down',
  },
  supplierOutage: {
    name: 'supplier outage',
    strike: 'a supplier could not be reached for a while',
    change: 'a message that was cut had to be sent once more',
  },
  partialDelivery: {
    name: 'partial delivery',
    strike: 'a supplier delivered in two lots, the second perhaps much later',
    change: 'the first lot held less than was ordered',
  },
  lateDelivery: {
    name: 'late delivery',
    strike: 'a supplier kept an order for long before it delivered',
    change: 'the hub lost patience and sent the order once more',
  },
  doubleDelivery: {
    name: 'double delivery',
    strike: 'a supplier delivered twice what was ordered once',
    change: 'two lots set out for one order',
  },
  missingDelivery: {
    name: 'missing delivery',
    strike: 'a supplier refused an order or took no notice of it',
    change: 'the hub was refused, or had to send the order once more',
  },
  serverOffline: {
    name: 'server offline',
    strike: 'an operator took a server offline in good order, or began to',
    change: 'because of it the server gave PINs back, refused a sale, or reported that it was empty',
  },
  hubOffline: {
    name: 'hub offline',
    strike: 'an operator took the hub offline in good order, or began to',
    change: 'because of it the hub pushed PINs out, kept a request waiting, or reported that it was empty',
  },
  clockSkew: {
    name: 'clock skew',
    strike: "a node's clock ran too fast or too slow",
    change: 'an alarm rang a millisecond or more before or after it would have rung by a right clock',
  },
  clockJump: {
    name: 'clock jump',
    strike: "a node's clock leapt",
    change: 'an alarm that was pending rang at another time because of it',
  },
  lateAlarm: {
    name: 'late alarm',
    strike: 'an alarm did not ring when it should, but later if it was still wanted',
    change: 'messages came of it when it rang: what they do was done late',
  },
  repeatedAlarm: {
    name: 'repeated alarm',
    strike: 'an alarm rang twice',
    change: 'a running node took in the second ring, and had to see for itself whether anything was due',
  },
  cancelledAlarm: {
    name: 'cancelled alarm',
    strike: 'an alarm rang though it had been cancelled or replaced',
    change: 'a running node took in that ring, and had to see for itself whether anything was due',
  },
  sameIdRetry: {
    name: 'retry, same id',
    strike: 'a client repeated the request of a sale that had been answered',
    change: 'a running server took it in, and had to recognise the sale',
  },
  otherContentRetry: {
    name: 'retry, other content',
    strike: 'a client used the id of a sale that had been answered for another request',
    change: 'a running server took it in, and had to refuse it',
  },
  newIdRetry: {
    name: 'retry, new id',
    strike: 'an impatient customer asked once more at once',
    change: 'a running terminal took it in, as another sale',
  },
  zombie: {
    name: 'second incarnation',
    strike: 'a server was started anew while its old incarnation still ran',
    change: 'the old one was sent something or had steps that were not durable: fenced off, they never left',
  },
  lostWrites: {
    name: 'lost writes',
    strike: 'a disk lost what was not synced when its node crashed',
    change: 'there was something to lose: steps were undone',
  },
  tornWrite: {
    name: 'torn write',
    strike: 'a disk kept only a part of the last record when its node crashed',
    change: 'there was a record to tear: recovery had to cut it off',
  },
} as const satisfies Record<string, FaultDescription>;

interface FaultDescription {
  readonly name: string;
  readonly strike: string;
  readonly change: string;
}

export type FaultKind = keyof typeof FAULT_KINDS;

export const faultKinds = Object.keys(FAULT_KINDS) as readonly FaultKind[];
