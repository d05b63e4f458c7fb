/** The best that any denoiser can do: its loss is never 0, because the noise in a noisy point cannot be known exactly. */

/** Equally likely Gaussians in the plane with one deviation along every axis. */
export interface Mixture {
  /** [modes * 2] centres. */
  readonly modes: ArrayLike<number>;
  readonly deviation: number;
}

/**
 * The exact minimiser of the loss for a mixture: the mean noise E[noise | x_t] = sqrt(1 - alphaBar) (x_t - m) / v, averaged
 * over the modes that may have produced x_t, with m = sqrt(alphaBar) mode and v = alphaBar deviation^2 + 1 - alphaBar.
 *
 * @param point x_t, two coordinates
 * @param alphaBar in [0, 1): the share of signal at this time
 */
export function meanNoise(
  point: readonly [number, number],
  { modes, deviation }: Mixture,
  alphaBar: number,
): [number, number] {
  const variance = alphaBar * deviation ** 2 + 1 - alphaBar;
  const signal = Math.sqrt(alphaBar);
  const offsets = Array.from({ length: modes.length / 2 }, (_, k) => [
    point[0] - signal * modes[2 * k],
    point[1] - signal * modes[2 * k + 1],
  ]);
  const exponents = offsets.map(([dx, dy]) => -(dx * dx + dy * dy) / (2 * variance));
  const largest = Math.max(...exponents);
  const weights = exponents.map((exponent) => Math.exp(exponent - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (axis: number) =>
    offsets.reduce((sum, offset, k) => sum + weights[k] * offset[axis], 0) / total;
  return [(Math.sqrt(1 - alphaBar) * mean(0)) / variance, (Math.sqrt(1 - alphaBar) * mean(1)) / variance];
}

/**
 * The mean squared error per coordinate of that exact denoiser, over times 1 to T and over the data, by Monte Carlo: what a
 * perfect network would score. The error in the noise counts 1, in the clean data (1 - alphaBar) / alphaBar times, in the
 * velocity 1 / alphaBar times as much.
 *
 * @param alphaBar slot t belongs to step t, slot 0 to clean data
 * @param options `draws` of a point and a noise
 */
export function denoisingFloor(
  mixture: Mixture,
  alphaBar: ArrayLike<number>,
  { random, target, draws = 20_000 }: FloorOptions,
): number {
  let sum = 0;
  for (let draw = 0; draw < draws; draw++) {
    // Every time equally often: drawing it as well would only add scatter.
    const signal = alphaBar[1 + (draw % (alphaBar.length - 1))];
    const mode = random.integer(mixture.modes.length / 2);
    const noise = [random.normal(), random.normal()] as const;
    const noisy = (axis: 0 | 1) =>
      Math.sqrt(signal) * (mixture.modes[2 * mode + axis] + mixture.deviation * random.normal()) +
      Math.sqrt(1 - signal) * noise[axis];
    const guess = meanNoise([noisy(0), noisy(1)], mixture, signal);
    const error = ((guess[0] - noise[0]) ** 2 + (guess[1] - noise[1]) ** 2) / 2;
    sum += error * errorScale(target, signal);
  }
  return sum / draws;
}

/** How large the squared error of a target is where the squared error of the noise is 1, at this share of signal. */
export function errorScale(target: 'noise' | 'clean' | 'velocity', alphaBar: number): number {
  return { noise: 1, clean: (1 - alphaBar) / alphaBar, velocity: 1 / alphaBar }[target];
}

export interface FloorOptions {
  readonly random: { normal(): number; integer(below: number): number };
  readonly target: 'noise' | 'clean' | 'velocity';
  readonly draws?: number;
}
