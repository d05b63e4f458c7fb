import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '#lab/backend';
import {
  ancestralStep,
  ddimStep,
  denoisingLoss,
  noised,
  prediction,
  score,
  targetOf,
} from '#models/diffusion';
import { fromBetas, posteriorVariance, signalToNoise } from '#models/noise-schedule';

/** The example worked by hand: four steps, x_0 = 2, noise -0.5, t = 3, and a network that answers -0.3. */
const schedule = fromBetas([0.1, 0.2, 0.3, 0.4]);
const { alpha, beta, alphaBar } = schedule;
const [clean, noise, guess] = [2, -0.5, -0.3];
const noisy = Math.sqrt(alphaBar[3]) * clean + Math.sqrt(1 - alphaBar[3]) * noise;
const guessedClean = (noisy - Math.sqrt(1 - alphaBar[3]) * guess) / Math.sqrt(alphaBar[3]);
const cleanShare = (Math.sqrt(alphaBar[2]) * beta[3]) / (1 - alphaBar[3]);
const noisyShare = (Math.sqrt(alpha[3]) * (1 - alphaBar[2])) / (1 - alphaBar[3]);

describe('the example worked by hand, in double precision', () => {
  it('alphaBar is (.9, .72, .504, .3024)', () => {
    [0.9, 0.72, 0.504, 0.3024].forEach((expected, k) => expect(alphaBar[k + 1]).toBeCloseTo(expected, 12));
  });

  it.each([
    ['sqrt(alphaBar_3)', Math.sqrt(alphaBar[3]), 0.70993],
    ['sqrt(1 - alphaBar_3)', Math.sqrt(1 - alphaBar[3]), 0.704273],
    ['x_3', noisy, 1.067723],
    ['SNR', signalToNoise(schedule, 3), 1.016129],
    ['posterior variance', posteriorVariance(schedule, 3), 0.169355],
    ['share of x_0', cleanShare, 0.513223],
    ['share of x_3', noisyShare, 0.472308],
    ['posterior mean', cleanShare * clean + noisyShare * noisy, 1.530739],
    [
      'posterior mean from the noise',
      (noisy - (beta[3] / Math.sqrt(1 - alphaBar[3])) * noise) / Math.sqrt(alpha[3]),
      1.530739,
    ],
    ['velocity', Math.sqrt(alphaBar[3]) * noise - Math.sqrt(1 - alphaBar[3]) * clean, -1.76351],
    ['conditional score', -noise / Math.sqrt(1 - alphaBar[3]), 0.709952],
    ['simple loss', (guess - noise) ** 2, 0.04],
    ['predicted x_0', guessedClean, 1.801594],
    ['predicted mean', cleanShare * guessedClean + noisyShare * noisy, 1.428913],
    [
      'ancestral step with z = .5',
      cleanShare * guessedClean + noisyShare * noisy + 0.5 * Math.sqrt(posteriorVariance(schedule, 3)),
      1.634677,
    ],
    ['DDIM step', Math.sqrt(alphaBar[2]) * guessedClean + Math.sqrt(1 - alphaBar[2]) * guess, 1.369958],
  ])('%s', (_, value, expected) => {
    expect(value).toBeCloseTo(expected, 6);
  });

  it('the bound gets .765306 times the simple loss, .030612, in terms of the noise and of the clean data', () => {
    const weight = beta[3] ** 2 / (2 * posteriorVariance(schedule, 3) * alpha[3] * (1 - alphaBar[3]));
    expect(weight).toBeCloseTo(0.765306, 6);
    expect(weight * (guess - noise) ** 2).toBeCloseTo(0.030612, 6);
    const cleanWeight = (signalToNoise(schedule, 2) - signalToNoise(schedule, 3)) / 2;
    expect(cleanWeight * (guessedClean - clean) ** 2).toBeCloseTo(0.030612, 6);
  });
});

describe('the example worked by hand, by the functions that the article prints', () => {
  beforeAll(() => useBackend('cpu'));

  const one = (value: number): tf.Tensor2D => tf.tensor2d([value], [1, 1]);
  const value = (tensor: tf.Tensor): number => tensor.dataSync()[0];
  const at = { schedule, time: Int32Array.of(3) };
  const jump = {
    schedule,
    time: 3,
    next: 2,
    random: { normals: () => Float32Array.of(0.5), uniform: () => 0, integer: () => 0 },
  };
  const predicted = () => prediction(one(guess), one(noisy), { ...at, target: 'noise' });

  it('noised, targetOf, score, prediction', () => {
    expect(value(noised(one(clean), one(noise), at))).toBeCloseTo(1.067723, 5);
    expect(value(targetOf(one(clean), one(noise), { ...at, target: 'velocity' }))).toBeCloseTo(-1.76351, 5);
    expect(value(score(one(noise), at))).toBeCloseTo(0.709952, 5);
    expect(value(predicted().clean)).toBeCloseTo(1.801594, 5);
  });

  it('denoisingLoss is .04', () => {
    const loss = denoisingLoss(() => one(guess), one(clean), { ...at, target: 'noise', noise: one(noise) });
    expect(value(loss)).toBeCloseTo(0.04, 6);
  });

  it('ancestralStep with z = .5, ddimStep without noise', () => {
    expect(value(ancestralStep(one(noisy), predicted(), jump))).toBeCloseTo(1.634677, 5);
    expect(value(ddimStep(one(noisy), predicted(), jump))).toBeCloseTo(1.369958, 5);
    expect(value(ddimStep(one(noisy), predicted(), { ...jump, eta: 1 }))).toBeCloseTo(1.634677, 5);
  });
});
