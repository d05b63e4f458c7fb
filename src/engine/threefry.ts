/**
 * Random numbers without a state: number `index` of a seed is a function of both, so that a graphics card can draw all of
 * them at once and every backend draws the same. Threefry-2x32 with 20 rounds (Salmon et al. 2011, "Parallel random numbers:
 * as easy as 1, 2, 3"), and the inverse of the normal distribution function by the polynomials of Giles 2010
 * ("Approximating the erfinv function", single precision).
 */

const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;

/** The constant with which the third word of the key is made; Salmon et al. 2011, section 4.2. */
const parity = 0x1bd11bda;

/** Two words of 32 bits from a key of two words and a counter of two words. */
export function threefry(
  [key0, key1]: readonly [number, number],
  [counter0, counter1]: readonly [number, number],
): [number, number] {
  const key = [key0 | 0, key1 | 0, parity ^ key0 ^ key1];
  let x = (counter0 + key[0]) | 0;
  let y = (counter1 + key[1]) | 0;
  for (let round = 0; round < 20; round++) {
    const turn = rotations[round % 8];
    x = (x + y) | 0;
    y = ((y << turn) | (y >>> (32 - turn))) ^ x;
    if (round % 4 !== 3) continue;
    const group = (round + 1) / 4;
    x = (x + key[group % 3]) | 0;
    y = (y + key[(group + 1) % 3] + group) | 0;
  }
  return [x >>> 0, y >>> 0];
}

/** The upper 24 bits of a word as one of 2^24 odd multiples of 2^-24 in (-1, 1): exact in single precision, never 0 or 1. */
export function symmetric(word: number): number {
  return (2 * (word >>> 8) + 1) / 2 ** 24 - 1;
}

export const nearCentre = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
] as const;
export const inTails = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
] as const;

/** The point below which a standard normal number lies with probability (1 + x) / 2, for x in (-1, 1). */
export function normalAt(x: number): number {
  const w = -Math.log((1 - x) * (1 + x));
  const [centre, polynomial] = w < 5 ? [w - 2.5, nearCentre] : [Math.sqrt(w) - 3, inTails];
  return Math.SQRT2 * x * polynomial.reduce((sum, factor) => sum * centre + factor, 0);
}

/** The first `count` standard normal numbers of a seed from 0 to 2^32 - 1: each block of Threefry gives two. */
export function seededNormals(seed: number, count: number): Float32Array {
  const values = new Float32Array(count);
  for (let index = 0; index < count; index += 2) {
    const [first, second] = threefry([seed, 0], [index >>> 1, 0]);
    values[index] = normalAt(symmetric(first));
    if (index + 1 < count) values[index + 1] = normalAt(symmetric(second));
  }
  return values;
}
