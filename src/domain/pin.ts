import type { PinRange } from './pinRange.ts';

/** A PIN by its public name. */
export interface Pin {
  readonly lot: string;
  readonly serial: number;
}

export function holdsPin(ranges: readonly PinRange[], { lot, serial }: Pin): boolean {
  return ranges.some(
    (range) => range.lot === lot && range.first <= serial && serial < range.first + range.count,
  );
}
