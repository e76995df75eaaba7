import { hashText, mix } from '#src/domain/hash';
import { RandomGenerator } from '#sim/random/generator';
import { streamState } from '#sim/random/streamKey';

/**
 * A random stream for each key of a family, made without a secure hash for each: a campaign decides millions of
 * things. What is drawn for one key depends on nothing but seed, family and key, so that a decision stays what it is
 * when others are taken away.
 */
export class KeyedDraws {
  private readonly state: readonly [number, number, number, number];

  constructor(seed: number, family: string) {
    this.state = streamState({ seed, purpose: 'faults', who: family });
  }

  generator(key: string): RandomGenerator {
    const [s0, s1, s2, s3] = this.state;
    const hash = hashText(key);
    // A second hash, so that two keys that meet in the first do not share their stream.
    const other = hashText(`${key.length}${key}`);
    const generator = new RandomGenerator([
      scatter(s0 ^ hash),
      scatter(s1 ^ other),
      scatter(s2 + hash) | 1,
      scatter(s3 + other),
    ]);
    // The first words of states that differ little differ little.
    for (let word = 0; word < 4; word++) generator.nextWord();
    return generator;
  }
}

function scatter(word: number): number {
  return mix(mix(word, 0xcc9e2d51) ^ (word >>> 16), 0x1b873593);
}
