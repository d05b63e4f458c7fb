/** Which timbre is a sound, by the strengths of its harmonics alone? An ear hears these, and hardly any phase. */

/** Decibels below the whole of a sound at which a harmonic no longer counts. */
const silence = 30;

/**
 * A sound is none of the known ones when it lies further than this, in decibels, from all of them: about half the way between the two
 * that are nearest to each other.
 */
export const farthest = 3;

/** What is said of one sound. */
export interface TimbreVerdict {
  /** The place of the nearest template; -1 where none is near enough. */
  readonly timbre: number;
  /** Decibels between the sound and the nearest template, the root mean square over harmonics; of silence 30, the most there can be. */
  readonly distance: number;
}

/**
 * The nearest of some templates.
 *
 * @param magnitudes the strength of each harmonic of the sound
 * @param templates the same of each known timbre
 */
export function timbreOf(
  magnitudes: ArrayLike<number>,
  templates: readonly ArrayLike<number>[],
): TimbreVerdict {
  const levels = levelsOf(magnitudes);
  if (!levels) return { timbre: -1, distance: silence };
  const distances = templates.map((template) => apart(levels, levelsOf(template)!));
  const distance = Math.min(...distances);
  return { timbre: distance <= farthest ? distances.indexOf(distance) : -1, distance };
}

/** Decibels of each harmonic below the whole; none of silence, or of what is not finite. */
function levelsOf(magnitudes: ArrayLike<number>): Float64Array | undefined {
  const powers = Float64Array.from(magnitudes, (magnitude) => magnitude ** 2);
  const whole = powers.reduce((sum, power) => sum + power, 0);
  if (!(whole > 0 && Number.isFinite(whole))) return undefined;
  return powers.map((power) => Math.max(-silence, 10 * Math.log10(power / whole)));
}

function apart(a: Float64Array, b: Float64Array): number {
  return Math.sqrt(a.reduce((sum, level, i) => sum + (level - b[i]) ** 2, 0) / a.length);
}

/** The share of each timbre among some verdicts, and last that of none of them; they sum to 1. */
export function timbreShares(found: readonly TimbreVerdict[], count: number): Float32Array {
  const shares = new Float32Array(count + 1);
  for (const { timbre } of found) shares[timbre < 0 ? count : timbre]++;
  return shares.map((number) => number / found.length);
}
