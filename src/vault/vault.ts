import type { Pin } from '#src/domain/pin';
import type { PinRange } from '#src/domain/pinRange';
import type { SealedSecret } from './sealing.ts';

/** A PIN with its sealed secret. */
export interface SealedPin extends Pin {
  readonly sealed: SealedSecret;
}

/**
 * The sealed secrets that travel beside a message which carries PINs from one node to another, in the order of its
 * ranges: one seal a PIN. Not one secret a range from which its PINs' secrets derive: suppliers choose secrets, ranges
 * are split at every step, and a terminal that is sold one PIN must not come to know its neighbours.
 */
export type Envelope = readonly SealedPin[];

/**
 * The sealed secrets of the PINs at one node. It stands beside the node's machines, which never see what it holds, and
 * it cannot open a seal. What it has taken in must be durable before the record of the step that took in the message:
 * then no PIN is ever at a node without its secret. A secret that is here without its PIN does no harm.
 */
export interface Vault {
  /** Takes in what came with a message, or from a supplier's file; a repetition changes nothing. */
  put(envelope: Envelope): void;
  get(pin: Pin): SealedSecret | null;
  /**
   * Forgets all others: `ranges` are those that the node's actors name, when all its records are durable and nothing
   * waits to leave it. (To forget what a receiver acknowledges would be wrong: the PIN may have come back by then.)
   */
  keepOnly(ranges: readonly PinRange[]): void;
}

export class MemoryVault implements Vault {
  private seals = new Map<string, SealedSecret>();

  /** How many it holds. */
  get count(): number {
    return this.seals.size;
  }

  put(envelope: Envelope): void {
    for (const { lot, serial, sealed } of envelope) this.seals.set(nameOf(lot, serial), sealed);
  }

  get({ lot, serial }: Pin): SealedSecret | null {
    return this.seals.get(nameOf(lot, serial)) ?? null;
  }

  keepOnly(ranges: readonly PinRange[]): void {
    const kept = new Map<string, SealedSecret>();
    for (const pin of pinsIn(ranges)) {
      const name = nameOf(pin.lot, pin.serial);
      const sealed = this.seals.get(name);
      if (sealed !== undefined) kept.set(name, sealed);
    }
    this.seals = kept;
  }
}

/** Each PIN of the ranges, in their order. */
export function* pinsIn(ranges: readonly PinRange[]): Generator<Pin> {
  for (const { lot, first, count } of ranges) {
    for (let serial = first; serial < first + count; serial++) yield { lot, serial };
  }
}

/** All ranges of PINs that plain data names, however deep: for contexts, of which each machine has its own. */
export function rangesNamedIn(data: unknown, found: PinRange[] = []): readonly PinRange[] {
  if (typeof data !== 'object' || data === null) return found;
  if (isRange(data)) found.push(data);
  else for (const part of Object.values(data)) rangesNamedIn(part, found);
  return found;
}

function isRange(data: object): data is PinRange {
  const { lot, first, count } = data as Partial<PinRange>;
  return typeof lot === 'string' && typeof first === 'number' && typeof count === 'number';
}

function nameOf(lot: string, serial: number): string {
  return `${lot}#${serial}`;
}
