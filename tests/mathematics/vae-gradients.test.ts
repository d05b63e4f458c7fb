import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import {
  bestBaseline,
  cosine,
  pathwiseGradient,
  pathwiseVariance,
  scoreGradient,
  scoreVariance,
  square,
  step,
  type Integrand,
} from '#models/gradient-estimators';
import { elbo, logDensity, logJoint, logWeight, posterior, type Normal } from '#models/latent-line';
import { average, drawsOf, integral, slopeOf, spreadOf } from './latent-oracles.ts';

const count = 200_000;

/** Means within five standard errors, variances within a tenth. */
function expectSpread(draws: Float64Array, mean: number, variance: number): void {
  const found = spreadOf(draws);
  expect(Math.abs(found.mean - mean)).toBeLessThanOrEqual(5 * found.error);
  expect(Math.abs(found.variance - variance)).toBeLessThanOrEqual(0.1 * variance);
}

const noises = (seed: number): Float32Array => createRandom(seed).normals(count);

describe.each<[string, Normal, Integrand]>([
  ['z^2', { mean: 1, deviation: 1 }, square],
  ['z^2', { mean: 1, deviation: 0.1 }, square],
  ['cos 10 z', { mean: 0.5, deviation: 1 }, cosine(10)],
  ['cos 2 z', { mean: -0.4, deviation: 0.3 }, cosine(2)],
  ['step', { mean: 0.7, deviation: 0.5 }, step],
  ['step', { mean: -1, deviation: 1 }, step],
])('f = %s, q = %j', (name, q, f) => {
  const noise = noises(41);
  const best = bestBaseline(f, q);

  it('the slope of E f is the formula', () => {
    const expected = (mean: number): number => {
      const density = (latent: number): number =>
        Math.exp(logDensity(latent, { mean, deviation: q.deviation }));
      const inside = (latent: number): number => f.value(latent) * density(latent);
      // The step jumps at 0, where its value is that of the left side.
      return integral(inside, [-10, 0], 4000) + integral(inside, [1e-12, 10], 4000);
    };
    expect(slopeOf(expected, q.mean, 1e-4)).toBeCloseTo(f.averages(q).gradient, 5);
  });

  it('the score function has its mean and its variance, without and with a baseline', () => {
    const { gradient } = f.averages(q);
    for (const baseline of [0, best, 0.3]) {
      const draws = Float64Array.from(noise, (one) => scoreGradient(f, q, { noise: one, baseline }));
      expectSpread(draws, gradient, scoreVariance(f, q, baseline));
    }
  });

  it('no other constant baseline has less variance', () => {
    for (const off of [-0.2, -1e-3, 1e-3, 0.2])
      expect(scoreVariance(f, q, best + off)).toBeGreaterThan(scoreVariance(f, q, best));
  });

  it('the pathwise gradient has its mean and its variance; for the step both are 0', () => {
    const draws = Float64Array.from(noise, (one) => pathwiseGradient(f, q, one));
    expectSpread(draws, name === 'step' ? 0 : f.averages(q).gradient, pathwiseVariance(f, q));
  });

  it('f has the slope that the pathwise gradient takes', () => {
    for (const at of [-1.1, 0.3, 2])
      expect(slopeOf((latent) => f.value(latent), at)).toBeCloseTo(f.slope(at), 5);
  });
});

describe('variances in closed form', () => {
  it.each([
    [1, 1, 4, 30, 14],
    [1, 0.1, 0.04, 114.15, 8.06],
  ])(
    'z^2 at mean %d, deviation %d: pathwise %d, score %d, with the best baseline %d',
    (mean, deviation, ...all) => {
      const q = { mean, deviation };
      const best = bestBaseline(square, q);
      expect(best).toBeCloseTo(mean ** 2 + 3 * deviation ** 2, 12);
      const found = [pathwiseVariance(square, q), scoreVariance(square, q), scoreVariance(square, q, best)];
      found.forEach((variance, i) => expect(variance).toBeCloseTo(all[i], 9));
    },
  );

  it('z^2, by the formulas of the article', () => {
    const q = { mean: -1.7, deviation: 0.6 };
    const [m, v] = [q.mean ** 2, q.deviation ** 2];
    expect(pathwiseVariance(square, q)).toBeCloseTo(4 * v, 12);
    expect(scoreVariance(square, q)).toBeCloseTo(m ** 2 / v + 14 * m + 15 * v, 9);
    expect(scoreVariance(square, q, m + 3 * v)).toBeCloseTo(8 * m + 6 * v, 9);
  });

  it('cos 10 z at mean .5, deviation 1: the score function .5, the pathwise gradient 50.0', () => {
    const q = { mean: 0.5, deviation: 1 };
    expect(scoreVariance(cosine(10), q)).toBeCloseTo(0.5, 6);
    expect(pathwiseVariance(cosine(10), q)).toBeCloseTo(50, 6);
  });

  it('every average is the one that quadrature finds', () => {
    const q = { mean: 0.4, deviation: 0.7 };
    const under = (g: (latent: number, noise: number) => number): number =>
      average((noise) => g(q.mean + q.deviation * noise, noise));
    for (const f of [square, cosine(3)]) {
      const { gradient, slopeVariance, weighted, squaredWeighted } = f.averages(q);
      expect(under(f.slope)).toBeCloseTo(gradient, 9);
      expect(under((latent) => (f.slope(latent) - gradient) ** 2)).toBeCloseTo(slopeVariance, 9);
      expect(under((latent, noise) => f.value(latent) * noise ** 2)).toBeCloseTo(weighted, 9);
      expect(under((latent, noise) => (f.value(latent) * noise) ** 2)).toBeCloseTo(squaredWeighted, 9);
    }
  });

  it.each([-6, -1.3, 0, 0.4, 2.5, 9])('the step at mean / deviation = %d', (ratio) => {
    const bell = (noise: number): number => Math.exp(-(noise ** 2) / 2) / Math.sqrt(2 * Math.PI);
    const expected = integral((noise) => noise ** 2 * bell(noise), [-ratio, 12], 4000);
    expect(step.averages({ mean: 2 * ratio, deviation: 2 }).weighted).toBeCloseTo(expected, 10);
  });
});

