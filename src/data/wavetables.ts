/** Single cycles of four timbres: what a synthesizer repeats some hundred times a second to make a tone. */

import type { Random } from './random.ts';

/** Numbers in a cycle. */
export const wavetableLength = 64;

/** The root mean square of every cycle; its mean is 0. */
export const wavetableLevel = 0.5;

/** Harmonics that any of them has. */
const harmonics = 16;

/** The strength of harmonic k = 1, 2, ..., 16 in the middle of each family. */
const strengths = {
  /** Next to nothing above the first harmonic: a flute from afar. */
  sine: (k: number) => Math.exp(-3 * (k - 1)),
  /** Odd harmonics only: hollow, like a clarinet. */
  square: (k: number) => (k % 2) / k,
  /** All harmonics: bright, like strings. */
  sawtooth: (k: number) => 1 / k,
  /** A little of all, and a hill around the fifth: the formant of a voice. */
  voice: (k: number) => 0.3 / k + Math.exp(-0.5 * ((k - 5) / 1.2) ** 2),
} as const;

export type Timbre = keyof typeof strengths;

/** Their names; a number of the list stands for a timbre in labels. */
export const timbres = Object.keys(strengths) as readonly Timbre[];

/** The strength of each of 31 harmonics in the middle of a family, as `magnitudesOf` gives that of a cycle. */
export function spectrumOf(timbre: Timbre): Float64Array {
  return Float64Array.from({ length: wavetableLength / 2 - 1 }, (_, i) =>
    i < harmonics ? strengths[timbre](i + 1) : 0,
  );
}

/** How far a harmonic may stray: its strength by a factor from exp(-0.3) to exp(0.3), its phase by 0.4 radians. */
const [strengthBound, phaseBound] = [0.3, 0.4];

/** One cycle of a timbre, [64]: sines whose strengths and phases stray evenly within their bounds, then brought to the level. */
export function wavetable(timbre: Timbre, random: Random): Float32Array {
  const stray = (bound: number): number => bound * (2 * random.uniform() - 1);
  const cycle = new Float64Array(wavetableLength);
  for (let k = 1; k <= harmonics; k++) {
    const strength = strengths[timbre](k) * Math.exp(stray(strengthBound));
    const phase = stray(phaseBound);
    for (let i = 0; i < wavetableLength; i++)
      cycle[i] += strength * Math.sin((2 * Math.PI * k * i) / wavetableLength + phase);
  }
  const level = Math.sqrt(cycle.reduce((sum, value) => sum + value ** 2, 0) / wavetableLength);
  return Float32Array.from(cycle, (value) => (value * wavetableLevel) / level);
}

/** [count * 64] cycles; each of the four timbres is equally likely. */
export function wavetables(count: number, random: Random): Float32Array {
  const cycles = new Float32Array(count * wavetableLength);
  for (let i = 0; i < count; i++)
    cycles.set(wavetable(timbres[random.integer(timbres.length)], random), i * wavetableLength);
  return cycles;
}
