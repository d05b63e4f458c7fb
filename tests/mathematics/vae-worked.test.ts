import { describe, expect, it } from 'vitest';
import { normalKl, prior } from '#models/latent-line';
import { average, slopeOf } from './latent-oracles.ts';

/** The example worked by hand: one latent, one pixel that is ink, and a decoder with weight 2 and bias -1. */
const [mean, deviation, noise] = [1, 0.5, 0.4];
const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
const distortion = (latent: number, weight = 2): number => Math.log1p(Math.exp(-(weight * latent - 1)));
const latent = mean + deviation * noise;
const rate = normalKl({ mean, deviation }, prior);

describe('the example worked by hand: one draw', () => {
  it.each([
    ['z', latent, 1.2],
    ['logit', 2 * latent - 1, 1.4],
    ['probability', sigmoid(2 * latent - 1), 0.802184],
    ['distortion', distortion(latent), 0.220417],
    ['rate', rate, 0.818147],
    ['one-sample ELBO', -distortion(latent) - rate, -1.038565],
  ])('%s', (_, value, expected) => expect(value).toBeCloseTo(expected, 6));

  const loss = ({ m = mean, logVariance = 2 * Math.log(deviation), weight = 2 }): number =>
    distortion(m + Math.exp(logVariance / 2) * noise, weight) +
    normalKl({ mean: m, deviation: Math.exp(logVariance / 2) }, prior);

  it.each([
    ['the logit', -sigmoid(-1.4), -0.197816, slopeOf((a) => Math.log1p(Math.exp(-a)), 1.4)],
    ['the weight', -sigmoid(-1.4) * latent, -0.237379, slopeOf((weight) => loss({ weight }), 2)],
    ['z', -sigmoid(-1.4) * 2, -0.395632, slopeOf((z) => distortion(z), latent)],
    ['the mean', -sigmoid(-1.4) * 2 + mean, 0.604368, slopeOf((m) => loss({ m }), mean)],
    [
      'the log-variance',
      -sigmoid(-1.4) * 2 * 0.5 * deviation * noise + 0.5 * (deviation ** 2 - 1),
      -0.414563,
      slopeOf((logVariance) => loss({ logVariance }), 2 * Math.log(deviation)),
    ],
  ])('the slope of the loss in %s', (_, formula, expected, difference) => {
    expect(formula).toBeCloseTo(expected, 6);
    expect(difference).toBeCloseTo(expected, 6);
  });
});

describe('the example worked by hand: exactly', () => {
  const evidence = Math.log(average((z) => sigmoid(2 * z - 1)));
  const bound = average((one) => -distortion(mean + deviation * one)) - rate;

  it('log p(x) is -1.043347, the bound -1.225003, the gap .181656', () => {
    expect(evidence).toBeCloseTo(-1.043347, 6);
    expect(bound).toBeCloseTo(-1.225003, 6);
    expect(evidence - bound).toBeCloseTo(0.181656, 6);
  });

  it('this one draw lies above log p(x), which the mean of all draws cannot', () => {
    expect(-distortion(latent) - rate).toBeGreaterThan(evidence);
    expect(bound).toBeLessThan(evidence);
  });

  it('the gradient of log p(x | z) in the mean: .3956 pathwise and -.1763 by the score at this draw, .6065 in truth', () => {
    const pathwise = (one: number): number => 2 * sigmoid(1 - 2 * (mean + deviation * one));
    const score = (one: number): number => (-distortion(mean + deviation * one) * one) / deviation;
    expect(pathwise(noise)).toBeCloseTo(0.3956, 4);
    expect(score(noise)).toBeCloseTo(-0.1763, 4);
    expect(average(pathwise)).toBeCloseTo(0.6065, 4);
    expect(average(score)).toBeCloseTo(average(pathwise), 9);
    const variance = (draw: (one: number) => number): number =>
      average((one) => (draw(one) - average(pathwise)) ** 2);
    expect(variance(pathwise)).toBeCloseTo(0.1334, 4);
    expect(variance(score)).toBeCloseTo(2.4085, 4);
  });
});
