/** GLSL of the seeded normal numbers: the same words as `threefry.ts`, the same polynomials. */
import { inTails, nearCentre } from '../threefry.ts';

const float = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));

const horner = (polynomial: readonly number[]): string =>
  polynomial.slice(1).reduce((sum, factor) => `(${sum}) * c + (${float(factor)})`, float(polynomial[0]));

/** Four rounds, and the words of the key that follow them. */
const fourRounds = (turns: readonly number[], [first, second]: readonly [string, string]): string =>
  [
    ...turns.map((turn) => `x += y; y = (y << ${turn}u) | (y >> ${32 - turn}u); y ^= x;`),
    `x += ${first}; y += ${second};`,
  ].join('\n  ');

const odd = [13, 15, 26, 6];
const even = [17, 29, 16, 24];

export const normalsFunctions = `uvec2 Threefry(uvec2 key, uvec2 counter) {
  uint k2 = 0x1bd11bdau ^ key.x ^ key.y;
  uint x = counter.x + key.x;
  uint y = counter.y + key.y;
  ${fourRounds(odd, ['key.y', 'k2 + 1u'])}
  ${fourRounds(even, ['k2', 'key.x + 2u'])}
  ${fourRounds(odd, ['key.x', 'key.y + 3u'])}
  ${fourRounds(even, ['key.y', 'k2 + 4u'])}
  ${fourRounds(odd, ['k2', 'key.x + 5u'])}
  return uvec2(x, y);
}
float NormalOf(uint word) {
  float x = float(2 * int(word >> 8) - 16777215) / 16777216.0;
  float w = -log((1.0 - x) * (1.0 + x));
  float c = w < 5.0 ? w - 2.5 : sqrt(w) - 3.0;
  float p = w < 5.0 ? ${horner(nearCentre)} : ${horner(inTails)};
  return 1.41421356 * x * p;
}
float Normal(uint seed, int i) {
  uvec2 words = Threefry(uvec2(seed, 0u), uvec2(uint(i >> 1), 0u));
  return NormalOf((i & 1) == 0 ? words.x : words.y);
}
vec4 Normals(uint seed, int i) {
  uvec2 first = Threefry(uvec2(seed, 0u), uvec2(uint(i >> 1), 0u));
  uvec2 second = Threefry(uvec2(seed, 0u), uvec2(uint((i >> 1) + 1), 0u));
  return vec4(NormalOf(first.x), NormalOf(first.y), NormalOf(second.x), NormalOf(second.y));
}`;
