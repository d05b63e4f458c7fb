/** Where the modes of the data are known: is each one found, as often as it should be, and is little left between them? */

import { sampleCount, type Sample } from './samples.ts';

/** How a sample falls on the modes; each point belongs to its nearest mode. */
export interface ModeCoverage {
  /** Share of the sample at each mode; they sum to 1. */
  readonly shares: Float64Array;
  /** How many modes have at least the share `least`. */
  readonly covered: number;
  /** Fraction of the sample within `within` standard deviations of its mode. */
  readonly fractionWithin: number;
  /** Share of the sample at each mode and within so many deviations of it: what lies between the modes belongs to none. */
  readonly sharesWithin: Float64Array;
  /** How many modes have, within, at least a tenth of the share that is their due. */
  readonly found: number;
  /** Half the sum of |share - 1/modes|: 0 when all are equally frequent, close to 1 when all but one are missing. */
  readonly totalVariation: number;
}

/**
 * Assigns each point to its nearest mode and counts.
 * @param sample [n * 2]
 * @param modes [modes * 2] centres of the equally likely modes
 * @throws RangeError if sample or modes are empty, ragged or not finite, or the deviation is not positive
 */
export function modeCoverage(
  sample: Sample,
  modes: Sample,
  { deviation, within = 4, least = 0.05 }: { deviation: number; within?: number; least?: number },
): ModeCoverage {
  if (!(deviation > 0)) throw new RangeError(`The deviation of a mode must be positive, got ${deviation}.`);
  const count = sampleCount(sample);
  const shares = new Float64Array(sampleCount(modes));
  const sharesWithin = new Float64Array(shares.length);
  for (let i = 0; i < count; i++) {
    const { mode, distance } = nearestMode(sample[2 * i], sample[2 * i + 1], modes);
    shares[mode] += 1 / count;
    if (distance <= within * deviation) sharesWithin[mode] += 1 / count;
  }
  const expected = 1 / shares.length;
  return {
    shares,
    covered: shares.filter((share) => share >= least).length,
    fractionWithin: sharesWithin.reduce((sum, share) => sum + share, 0),
    sharesWithin,
    found: sharesWithin.filter((share) => share >= expected / 10).length,
    totalVariation: shares.reduce((sum, share) => sum + Math.abs(share - expected), 0) / 2,
  };
}

function nearestMode(x: number, y: number, modes: Sample): { mode: number; distance: number } {
  let mode = 0;
  let distance = Infinity;
  for (let k = 0; k < modes.length / 2; k++) {
    const candidate = Math.hypot(x - modes[2 * k], y - modes[2 * k + 1]);
    if (candidate < distance) {
      mode = k;
      distance = candidate;
    }
  }
  return { mode, distance };
}
