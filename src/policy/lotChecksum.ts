import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { PinRange } from '#src/domain/pinRange';
import { unite } from '#src/domain/pinSet';

/** What the checksum of a lot covers: all that its manifest says but the checksum itself. */
export interface LotContents {
  readonly lot: string;
  readonly variety: string;
  readonly count: number;
  /** As the manifest has it, word for word: a date, or "never". */
  readonly expires: string;
  readonly ranges: readonly PinRange[];
}

/**
 * SHA-256 in hexadecimal of these lines, each ended by a line feed: lot, variety, count, expiry, and the serials as
 * "first-last", ascending, in as few ranges as possible. So it does not depend on how a file groups its serials, and
 * costs the same whatever the size of a range.
 */
export function lotChecksum({ lot, variety, count, expires, ranges }: LotContents): string {
  const serials = unite(ranges).map((range) => `${range.first}-${range.first + range.count - 1}`);
  const lines = [lot, variety, count, expires, ...serials];
  return bytesToHex(sha256(utf8ToBytes(lines.map((line) => `${line}\n`).join(''))));
}
