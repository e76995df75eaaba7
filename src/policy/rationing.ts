/** Who gets what the hub has when it owes more than it has. */

/** Whether an order that cannot be filled is split, or waits whole and blocks those behind it. */
export type Shipping = 'partial' | 'wholeOrders';

export interface WaitingOrder {
  /** Address of the inventory that waits. */
  readonly receiver: string;
  readonly order: number;
  readonly missing: number;
  /** Whether the server was at or under its low watermark: only such a server lets the hub pull from others. */
  readonly inNeed: boolean;
}

export interface Ration {
  readonly allotments: readonly {
    readonly receiver: string;
    readonly order: number;
    readonly quantity: number;
  }[];
  readonly stillWaiting: readonly WaitingOrder[];
}

/** First come, first served; `wholeOrders`: an order that cannot be filled blocks those behind it. */
export function rationFirstComeFirstServed(
  waiting: readonly WaitingOrder[],
  onHand: number,
  shipping: Shipping,
): Ration {
  const allotments: { receiver: string; order: number; quantity: number }[] = [];
  let left = onHand;
  let index = 0;
  for (; index < waiting.length; index++) {
    const { receiver, order, missing } = waiting[index]!;
    if (missing > left) break;
    allotments.push({ receiver, order, quantity: missing });
    left -= missing;
  }
  const stillWaiting = waiting.slice(index);
  const head = stillWaiting[0];
  if (shipping === 'partial' && left > 0 && head !== undefined) {
    allotments.push({ receiver: head.receiver, order: head.order, quantity: left });
    stillWaiting[0] = { ...head, missing: head.missing - left };
  }
  return { allotments, stillWaiting };
}
