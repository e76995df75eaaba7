import { aessiv } from '@noble/ciphers/aes.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/ciphers/utils.js';
import type { Pin } from '#src/domain/pin';

/** A secret that only who holds the key can read, as hexadecimal text that messages and files can carry. */
export type SealedSecret = string;

/** Suppliers seal the secrets of their PINs. */
export interface Sealer {
  seal(pin: Pin, secret: string): SealedSecret;
}

/** Printers open seals. Throws `BrokenSeal` for what was sealed for another PIN, under another key, or changed since. */
export interface Opener {
  open(pin: Pin, sealed: SealedSecret): string;
}

/** What is said about it never shows what is under the seal. */
export class BrokenSeal extends Error {
  override readonly name = 'BrokenSeal';
  readonly pin: Pin;

  constructor(pin: Pin) {
    super(
      `the seal of PIN ${pin.serial} of lot ${pin.lot} cannot be opened: ` +
        'it is damaged, of another PIN, or made with another key; do not print, ask the supplier',
    );
    this.pin = pin;
  }
}

/**
 * AES-SIV (RFC 5297): authenticated, and bound to the PIN, so that no secret can be passed off as another PIN's. It
 * needs no random numbers, and sealing twice gives nothing away: the same secret of the same PIN gives the same seal.
 *
 * @param key 32, 48 or 64 random bytes
 */
export function sealerOf(key: Uint8Array): Sealer {
  return { seal: (pin, secret) => bytesToHex(cipherOf(key, pin).encrypt(utf8ToBytes(secret))) };
}

/** Sealer and opener are handed out apart: whoever seals need not be able to open, nor the other way round. */
export function openerOf(key: Uint8Array): Opener {
  const decoder = new TextDecoder();
  const open = (pin: Pin, sealed: SealedSecret): string => {
    let secret: Uint8Array;
    try {
      secret = cipherOf(key, pin).decrypt(hexToBytes(sealed));
    } catch {
      // Without the cause: its text is not ours, and may say too much.
      throw new BrokenSeal(pin);
    }
    return decoder.decode(secret);
  };
  return { open };
}

function cipherOf(key: Uint8Array, { lot, serial }: Pin) {
  return aessiv(key, utf8ToBytes(lot), utf8ToBytes(String(serial)));
}
