import type { Link, Parcel } from '#src/domain/link';
import type { TransferShipped } from './protocol.ts';

/** The message that carries a parcel over its link, also when it is repeated. */
export function shipmentOf(
  from: string,
  variety: string,
  { peer: to }: Link,
  parcel: Parcel,
): TransferShipped {
  const { number, ranges, count, reason, order } = parcel;
  return { type: 'transfer.shipped', to, from, variety, number, ranges, count, reason, order };
}