describe('what breaks an estimator', () => {
  it('pathwise on a jump: always 0, though the slope is .242', () => {
    const q = { mean: 1, deviation: 1 };
    for (const noise of noises(42).subarray(0, 100)) expect(pathwiseGradient(step, q, noise)).toBe(0);
    expect(step.averages(q).gradient).toBeCloseTo(0.2419707, 7);
  });

  it('a baseline made of the same draw: the mean is no longer the gradient', () => {
    const q = { mean: 1, deviation: 1 };
    const found = spreadOf(
      Float64Array.from(noises(43), (noise) =>
        scoreGradient(square, q, { noise, baseline: square.value(q.mean + q.deviation * noise) / 2 }),
      ),
    );
    expect(Math.abs(found.mean - 2)).toBeGreaterThan(20 * found.error);
  });
});

it('averaging ten draws divides the variance by ten', () => {
  const q = { mean: 1, deviation: 1 };
  const random = createRandom(44);
  const draws = drawsOf(50_000, () => {
    let sum = 0;
    for (let k = 0; k < 10; k++) sum += scoreGradient(square, q, { noise: random.normal() });
    return sum / 10;
  });
  expectSpread(draws, 2, 3);
});

it("the deviation's pathwise gradient is slope times noise, and half the deviation times that for the log-variance", () => {
  const [mean, deviation] = [0.8, 0.6];
  const noise = noises(45);
  const inDeviation = Float64Array.from(noise, (one) => square.slope(mean + deviation * one) * one);
  expectSpread(inDeviation, 2 * deviation, 4 * mean ** 2 + 8 * deviation ** 2);
  const inLog = spreadOf(inDeviation.map((one) => (one * deviation) / 2));
  const expected = slopeOf((log) => mean ** 2 + Math.exp(log), 2 * Math.log(deviation));
  expect(Math.abs(inLog.mean - expected)).toBeLessThan(5 * inLog.error);
});

describe('the bound of the line model at x = 2', () => {
  const x = 2;

  it('q = N(0, 1), f = log p(x, z): the gradient in the mean is 2, with variances 4 and 60.757', () => {
    const noise = noises(46);
    const pathwise = Float64Array.from(noise, (latent) => x - 2 * latent);
    const score = Float64Array.from(noise, (latent) => logJoint(x, latent) * latent);
    expectSpread(pathwise, 2, 4);
    expectSpread(score, 2, 60.757);
    expect(average((latent) => (logJoint(x, latent) * latent) ** 2) - 4).toBeCloseTo(60.757, 3);
    expect(slopeOf((latent) => logJoint(x, latent), 0.3)).toBeCloseTo(x - 2 * 0.3, 8);
  });

  /** d log-weight / d mean through z alone: the score of q at z is left out. */
  const landing = (q: Normal, noise: number): number => {
    const latent = q.mean + q.deviation * noise;
    return x - 2 * latent + (latent - q.mean) / q.deviation ** 2;
  };

  it('without the score term the pathwise gradient is 0 for every draw at the exact posterior', () => {
    const q = posterior(x);
    for (const noise of noises(47).subarray(0, 1000)) {
      expect(Math.abs(landing(q, noise))).toBeLessThan(1e-12);
      // With it, single draws are not 0: the score of q is added.
      expect(x - 2 * (q.mean + q.deviation * noise)).toBeCloseTo((-2 * noise) / Math.SQRT2, 6);
    }
  });

  it('away from it, leaving the score out changes no mean', () => {
    const q = { mean: 0.2, deviation: 1.1 };
    const expected = slopeOf((mean) => elbo(x, { ...q, mean }), q.mean);
    const whole = slopeOf((mean) => average((noise) => logWeight(x, { ...q, mean }, noise)), q.mean);
    expect(average((noise) => landing(q, noise))).toBeCloseTo(expected, 9);
    expect(whole).toBeCloseTo(expected, 6);
  });
});
