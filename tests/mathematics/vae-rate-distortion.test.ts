import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { logDensity, normalKl, prior, type Normal } from '#models/latent-line';
import { average, diagonal, drawsOf, minimiser, randomMatrix, spreadOf } from './latent-oracles.ts';
import { flat, linearLoss, linearSlopes, unflat, type LinearVae } from './linear-vae.ts';

/** Data x ~ N(0, 2), encoder q(z | x) = N(a x, s^2): the codes of all data together are N(0, 2 a^2 + s^2). */
interface Encoder {
  readonly a: number;
  readonly s2: number;
}

const dataDeviation = Math.SQRT2;
const code = (x: number, { a, s2 }: Encoder): Normal => ({ mean: a * x, deviation: Math.sqrt(s2) });
const together = ({ a, s2 }: Encoder): Normal => ({ mean: 0, deviation: Math.sqrt(2 * a ** 2 + s2) });
const rate = (encoder: Encoder): number =>
  average((noise) => normalKl(code(dataDeviation * noise, encoder), prior));
const information = ({ a, s2 }: Encoder): number => 0.5 * Math.log(1 + (2 * a ** 2) / s2);
/** D for the decoder x ~ N(z, 1). */
const distortion = ({ a, s2 }: Encoder): number =>
  average((noise) => {
    const x = dataDeviation * noise;
    return 0.5 * (Math.log(2 * Math.PI) + (x - a * x) ** 2 + s2);
  });
const entropy = 0.5 * Math.log(2 * Math.PI * Math.E * 2);

describe('the rate', () => {
  it.each([
    [0.5, 0.5, 0.3465736, 0.3465736, 0],
    [1, 0.5, 1.0965736, 0.804719, 0.2918546],
  ])('at a = %d, s^2 = %d: %d = information %d + mismatch %d', (a, s2, whole, shared, mismatch) => {
    const encoder = { a, s2 };
    expect(Math.abs(rate(encoder) - whole)).toBeLessThan(1e-7);
    expect(Math.abs(information(encoder) - shared)).toBeLessThan(1e-7);
    expect(Math.abs(normalKl(together(encoder), prior) - mismatch)).toBeLessThan(1e-7);
  });

  it('is information plus the divergence of all codes together from the prior, for any encoder', () => {
    for (const a of [-0.8, 0, 0.3, 1.5]) {
      for (const s2 of [0.05, 0.6, 2]) {
        const encoder = { a, s2 };
        expect(rate(encoder)).toBeCloseTo(information(encoder) + normalKl(together(encoder), prior), 9);
      }
    }
  });

  it('holds the information that draws of x and z have: the mean of log q(z | x) - log q(z)', () => {
    const [encoder, random] = [{ a: 1, s2: 0.5 }, createRandom(51)];
    const found = spreadOf(
      drawsOf(50_000, () => {
        const x = dataDeviation * random.normal();
        const own = code(x, encoder);
        const latent = own.mean + own.deviation * random.normal();
        return logDensity(latent, own) - logDensity(latent, together(encoder));
      }),
    );
    expect(Math.abs(found.mean - information(encoder))).toBeLessThan(5 * found.error);
  });

  it('bounds what a code says of x from above, as entropy - D does from below', () => {
    for (const a of [0, 0.5, 1]) {
      for (const s2 of [0.1, 0.5, 1]) {
        const encoder = { a, s2 };
        expect(entropy - distortion(encoder)).toBeLessThanOrEqual(information(encoder) + 1e-9);
        expect(information(encoder)).toBeLessThanOrEqual(rate(encoder) + 1e-9);
      }
    }
    const best = { a: 0.5, s2: 0.5 };
    expect(distortion(best) + rate(best)).toBeCloseTo(entropy, 9);
  });

  it('seems to hold at most log B nats when all codes together are guessed from a batch of B', () => {
    const [encoder, batch, random] = [{ a: 20, s2: 0.01 }, 8, createRandom(52)];
    expect(information(encoder)).toBeGreaterThan(2 * Math.log(batch));
    const xs = drawsOf(batch, () => dataDeviation * random.normal());
    const codes = Array.from(xs, (x) => code(x, encoder));
    const guesses = codes.map((own) => {
      const latent = own.mean + own.deviation * random.normal();
      const densities = codes.map((other) => Math.exp(logDensity(latent, other)));
      return logDensity(latent, own) - Math.log(spreadOf(densities).mean);
    });
    for (const guess of guesses) expect(guess).toBeLessThanOrEqual(Math.log(batch) + 1e-9);
    expect(Math.max(...guesses)).toBeCloseTo(Math.log(batch), 3);
  });
});

describe('the weight beta', () => {
  const random = createRandom(53);
  const covariance = diagonal([4, 2, 1, 0.25, 0.25]);

  it('is a change of the decoder variance: L_beta(v) = beta L_1(beta v) + a constant', () => {
    for (let i = 0; i < 100; i++) {
      const vae: LinearVae = {
        decoder: randomMatrix(5, 3, random),
        encoder: randomMatrix(3, 5, random),
        logVariance: Array.from({ length: 3 }, () => random.normal()),
      };
      const [beta, variance] = [Math.exp(random.normal()), Math.exp(random.normal())];
      const weighted = linearLoss(vae, { covariance, variance, beta }).loss;
      const changed = linearLoss(vae, { covariance, variance: beta * variance, beta: 1 }).loss;
      const constant =
        2.5 * (Math.log(2 * Math.PI * variance) - beta * Math.log(2 * Math.PI * beta * variance));
      expect(Math.abs(weighted - beta * changed - constant)).toBeLessThan(
        1e-9 * Math.max(1, Math.abs(weighted)),
      );
    }
  });

  it('traces a curve of slope dD / dR = -beta', () => {
    const best = (beta: number) => {
      const population = { covariance: [[4]], variance: 0.5, beta };
      const slopes = (row: Float64Array) => flat(linearSlopes(unflat(row, 1, 1), population));
      const { squaredError, rates } = linearLoss(unflat(minimiser(slopes, [1, 1, 0]), 1, 1), population);
      return { distortion: squaredError / (2 * population.variance), rate: rates[0] };
    };
    for (const beta of [0.3, 1, 4]) {
      const [before, after] = [best(0.99 * beta), best(1.01 * beta)];
      const slope = (after.distortion - before.distortion) / (after.rate - before.rate);
      expect(Math.abs(slope / -beta - 1)).toBeLessThan(1e-3);
    }
  });
});
