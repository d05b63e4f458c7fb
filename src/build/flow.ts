/**
 * The exact flow from noise to data for a mixture of Gaussians on a line: what a diffusion model would do with a perfect
 * denoiser. With x(angle) = cos(angle) clean + sin(angle) noise, angle from 0 (data) to pi/2 (noise), the probability-flow
 * equation reads dx/dangle = E[cos(angle) noise - sin(angle) clean | x] (the "velocity" of Salimans and Ho 2022).
 */

export interface Bump {
  readonly weight: number;
  readonly mean: number;
  readonly deviation: number;
}

/** Weight of each bump's noised density at `x`, together with that bump's mean and variance there. */
function noisedBumps(bumps: readonly Bump[], x: number, angle: number) {
  const signal = Math.cos(angle);
  const noise = Math.sin(angle);
  return bumps.map(({ weight, mean, deviation }) => {
    const variance = (signal * deviation) ** 2 + noise ** 2;
    const centre = signal * mean;
    const density =
      (weight / Math.sqrt(2 * Math.PI * variance)) * Math.exp(-((x - centre) ** 2) / (2 * variance));
    const clean = mean + (signal * deviation ** 2 * (x - centre)) / variance;
    return { density, clean };
  });
}

/** Density at `x` of the mixture noised to `angle`. */
export const noisedDensity = (bumps: readonly Bump[], x: number, angle: number): number =>
  noisedBumps(bumps, x, angle).reduce((sum, { density }) => sum + density, 0);

/** dx/dangle at `x`; `angle` in (0, pi/2]. */
export function velocity(bumps: readonly Bump[], x: number, angle: number): number {
  const parts = noisedBumps(bumps, x, angle);
  const total = parts.reduce((sum, { density }) => sum + density, 0);
  const clean = parts.reduce((sum, part) => sum + (part.density / total) * part.clean, 0);
  const noise = (x - Math.cos(angle) * clean) / Math.sin(angle);
  return Math.cos(angle) * noise - Math.sin(angle) * clean;
}

/** The path of one noise value to the data, by Heun's method: `steps + 1` positions from pure noise (first) to clean (last). */
export function pathFrom(
  noise: number,
  { bumps, steps }: { bumps: readonly Bump[]; steps: number },
): number[] {
  const path = [noise];
  const smallest = 1e-3;
  const stride = (Math.PI / 2 - smallest) / steps;
  for (let step = 0; step < steps; step++) {
    const x = path[step];
    const angle = Math.PI / 2 - step * stride;
    const slope = velocity(bumps, x, angle);
    const ahead = velocity(bumps, x - stride * slope, angle - stride);
    path.push(x - (stride * (slope + ahead)) / 2);
  }
  return path;
}

/** The value below which the share `probability` of the standard normal distribution lies, by bisection. */
export function normalQuantile(probability: number): number {
  let [low, high] = [-8, 8];
  for (let halving = 0; halving < 50; halving++) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Share of the standard normal distribution below `x`: Zelen and Severo 1964, 26.2.17, error below 7.5e-8. */
function normalShare(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const series = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const tail = series.reduce((sum, coefficient, power) => sum + coefficient * t ** (power + 1), 0);
  const above = (Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI)) * tail;
  return x > 0 ? 1 - above : above;
}
