import type { Microseconds } from '#src/domain/time';
import type { ArrivalStream } from './arrivalStream.ts';

/** How many PINs the k-th customer asks for. */
export interface CustomerSizes {
  /** @param k from 1, not released */
  sizeOf(k: number): number;
  release(k: number): void;
}

/** Customers of some stream who ask for several PINs at once. */
export class BulkStream implements ArrivalStream {
  readonly isCountsFirst = false;
  private readonly customers: ArrivalStream;
  private readonly sizes: CustomerSizes;

  constructor(customers: ArrivalStream, sizes: CustomerSizes) {
    this.customers = customers;
    this.sizes = sizes;
  }

  countUntil(time: Microseconds): number {
    return this.customers.countUntil(time);
  }

  timeOf(k: number): Microseconds {
    return this.customers.timeOf(k);
  }

  sumOfTimesSince(first: number, last: number, time: Microseconds): number {
    return this.customers.sumOfTimesSince(first, last, time);
  }

  sizeOf(k: number): number {
    return this.sizes.sizeOf(k);
  }

  release(k: number): void {
    this.customers.release(k);
    this.sizes.release(k);
  }
}
