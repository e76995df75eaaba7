import type { GeneratorState, RandomGenerator } from '#sim/random/generator';

const PARITY = 0x1bd11bda;
const ROUNDS = 20;
/** Rotations of even and odd places, repeated every eight rounds. */
const LEFT = [10, 11, 13, 23, 6, 17, 25, 18];
const RIGHT = [26, 21, 27, 5, 20, 11, 10, 20];

const key = new Int32Array(5);

/**
 * Sets `generator` to the beginning of the stream that a key and a counter name: Threefry-4x32 with 20 rounds (Salmon,
 * Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC11) gives the 128 bits of its state. It needs
 * nothing but 32-bit additions, rotations and exclusive ors, passes BigCrush with 12 rounds, and has published answers.
 */
export function seedByCounter(
  generator: RandomGenerator,
  [k0, k1, k2, k3]: GeneratorState,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
): void {
  key[0] = k0;
  key[1] = k1;
  key[2] = k2;
  key[3] = k3;
  key[4] = k0 ^ k1 ^ k2 ^ k3 ^ PARITY;
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  let x2 = (c2 + k2) | 0;
  let x3 = (c3 + k3) | 0;
  for (let round = 0; round < ROUNDS; round += 2) {
    let left = LEFT[round & 7]!;
    let right = RIGHT[round & 7]!;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << left) | (x1 >>> (32 - left))) ^ x0;
    x2 = (x2 + x3) | 0;
    x3 = ((x3 << right) | (x3 >>> (32 - right))) ^ x2;
    left = LEFT[(round + 1) & 7]!;
    right = RIGHT[(round + 1) & 7]!;
    x0 = (x0 + x3) | 0;
    x3 = ((x3 << left) | (x3 >>> (32 - left))) ^ x0;
    x2 = (x2 + x1) | 0;
    x1 = ((x1 << right) | (x1 >>> (32 - right))) ^ x2;
    if ((round & 3) !== 2) continue;
    const injection = (round + 2) >> 2;
    x0 = (x0 + key[injection % 5]!) | 0;
    x1 = (x1 + key[(injection + 1) % 5]!) | 0;
    x2 = (x2 + key[(injection + 2) % 5]!) | 0;
    x3 = (x3 + key[(injection + 3) % 5]! + injection) | 0;
  }
  generator.s0 = x0;
  generator.s1 = x1;
  generator.s2 = x2;
  // The one state that a generator must not have; as likely as any other.
  generator.s3 = (x0 | x1 | x2 | x3) === 0 ? 1 : x3;
}
