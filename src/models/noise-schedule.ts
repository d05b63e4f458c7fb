/**
 * How much noise each of the T steps adds. Slot t of every array belongs to step t; slot 0 is clean data, so that code and
 * formulas share the index. Double precision throughout: near t = 1 single precision loses 1 - alphaBar.
 */
export interface NoiseSchedule {
  /** T, the number of steps. */
  readonly steps: number;
  /** Variance of the noise that step t adds; `beta[0]` is 0. */
  readonly beta: Float64Array;
  /** 1 - beta. */
  readonly alpha: Float64Array;
  /** The product of alpha up to t: the share of the data's variance that is left. `alphaBar[0]` is 1. */
  readonly alphaBar: Float64Array;
}

/**
 * A schedule from its step variances.
 *
 * @param beta beta_1 .. beta_T, each strictly between 0 and 1
 */
export function fromBetas(beta: ArrayLike<number>): NoiseSchedule {
  const steps = beta.length;
  const schedule = {
    steps,
    beta: new Float64Array(steps + 1),
    alpha: new Float64Array(steps + 1).fill(1),
    alphaBar: new Float64Array(steps + 1).fill(1),
  };
  for (let t = 1; t <= steps; t++) {
    const variance = beta[t - 1];
    if (!(variance > 0 && variance < 1))
      throw new RangeError(`beta at step ${t} is ${variance}, not in (0, 1).`);
    schedule.beta[t] = variance;
    schedule.alpha[t] = 1 - variance;
    schedule.alphaBar[t] = schedule.alphaBar[t - 1] * schedule.alpha[t];
  }
  return schedule;
}

/**
 * beta grows in a straight line from 0.1 / T to 20 / T, which is 0.0001 to 0.02 at T = 1000. Ho et al. 2020, section 4.
 *
 * @param steps T, more than 20, so that every beta is below 1
 */
export function linearSchedule(steps: number): NoiseSchedule {
  const fraction = (slot: number) => slot / (steps - 1);
  return fromBetas(Array.from({ length: steps }, (_, slot) => (0.1 + 19.9 * fraction(slot)) / steps));
}

/**
 * alphaBar falls like a squared cosine; beta is what each step must add for that, but at most `maxBeta`.
 * Nichol and Dhariwal 2021, eq. 17.
 */
export function cosineSchedule(steps: number, { maxBeta = 0.5 }: { maxBeta?: number } = {}): NoiseSchedule {
  const offset = 0.008;
  const signal = (t: number) => Math.cos(((t / steps + offset) / (1 + offset)) * (Math.PI / 2)) ** 2;
  const beta = (t: number) => Math.min(1 - signal(t) / signal(t - 1), maxBeta);
  return fromBetas(Array.from({ length: steps }, (_, slot) => beta(slot + 1)));
}

/** SNR(t) = alphaBar / (1 - alphaBar): infinite for clean data, near 0 at the end. Kingma et al. 2021. */
export function signalToNoise({ alphaBar }: NoiseSchedule, t: number): number {
  return alphaBar[t] / (1 - alphaBar[t]);
}

/**
 * Variance of q(x_s | x_t, x_0) for an earlier step s, by default t - 1: beta (1 - alphaBar_s) / (1 - alphaBar_t) with the
 * beta of the whole jump. It is 0 for s = 0. Ho et al. 2020, eq. 7.
 */
export function posteriorVariance(schedule: NoiseSchedule, t: number, s = t - 1): number {
  return (jumpVariance(schedule, t, s) * (1 - schedule.alphaBar[s])) / (1 - schedule.alphaBar[t]);
}

/** Variance of the noise added between steps s and t: 1 - alphaBar_t / alphaBar_s, which is beta_t for s = t - 1. */
export function jumpVariance({ alphaBar, beta }: NoiseSchedule, t: number, s = t - 1): number {
  return s === t - 1 ? beta[t] : 1 - alphaBar[t] / alphaBar[s];
}

/** `count` steps spread evenly from T down to 1, then 0: where a sampler stops on its way to clean data. */
export function visitedSteps({ steps }: NoiseSchedule, count: number): number[] {
  if (!Number.isInteger(count) || count < 1 || count > steps) {
    throw new RangeError(`A schedule of ${steps} steps cannot be sampled in ${count} steps.`);
  }
  if (count === 1) return [steps, 0];
  const ascending = Array.from({ length: count }, (_, k) => 1 + Math.round((k * (steps - 1)) / (count - 1)));
  return [...ascending.reverse(), 0];
}
