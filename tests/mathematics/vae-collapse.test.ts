import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import {
  diagonal,
  dot,
  logDeterminant,
  minimiser,
  product,
  randomMatrix,
  scaled,
  slopeOf,
  total,
  identity,
  transposed,
  type Matrix,
} from './latent-oracles.ts';
import { flat, linearLoss, linearSlopes, unflat, type LinearVae, type Population } from './linear-vae.ts';

const eigenvalues = [4, 2, 1, 0.25, 0.25];
const [pixels, latents] = [5, 3];

/** Orthonormal columns by Gram and Schmidt, so that the directions to be found are no axes. */
const directions: Matrix = (() => {
  const found: number[][] = [];
  for (const row of randomMatrix(pixels, pixels, createRandom(61))) {
    const rest = found.reduce<number[]>(
      (left, unit) => left.map((value, i) => value - dot(row, unit) * unit[i]),
      [...row],
    );
    const length = Math.hypot(...rest);
    found.push(rest.map((value) => value / length));
  }
  return found;
})();
const covariance = product(product(transposed(directions), diagonal(eigenvalues)), directions);

const start = (seed: number): LinearVae => {
  const random = createRandom(seed);
  return {
    decoder: scaled(randomMatrix(pixels, latents, random), 0.3),
    encoder: scaled(randomMatrix(latents, pixels, random), 0.3),
    logVariance: [0, 0, 0],
  };
};

function optimum(population: Population): LinearVae {
  const slopes = (row: Float64Array): number[] =>
    flat(linearSlopes(unflat(row, pixels, latents), population));
  return unflat(minimiser(slopes, flat(start(62))), pixels, latents);
}

/** Latents by falling length of their decoder columns: which of them takes which direction is a matter of luck. */
const ordered = ({ decoder }: LinearVae) =>
  transposed(decoder)
    .map((column, j) => ({ column, j, square: dot(column, column) }))
    .sort((a, b) => b.square - a.square);

it('the slopes by hand are those of the loss', () => {
  const population = { covariance, variance: 0.5, beta: 2 };
  const row = Float64Array.from(flat(start(63)));
  const byHand = flat(linearSlopes(unflat(row, pixels, latents), population));
  byHand.forEach((slope, i) => {
    const loss = (value: number): number =>
      linearLoss(unflat(row.with(i, value), pixels, latents), population).loss;
    expect(slopeOf(loss, row[i])).toBeCloseTo(slope, 6);
  });
});

describe.each([
  { beta: 1, squares: [3.5, 1.5, 0.5], rate: 2.0794415, squaredError: 2 },
  { beta: 3, squares: [2.5, 0.5, 0], rate: 0.6342557, squaredError: 4.5 },
  { beta: 10, squares: [0, 0, 0], rate: 0, squaredError: 7.5 },
])('variances 4, 2, 1, 1/4, 1/4, three latents, decoder variance 1/2, beta $beta', (expected) => {
  const population = { covariance, variance: 0.5, beta: expected.beta };
  const found = optimum(population);
  const { squaredError, rates } = linearLoss(found, population);
  const level = expected.beta * population.variance;

  it('the decoder columns are as long as the formula says: variance - beta s^2 where that is above 0', () => {
    ordered(found).forEach(({ square }, i) => {
      expect(Math.abs(square - expected.squares[i])).toBeLessThan(1e-2);
      expect(expected.squares[i]).toBe(Math.max(0, eigenvalues[i] - level));
    });
  });

  it('and point along the directions of most variance, one each', () => {
    const alive = ordered(found).filter((_, i) => expected.squares[i] > 0);
    for (const [i, { column, square }] of alive.entries())
      expect(Math.abs(dot(column, directions[i])) / Math.sqrt(square)).toBeGreaterThan(0.999);
  });

  it('rate and squared error are those of reverse water-filling', () => {
    const filled = eigenvalues.slice(0, latents).map((value) => 0.5 * Math.log(Math.max(1, value / level)));
    const perLatent = ordered(found).map(({ j }) => rates[j]);
    filled.forEach((rate, i) => expect(Math.abs(perLatent[i] - rate)).toBeLessThan(1e-2));
    const whole = filled.reduce((sum, rate) => sum + rate, 0);
    expect(whole).toBeCloseTo(expected.rate, 7);
    expect(Math.abs(rates.reduce((sum, rate) => sum + rate, 0) - whole)).toBeLessThan(1e-2);
    const spilt = eigenvalues.map((value) => Math.min(value, level)).reduce((sum, value) => sum + value, 0);
    expect(spilt).toBeCloseTo(expected.squaredError, 9);
    expect(Math.abs(squaredError - spilt)).toBeLessThan(1e-2);
  });
});

describe('at beta 1', () => {
  const population = { covariance, variance: 0.5, beta: 1 };

  it('the bound is tight: the loss is the surprise of the marginal, 6.9412663', () => {
    const found = optimum(population);
    const marginal = total(product(found.decoder, transposed(found.decoder)), scaled(identity(pixels), 0.5));
    const expected =
      0.5 * (logDeterminant(diagonal([4, 2, 1, 0.5, 0.5])) + pixels * Math.log(2 * Math.PI) + 3 + 1);
    expect(expected).toBeCloseTo(6.9412663, 7);
    expect(Math.abs(linearLoss(found, population).loss - expected)).toBeLessThan(1e-2);
    expect(Math.abs(logDeterminant(marginal) - Math.log(2))).toBeLessThan(1e-2);
  });

  it('the encoder is the posterior: s^2 = 1 / precision, which is variance / eigenvalue', () => {
    const found = optimum(population);
    ordered(found).forEach(({ j }, i) => {
      expect(Math.exp(found.logVariance[j])).toBeCloseTo(0.5 / eigenvalues[i], 2);
    });
  });

  it('a direction dies just above its variance and lives just below', () => {
    const third = (variance: number): number => ordered(optimum({ covariance, variance, beta: 1 }))[2].square;
    expect(third(1.1)).toBeLessThan(1e-2);
    expect(Math.abs(third(0.9) - 0.1)).toBeLessThan(1e-2);
  });

  it('a decoder variance far above all others, which a mean over pixels implies, kills every latent', () => {
    const found = optimum({ covariance, variance: 392, beta: 1 });
    for (const { square } of ordered(found)) expect(square).toBeLessThan(1e-2);
  });

  it('a decoder variance that is learnt ends at the mean of the variances left out', () => {
    const surprise = (variance: number): number => {
      const kept = eigenvalues.map((value, i) => (i < latents ? Math.max(value, variance) : variance));
      return kept.reduce((sum, value, i) => sum + Math.log(value) + eigenvalues[i] / value, 0) / 2;
    };
    expect(slopeOf(surprise, 0.25)).toBeCloseTo(0, 6);
    for (const other of [0.1, 0.2, 0.3, 0.6]) expect(surprise(other)).toBeGreaterThan(surprise(0.25));
  });
});
