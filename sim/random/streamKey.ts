import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** What all random streams of one run have in common: the seed, and which of several replications, if not the first. */
export type RunSeed = number | readonly [seed: number, replication: number];

export function runSeed({
  seed,
  replication = 0,
}: {
  readonly seed: number;
  readonly replication?: number;
}): RunSeed {
  return replication === 0 ? seed : [seed, replication];
}

/**
 * Names one random stream. Streams depend on nothing but their key, so every policy meets the same customers and the
 * same lead times, and a new consumer of random numbers changes no other stream.
 */
export interface StreamKey {
  readonly seed: RunSeed;
  readonly purpose:
    | 'arrivals'
    | 'counts'
    | 'sizes'
    | 'bursts'
    | 'dayFactors'
    | 'leadTimes'
    | 'terminals'
    | 'faults'
    | 'design'
    | 'jitter';
  /** The actor or link that draws; unique within the purpose. */
  readonly who: string;
}

/** The first 128 bits of the key's SHA-256, as four signed 32-bit words. */
export function streamState(key: StreamKey): [number, number, number, number] {
  for (const part of [key.seed].flat()) {
    if (!Number.isFinite(part)) throw new RangeError(`A seed must be a finite number, not ${part}.`);
  }
  // JSON quotes its strings, so no two keys share an encoding.
  const digest = sha256(utf8ToBytes(JSON.stringify([key.seed, key.purpose, key.who])));
  const words = new DataView(digest.buffer, digest.byteOffset, 16);
  return [words.getInt32(0), words.getInt32(4), words.getInt32(8), words.getInt32(12)];
}
