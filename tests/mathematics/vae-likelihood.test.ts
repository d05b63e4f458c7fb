import { describe, expect, it } from 'vitest';
import { integral, slopeOf } from './latent-oracles.ts';

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

describe('ink or paper from a logit', () => {
  const surprise = (x: number, logit: number): number =>
    Math.max(logit, 0) - logit * x + Math.log1p(Math.exp(-Math.abs(logit)));

  it('costs softplus(a) - x a: .2204174 at a = 1.4, x = 1', () => {
    expect(surprise(1, 1.4)).toBeCloseTo(0.2204174, 7);
    for (const logit of [-3, -0.2, 0, 1.4]) {
      expect(surprise(1, logit)).toBeCloseTo(-Math.log(sigmoid(logit)), 12);
      expect(surprise(0, logit)).toBeCloseTo(-Math.log(1 - sigmoid(logit)), 12);
    }
  });

  it('stays finite at logits of 100, where the logarithm of a probability would not', () => {
    expect(surprise(0, 100)).toBe(100);
    expect(surprise(1, -100)).toBe(100);
    expect(surprise(1, 100)).toBeLessThan(1e-40);
    expect(-Math.log(1 - sigmoid(100))).toBe(Infinity);
  });

  it('has the slope sigmoid(a) - x', () => {
    for (const [x, logit] of [
      [1, 1.4],
      [0, 1.4],
      [1, -2],
    ])
      expect(slopeOf((a) => surprise(x, a), logit)).toBeCloseTo(sigmoid(logit) - x, 8);
  });
});

describe('the same formula on greys', () => {
  const weight = (probability: number) => (x: number) => probability ** x * (1 - probability) ** (1 - x);

  it('is no density: at .9 it integrates to .3640957', () => {
    const mass = integral(weight(0.9), [0, 1]);
    expect(mass).toBeCloseTo(0.3640957, 7);
    expect(Math.abs(mass - 0.8 / Math.log(9))).toBeLessThan(1e-6);
  });

  it('divided by that integral has the mean .6698804, not .9', () => {
    const mean = integral((x) => x * weight(0.9)(x), [0, 1]) / integral(weight(0.9), [0, 1]);
    expect(mean).toBeCloseTo(0.6698804, 7);
    expect(Math.abs(mean - (0.9 / 0.8 + 1 / (2 * Math.atanh(1 - 1.8))))).toBeLessThan(1e-9);
  });

  it('costs the entropy of the grey even where the grey is met exactly', () => {
    const cost = (x: number, probability: number): number =>
      -x * Math.log(probability) - (1 - x) * Math.log(1 - probability);
    for (const guess of [0.1, 0.25, 0.35, 0.9]) expect(cost(0.3, guess)).toBeGreaterThan(cost(0.3, 0.3));
    expect(cost(0.3, 0.3)).toBeCloseTo(0.6108643, 7);
  });

  it('is the average cost of ink and paper drawn with the grey as probability, for a fixed z', () => {
    const cost = (x: number): number => -x * Math.log(0.8) - (1 - x) * Math.log(0.2);
    expect(cost(0.3)).toBeCloseTo(0.3 * cost(1) + 0.7 * cost(0), 12);
  });
});

describe('a Gaussian of fixed variance', () => {
  const surprise = (errors: readonly number[], variance: number): number =>
    errors.reduce((sum, error) => sum + error ** 2, 0) / (2 * variance) +
    (errors.length / 2) * Math.log(2 * Math.PI * variance);
  const [worse, better] = [
    [0.9, -0.3, 0.5],
    [0.2, 0.1, -0.4],
  ];
  const squares = (errors: readonly number[]): number => errors.reduce((sum, error) => sum + error ** 2, 0);

  it('is the summed squared error at variance 1/2, and the mean one at half the number of pixels', () => {
    const between = (variance: number): number => surprise(worse, variance) - surprise(better, variance);
    expect(between(0.5)).toBeCloseTo(squares(worse) - squares(better), 12);
    expect(between(3 / 2)).toBeCloseTo((squares(worse) - squares(better)) / 3, 12);
  });

  it('is cheapest at the mean squared error per pixel, and may cost less than nothing', () => {
    const best = squares(better) / better.length;
    expect(Math.abs(slopeOf((variance) => surprise(better, variance), best))).toBeLessThan(1e-6);
    expect(surprise(better, 2 * best)).toBeGreaterThan(surprise(better, best));
    expect(surprise([0.01, 0.02, -0.01], 1e-4)).toBeLessThan(0);
  });
});

it('a logistic cut into 256 greys is a distribution: at mean 100.3 and scale 7, P(100) = .0356827', () => {
  const below = (edge: number): number => sigmoid((edge - 100.3) / 7);
  const share = (grey: number): number =>
    (grey === 255 ? 1 : below(grey + 0.5)) - (grey === 0 ? 0 : below(grey - 0.5));
  const all = Array.from({ length: 256 }, (_, grey) => share(grey));
  expect(Math.abs(all.reduce((sum, value) => sum + value, 0) - 1)).toBeLessThan(1e-12);
  expect(share(100)).toBeCloseTo(0.0356827, 7);
  const density = (grey: number): number => {
    const kept = Math.exp(-(grey - 100.3) / 7);
    return kept / (7 * (1 + kept) ** 2);
  };
  expect(integral(density, [99.5, 100.5])).toBeCloseTo(share(100), 12);
});
