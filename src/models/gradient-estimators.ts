/**
 * Two ways to estimate the slope of F(mean) = E f(z), z ~ N(mean, deviation^2), from single draws z = mean + deviation * noise, and
 * for three functions f everything one may want to know about them exactly. Plain numbers in double precision.
 * Mohamed et al. 2020, sections 4 and 5.
 */
import type { Normal } from './latent-line.ts';

/** A function of the hidden number, and what is known about its averages. */
export interface Integrand {
  value(latent: number): number;
  /** f'(z), where f has a slope. */
  slope(latent: number): number;
  averages(q: Normal): Averages;
}

/** Exact averages over z ~ q, where noise = (z - mean) / deviation. */
export interface Averages {
  /** dF / dmean: what both estimators are after. */
  readonly gradient: number;
  /** Var f'(z). */
  readonly slopeVariance: number;
  /** E[f(z) noise^2]. */
  readonly weighted: number;
  /** E[f(z)^2 noise^2]. */
  readonly squaredWeighted: number;
}

/** f(z) = z^2. */
export const square: Integrand = {
  value: (latent) => latent ** 2,
  slope: (latent) => 2 * latent,
  averages: ({ mean, deviation }) => ({
    gradient: 2 * mean,
    slopeVariance: 4 * deviation ** 2,
    weighted: mean ** 2 + 3 * deviation ** 2,
    squaredWeighted: mean ** 4 + 18 * (mean * deviation) ** 2 + 15 * deviation ** 4,
  }),
};

/**
 * f(z) = cos(k z). Its averages follow from E cos(k z) = e^(-(k deviation)^2 / 2) cos(k mean), the factor being `kept`: with noise^2
 * inside, the average is multiplied by 1 - (k deviation)^2; a squared sine or cosine is half of 1 -/+ cos(2 k z).
 *
 * @param frequency k, in radians per unit of z
 */
export function cosine(frequency: number): Integrand {
  return {
    value: (latent) => Math.cos(frequency * latent),
    slope: (latent) => -frequency * Math.sin(frequency * latent),
    averages({ mean, deviation }) {
      const spread = (frequency * deviation) ** 2;
      const kept = Math.exp(-spread / 2);
      const twice = kept ** 4 * Math.cos(2 * frequency * mean); // E cos(2 k z)
      const gradient = -frequency * kept * Math.sin(frequency * mean);
      return {
        gradient,
        slopeVariance: (frequency ** 2 * (1 - twice)) / 2 - gradient ** 2,
        weighted: kept * Math.cos(frequency * mean) * (1 - spread),
        squaredWeighted: (1 + twice * (1 - 4 * spread)) / 2,
      };
    },
  };
}

/** f(z) = 1 for z > 0, otherwise 0. Its slope is 0 wherever it has one, though F does have a slope: f jumps. */
export const step: Integrand = {
  value: (latent) => (latent > 0 ? 1 : 0),
  slope: () => 0,
  averages({ mean, deviation }) {
    const ratio = mean / deviation;
    const density = Math.exp(-(ratio ** 2) / 2) / Math.sqrt(2 * Math.PI);
    const weighted = normalShareBelow(ratio) - ratio * density;
    return { gradient: density / deviation, slopeVariance: 0, weighted, squaredWeighted: weighted };
  },
};

/** One draw of the pathwise gradient in the mean: the slope of f where the noise has carried the draw. Needs f without jumps. */
export function pathwiseGradient(f: Integrand, { mean, deviation }: Normal, noise: number): number {
  return f.slope(mean + deviation * noise);
}

/**
 * One draw of the score-function gradient in the mean, (f(z) - baseline) d log q(z) / dmean: needs no slope of f. A baseline that does
 * not depend on the draw leaves the mean as it is, because the score has mean 0.
 */
export function scoreGradient(
  f: Integrand,
  { mean, deviation }: Normal,
  { noise, baseline = 0 }: { noise: number; baseline?: number },
): number {
  return ((f.value(mean + deviation * noise) - baseline) * noise) / deviation;
}

/** The variance of one pathwise gradient. It is 0 for `step`, around 0 and not around the true gradient. */
export function pathwiseVariance(f: Integrand, q: Normal): number {
  return f.averages(q).slopeVariance;
}

/** The variance of one score-function gradient with a constant baseline. */
export function scoreVariance(f: Integrand, q: Normal, baseline = 0): number {
  const { gradient, weighted, squaredWeighted } = f.averages(q);
  return (squaredWeighted - 2 * baseline * weighted + baseline ** 2) / q.deviation ** 2 - gradient ** 2;
}

/** The constant baseline with the least variance: E[f noise^2] / E[noise^2]. */
export function bestBaseline(f: Integrand, q: Normal): number {
  return f.averages(q).weighted;
}

/**
 * P(noise < bound) for noise ~ N(0, 1), by the series of Marsaglia 2004 (Evaluating the Normal Distribution): the error is below
 * 1e-15 up to |bound| = 8, beyond which the share differs from 0 or 1 by less than that.
 */
function normalShareBelow(bound: number): number {
  if (Math.abs(bound) > 8) return bound > 0 ? 1 : 0;
  let [sum, term] = [bound, bound];
  for (let n = 3; Math.abs(term) > 1e-17; n += 2) {
    term *= bound ** 2 / n;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-(bound ** 2) / 2)) / Math.sqrt(2 * Math.PI);
}
