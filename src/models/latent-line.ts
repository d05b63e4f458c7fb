/**
 * The smallest model with a hidden cause in which everything is known: z ~ N(0, 1) is hidden, x ~ N(z, 1) is seen. Whatever a
 * variational autoencoder estimates, the evidence, the posterior, the bound and its gap, has a formula here. Plain numbers in
 * double precision; logarithms are natural, so that every bound is in nats.
 */

/** A normal distribution on the line. */
export interface Normal {
  readonly mean: number;
  /** Standard deviation, above 0. */
  readonly deviation: number;
}

/** p(z): what is believed of the hidden number before x is seen. */
export const prior: Normal = { mean: 0, deviation: 1 };

/** p(x): a sum of two independent standard normal numbers, the hidden one and the noise on it. */
export const evidence: Normal = { mean: 0, deviation: Math.SQRT2 };

/** p(z | x): half of x was hidden cause, as far as one can tell. */
export function posterior(x: number): Normal {
  return { mean: x / 2, deviation: Math.SQRT1_2 };
}

/** log N(value; mean, deviation^2), in nats. */
export function logDensity(value: number, { mean, deviation }: Normal): number {
  return -0.5 * ((value - mean) / deviation) ** 2 - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);
}

/** log p(x, z) = log p(z) + log p(x | z), in nats. */
export function logJoint(x: number, latent: number): number {
  return logDensity(latent, prior) + logDensity(x, { mean: latent, deviation: 1 });
}

/** KL(q || p) of two normal distributions, in nats: 0 where they are the same, otherwise above 0. */
export function normalKl(q: Normal, p: Normal): number {
  const ratio = q.deviation / p.deviation;
  const shift = (q.mean - p.mean) / p.deviation;
  return 0.5 * (shift ** 2 + ratio ** 2 - 1) - Math.log(ratio);
}

/**
 * E_q[log p(x | z)] - KL(q || p(z)), in nats: a lower bound of log p(x), which it misses by `gap`. The first term has a formula
 * because E_q (x - z)^2 = (x - mean)^2 + deviation^2. Kingma and Welling 2014, eq. 3.
 */
export function elbo(x: number, q: Normal): number {
  const fit = logDensity(x, { mean: q.mean, deviation: 1 }) - 0.5 * q.deviation ** 2;
  return fit - normalKl(q, prior);
}

/** log p(x) - elbo = KL(q || p(z | x)), in nats. */
export function gap(x: number, q: Normal): number {
  return normalKl(q, posterior(x));
}

/** log p(x, z) - log q(z) at z = mean + deviation * noise, in nats; its mean over noise ~ N(0, 1) is the ELBO. */
export function logWeight(x: number, q: Normal, noise: number): number {
  const latent = q.mean + q.deviation * noise;
  return logJoint(x, latent) - logDensity(latent, q);
}

/**
 * Var(w) / p(x)^2 of the weight w = p(x, z) / q(z): the bound from K draws misses log p(x) by about this over 2 K. Infinite where q
 * is so narrow that rare draws far out would carry most of the weight: deviation^2 at most half of the posterior's variance.
 */
export function weightVariance(x: number, q: Normal): number {
  const { mean, deviation } = posterior(x);
  const surplus = 2 * q.deviation ** 2 - deviation ** 2;
  if (surplus <= 0) return Infinity;
  const second =
    (q.deviation ** 2 / (deviation * Math.sqrt(surplus))) * Math.exp((q.mean - mean) ** 2 / surplus);
  return second - 1;
}

/**
 * log(w_1 + ... + w_K) - log K from log-weights [K], in nats; the largest is taken out first, so that nothing overflows. For K = 1
 * its mean is the ELBO, and the mean grows with K. Burda et al. 2016, section 3.
 */
export function importanceBound(logWeights: ArrayLike<number>): number {
  let [largest, sum] = [-Infinity, 0];
  for (let k = 0; k < logWeights.length; k++) largest = Math.max(largest, logWeights[k]);
  for (let k = 0; k < logWeights.length; k++) sum += Math.exp(logWeights[k] - largest);
  return largest + Math.log(sum / logWeights.length);
}

/** (w_1 + ... + w_K)^2 / (w_1^2 + ... + w_K^2) from log-weights [K]: how many equal draws they are worth, from 1 to K. */
export function effectiveDraws(logWeights: ArrayLike<number>): number {
  const doubled = Float64Array.from(logWeights, (weight) => 2 * weight);
  return logWeights.length * Math.exp(2 * importanceBound(logWeights) - importanceBound(doubled));
}

/** A mean over repetitions, with the standard error of that mean. */
export interface Estimate {
  readonly value: number;
  /** 0 for a single repetition, of which nothing can be told. */
  readonly error: number;
}

/** The bound from `draws` draws, averaged over as many blocks of log-weights as there are: [blocks * draws], at least one block. */
export function boundEstimate(logWeights: Float64Array, draws: number): Estimate {
  const blocks = Math.floor(logWeights.length / draws);
  const bounds = Array.from({ length: blocks }, (_, i) =>
    importanceBound(logWeights.subarray(i * draws, (i + 1) * draws)),
  );
  const value = bounds.reduce((sum, bound) => sum + bound, 0) / blocks;
  const squares = bounds.reduce((sum, bound) => sum + (bound - value) ** 2, 0);
  return { value, error: Math.sqrt(squares / Math.max(1, blocks - 1) / blocks) };
}
