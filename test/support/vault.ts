import { hashText, toHexadecimal } from '#src/domain/hash';
import type { PinRange } from '#src/domain/pinRange';
import { MARKER } from '#sim/faults/markerSecrets';
import { pinsOf } from './smallNetwork.ts';
import type { SmallNetwork } from './smallNetwork.ts';

/** What stands in every secret and nowhere else: the campaign's own marker, so that it finds the same leaks. */
export { MARKER };

/** The secret of one PIN, as its supplier would have chosen it. */
export function secretOf(pin: string): string {
  return `${MARKER}-${toHexadecimal(hashText(pin))}`;
}

/** The secrets of those PINs. */
export function secretsOf(ranges: readonly PinRange[]): readonly string[] {
  return pinsOf(ranges).map(secretOf);
}

/** Keeps all secrets, and opens those that a printer asks for; `receipts` is the paper that customers take home. */
export function installVault(network: SmallNetwork): { readonly receipts: readonly string[] } {
  const receipts: string[] = [];
  const { customer } = network;
  network.customer = (message) => {
    if (message.type === 'print.requested') {
      const copy = message.isCopy ? ' COPY' : '';
      receipts.push(...secretsOf(message.ranges).map((secret) => `${secret}${copy}`));
    }
    return customer(message);
  };
  return { receipts };
}
