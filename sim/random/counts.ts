import type { RandomGenerator } from '#sim/random/generator';

// Both laws are drawn by transformed rejection with squeeze: W. Hörmann, "The transformed rejection method for generating
// Poisson random variables", Insurance: Mathematics and Economics 12 (1993), and "The generation of binomial random
// variates", J. Stat. Comput. Simul. 46 (1993). They are exact: a candidate is accepted by the ratio of its probability
// to the hat, which is computed to about 1e-15 times the square root of the mean.

/** Up to so many coins are thrown one by one, 32 a word. */
const MOST_COINS = 1024;

/** How many of `count` fair coins show heads. */
export function halfOf(count: number, generator: RandomGenerator): number {
  return count <= MOST_COINS ? throwCoins(count, generator) : halfOfMany(count, generator);
}

function throwCoins(count: number, generator: RandomGenerator): number {
  let heads = 0;
  for (let left = count; left >= 32; left -= 32) heads += onesIn(generator.nextWord());
  const rest = count & 31;
  return rest === 0 ? heads : heads + onesIn(generator.nextWord() >>> (32 - rest));
}

function onesIn(word: number): number {
  let ones = (word - ((word >>> 1) & 0x55555555)) | 0;
  ones = (ones & 0x33333333) + ((ones >>> 2) & 0x33333333);
  return Math.imul((ones + (ones >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function halfOfMany(n: number, generator: RandomGenerator): number {
  const deviation = Math.sqrt(n) / 2;
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.005;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const centre = n / 2 + 0.5;
  const squeeze = 0.92 - 4.2 / b;
  const mode = Math.floor((n + 1) / 2);
  for (;;) {
    const v = generator.nextUniform();
    const u = generator.nextUniform() - 0.5;
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + centre);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || k > n) continue;
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= logOfRatio(n, k, mode)) return k;
  }
}

/** The logarithm of what k is less probable than the mode, written so that no large terms cancel. */
function logOfRatio(n: number, k: number, mode: number): number {
  return (
    (mode + 0.5) * Math.log1p((2 * mode - n) / (n - mode + 1)) +
    (n + 1) * Math.log1p((k - mode) / (n - k + 1)) +
    (k + 0.5) * Math.log1p((n - 2 * k) / (k + 1)) +
    stirlingRest(mode) +
    stirlingRest(n - mode) -
    stirlingRest(k) -
    stirlingRest(n - k)
  );
}

/** A Poisson variate; the mean is 10 or more. */
export function poisson(mean: number, generator: RandomGenerator): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = generator.nextUniform() - 0.5;
    const v = generator.nextUniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= logOfPoisson(mean, k)) return k;
  }
}

function logOfPoisson(mean: number, k: number): number {
  const more = k + 1 - mean;
  return k * Math.log1p(-more / (k + 1)) + more - HALF_LOG_TWO_PI - 0.5 * Math.log(k + 1) - stirlingRest(k);
}

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** log k! - (log(2 pi) / 2 + (k + 1/2) log(k + 1) - (k + 1)). */
function stirlingRest(k: number): number {
  if (k < SMALL_RESTS.length) return SMALL_RESTS[k]!;
  const x = k + 1;
  const square = x * x;
  return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / x;
}

const SMALL_RESTS = Array.from({ length: 16 }, (_, k) => {
  let logFactorial = 0;
  for (let factor = 2; factor <= k; factor++) logFactorial += Math.log(factor);
  return logFactorial - (HALF_LOG_TWO_PI + (k + 0.5) * Math.log(k + 1) - (k + 1));
});
