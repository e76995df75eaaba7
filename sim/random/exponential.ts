import type { RandomGenerator } from '#sim/random/generator';

// Ziggurat of 256 layers of equal area: Marsaglia and Tsang, "The Ziggurat Method for Generating Random Variables",
// J. Stat. Software 5 (2000). Layer and position come from two different words: sharing bits between them, as the
// original does, correlates the two (Doornik 2005). Layer 0 is the rectangle [0, EDGE) with the tail behind it.

const LAYERS = 256;
/** Where the tail begins; the layers close at 1 for this value only. */
const EDGE = 7.69711747013105;
const AREA = (EDGE + 1) * Math.exp(-EDGE);

/** A layer's width divided by 2^32: a word times this is a position in the layer. */
const WIDTH_PER_WORD = new Float64Array(LAYERS);
/** The width of the next narrower layer: positions under it are below the curve for sure. */
const INNER_WIDTH = new Float64Array(LAYERS);
/** The curve at the layer's width, the density at the layer's bottom. */
const BOTTOM = new Float64Array(LAYERS);
/** The curve at the inner width, the density at the layer's top. */
const TOP = new Float64Array(LAYERS);

WIDTH_PER_WORD[0] = (AREA / Math.exp(-EDGE)) * 2 ** -32;
INNER_WIDTH[0] = EDGE;
let width = EDGE;
for (let layer = 1; layer < LAYERS; layer++) {
  const inner = layer < LAYERS - 1 ? -Math.log(AREA / width + Math.exp(-width)) : 0;
  WIDTH_PER_WORD[layer] = width * 2 ** -32;
  INNER_WIDTH[layer] = inner;
  BOTTOM[layer] = Math.exp(-width);
  TOP[layer] = Math.exp(-inner);
  width = inner;
}

/** One exponential variate of mean 1. */
export function exponential(generator: RandomGenerator): number {
  const layer = generator.nextWord() >>> 24;
  const x = (generator.nextWord() >>> 0) * WIDTH_PER_WORD[layer]!;
  return x < INNER_WIDTH[layer]! ? x : atTheEdge(generator, layer, x);
}

/** Accepts or replaces a position that is not below the curve for sure; one in 45 is not. */
function atTheEdge(generator: RandomGenerator, layer: number, x: number): number {
  // The tail of an exponential is the same exponential, moved.
  if (layer === 0) return EDGE + exponential(generator);
  const part = (generator.nextWord() >>> 0) * 2 ** -32;
  const toWidth = WIDTH_PER_WORD[layer]! * 2 ** 32 - x;
  const height = BOTTOM[layer]! + part * (TOP[layer]! - BOTTOM[layer]!);
  // The curve is convex: it lies under its chord and over its tangent, which spares most evaluations of it.
  if (part * (x + toWidth - INNER_WIDTH[layer]!) > toWidth) return exponential(generator);
  if (height < BOTTOM[layer]! * (1 + toWidth)) return x;
  return height < Math.exp(-x) ? x : exponential(generator);
}

/** Puts what `exponential` would return in turn into target[from] to target[to - 1], faster. */
export function fillExponential(
  generator: RandomGenerator,
  target: Float64Array,
  from: number,
  to: number,
): void {
  let index = from;
  while (index < to) {
    // `nextWord` twice a variate with the state in local variables. The rare edge is dealt with outside the inner loop:
    // with a call inside it V8 keeps the state in memory and the loop takes a third longer.
    let { s0, s1, s2, s3 } = generator;
    let layer = 0;
    let x = 0;
    let accepted = true;
    while (index < to) {
      let scrambled = Math.imul(s1, 5);
      layer = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 24;
      let shifted = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= shifted;
      s3 = (s3 << 11) | (s3 >>> 21);

      scrambled = Math.imul(s1, 5);
      x = (Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0) * WIDTH_PER_WORD[layer]!;
      shifted = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= shifted;
      s3 = (s3 << 11) | (s3 >>> 21);

      accepted = x < INNER_WIDTH[layer]!;
      if (!accepted) break;
      target[index++] = x;
    }
    generator.s0 = s0;
    generator.s1 = s1;
    generator.s2 = s2;
    generator.s3 = s3;
    if (!accepted) target[index++] = atTheEdge(generator, layer, x);
  }
}
