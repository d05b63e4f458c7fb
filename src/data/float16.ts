/**
 * Numbers of half precision (IEEE 754 binary16: 1 sign bit, 5 exponent bits, 10 fraction bits), written out because
 * `Float16Array` is younger than many browsers.
 */

/** The 16 bits of the nearest half-precision number; ties go to the even one. */
export function float16Bits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(size)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  // Below 2^-14 numbers are spaced evenly, 2^-24 apart; above, 2^10 of them lie between two powers of 2.
  const exponent = Math.max(-14, exponentOf(size));
  const fraction = roundedToEven(size / 2 ** (exponent - 10));
  // A full fraction carries over into the exponent by plain addition; in the lowest range the hidden bit is absent.
  return sign | (((exponent + 14) << 10) + fraction);
}

/** The number that 16 bits of half precision stand for. */
export function float16Value(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function exponentOf(size: number): number {
  if (size === 0) return -Infinity;
  const guess = Math.floor(Math.log2(size));
  // The logarithm is rounded, so that it may be one off beside a power of 2.
  if (2 ** (guess + 1) <= size) return guess + 1;
  return 2 ** guess > size ? guess - 1 : guess;
}

function roundedToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
