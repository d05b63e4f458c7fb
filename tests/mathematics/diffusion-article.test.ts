import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { energyDistance } from '#metrics/energy-distance';
import { slicedWasserstein } from '#metrics/sliced-wasserstein';
import { denoisingLoss } from '#models/diffusion';
import { fromBetas, linearSchedule, posteriorVariance, signalToNoise } from '#models/noise-schedule';
import { meanClean, meanNoise, noisyVariance, responsibilities } from './oracles.ts';

const article = readFileSync(
  new URL('../../content/articles/denoising-diffusion/index.mdx', import.meta.url),
  'utf8',
);

/** The number is printed in the article, and it is the rounded value; the sign stands apart in typeset text. */
function expectPrinted(printed: string, value: number): void {
  const decimals = printed.split('.')[1]?.length ?? 0;
  expect(Math.abs(value).toFixed(decimals)).toBe(printed);
  expect(article, `"${printed}" is not in the article`).toContain(printed);
}

/** The chain with four steps that serves as the worked example. */
const schedule = fromBetas([0.1, 0.2, 0.3, 0.4]);
const { alpha, beta, alphaBar } = schedule;
const [clean, noise, guess] = [2, -0.5, -0.3];
const noisy = Math.sqrt(alphaBar[3]) * clean + Math.sqrt(1 - alphaBar[3]) * noise;
const seen = (noisy - Math.sqrt(1 - alphaBar[3]) * guess) / Math.sqrt(alphaBar[3]);
const c0 = (Math.sqrt(alphaBar[2]) * beta[3]) / (1 - alphaBar[3]);
const c1 = (Math.sqrt(alpha[3]) * (1 - alphaBar[2])) / (1 - alphaBar[3]);
const mean = c0 * seen + c1 * noisy;
const deviation = Math.sqrt(posteriorVariance(schedule, 3));
const velocity = Math.sqrt(alphaBar[3]) * noise - Math.sqrt(1 - alphaBar[3]) * clean;
const v = [0, 1, 2, 3, 4].map((t) => noisyVariance(alphaBar[t], 0.25));

describe('the article prints the right numbers of the worked chain', () => {
  it.each<[string, string, number]>([
    ['what is left', '0.3024', alphaBar[4]],
    ['merged noise', '0.28', alpha[2] * beta[1] + beta[2]],
    ['share of the signal', '0.709930', Math.sqrt(alphaBar[3])],
    ['share of the noise', '0.704273', Math.sqrt(1 - alphaBar[3])],
    ['x_3', '1.067723', noisy],
    ['signal to noise', '1.016129', signalToNoise(schedule, 3)],
    ['the exponential shortcut', '0.3679', Math.exp(-beta.reduce((sum, value) => sum + value, 0))],
    ['c_0', '0.513223', c0],
    ['c_1', '0.472308', c1],
    ['their sum', '0.9855', c0 + c1],
    ['posterior mean', '1.530739', c0 * clean + c1 * noisy],
    ['posterior variance', '0.169355', posteriorVariance(schedule, 3)],
    ['precision', '5.904762', alpha[3] / beta[3] + 1 / (1 - alphaBar[2])],
    ['mean of the step', '1.428913', mean],
    ['divergence', '0.03061', (c0 * (clean - seen)) ** 2 / (2 * posteriorVariance(schedule, 3))],
    ['signal to noise before', '2.571429', signalToNoise(schedule, 2)],
    ['weight', '0.765306', (signalToNoise(schedule, 2) / signalToNoise(schedule, 3) - 1) / 2],
    ['velocity', '1.763510', velocity],
    ['half of x_0 from x_3', '0.758008', Math.sqrt(alphaBar[3]) * noisy],
    ['half of x_0 from v', '1.241992', Math.sqrt(1 - alphaBar[3]) * velocity],
    ['half of the noise from x_3', '0.751968', Math.sqrt(1 - alphaBar[3]) * noisy],
    ['half of the noise from v', '1.251968', Math.sqrt(alphaBar[3]) * velocity],
    ['guessed x_0', '1.801594', seen],
    ['loss on clean data', '0.039365', (seen - clean) ** 2],
    ['loss on the velocity', '0.079365', (guess - noise) ** 2 / alphaBar[3]],
    ['score given x_0', '0.709952', -noise / Math.sqrt(1 - alphaBar[3])],
    ['guessed score', '0.425971', -guess / Math.sqrt(1 - alphaBar[3])],
    ['deviation of the step', '0.411527', deviation],
    ['ancestral step', '1.634677', mean + 0.5 * deviation],
    ['signal at s = 2', '0.848528', Math.sqrt(alphaBar[2])],
    ['noise at s = 2', '0.529150', Math.sqrt(1 - alphaBar[2])],
    ['DDIM to 2', '1.369958', Math.sqrt(alphaBar[2]) * seen + Math.sqrt(1 - alphaBar[2]) * guess],
    ['DDIM to 1', '1.614273', Math.sqrt(alphaBar[1]) * seen + Math.sqrt(1 - alphaBar[1]) * guess],
    ['best variance of the step', '0.221865', (beta[3] * v[2]) / v[3]],
    ['exercise: x_2', '1.377678', Math.sqrt(alphaBar[2]) + Math.sqrt(1 - alphaBar[2])],
    ['exercise: variance', '0.071429', posteriorVariance(schedule, 2)],
  ])('%s: %s', (_, printed, value) => expectPrinted(printed, value));
});

describe('the article prints the right numbers of the tight bound', () => {
  /** Terms L_1, L_2, L_3 for the exact reverse step: a divergence of two Gaussians, averaged. */
  const term = (t: number): number => {
    const exact = posteriorVariance(schedule, t);
    const share = (Math.sqrt(alphaBar[t - 1]) * beta[t]) / (1 - alphaBar[t]);
    const meanError = (share ** 2 * 0.25 * (1 - alphaBar[t])) / v[t];
    const model = (beta[t] * v[t - 1]) / v[t];
    return ((exact + meanError) / model - 1 + Math.log(model / exact)) / 2;
  };
  const prior = (variance: number): number => {
    const spread = 1 - alphaBar[4];
    return ((spread + alphaBar[4] * 0.25) / variance - 1 + Math.log(variance / spread)) / 2;
  };
  const last = (Math.log((2 * Math.PI * beta[1] * v[0]) / v[1]) + 1) / 2;
  const total = prior(v[4]) + term(4) + term(3) + term(2) + last;

  it.each<[string, string, number]>([
    ['L_T', '0.051446', prior(v[4])],
    ['L_3', '0.061736', term(4)],
    ['L_2', '0.135036', term(3)],
    ['L_1', '0.341109', term(2)],
    ['L_0', '0.136464', last],
    ['sum', '0.725791', total],
    ['entropy', '0.725791', Math.log(2 * Math.PI * Math.E * 0.25) / 2],
    ['with N(0, 1)', '0.741000', total - prior(v[4]) + prior(1)],
    ['gap', '0.0152', prior(1) - prior(v[4])],
    ['exercise: variance at the end', '0.7732', v[4]],
    ['exercise: its logarithm', '0.257218', Math.log(v[4])],
    ['exercise: gap', '0.0152', (v[4] - 1 - Math.log(v[4])) / 2],
  ])('%s: %s', (_, printed, value) => expectPrinted(printed, value));
});

describe('the article prints the right numbers of scores and best guesses', () => {
  const mixture = { means: [1.5, -1.5], variance: 0.09 };
  const right = responsibilities(0.3, mixture, 0.5)[0];
  const guessed = meanNoise(0.3, mixture, 0.5);
  const ofHalf = (center: number): number => meanClean(0.3, { means: [center], variance: 0.09 }, 0.5);
  const scoreOfRight = -meanNoise(0.3, { means: [1.5], variance: 0.09 }, 0.5) / Math.sqrt(0.5);

  it.each<[string, string, number]>([
    ['variance of a half', '0.545', noisyVariance(0.5, 0.09)],
    ['mean of a half', '1.060660', Math.sqrt(0.5) * 1.5],
    ['responsibility', '0.762729', right],
    ['score', '0.472169', -guessed / Math.sqrt(0.5)],
    ['mean noise', '0.333874', guessed],
    ['Tweedie', '0.758138', meanClean(0.3, mixture, 0.5)],
    ['best guess, right', '1.411', ofHalf(1.5)],
    ['best guess, left', '1.341', ofHalf(-1.5)],
    ['score of the right half', '1.395707', scoreOfRight],
    ['difference of scores', '0.923538', scoreOfRight + guessed / Math.sqrt(0.5)],
    ['minimiser', '1.607717', -1 / v[3]],
    ['constant of the denoising loss', '1.008065', 1 / (2 * (1 - alphaBar[3]))],
    ['constant of the wanted loss', '0.803859', 1 / (2 * v[3])],
    ['what is left', '0.204206', 1 / (2 * (1 - alphaBar[3])) - 1 / (2 * v[3])],
    ['best noise', '1.208952', meanNoise(noisy, { means: [0], variance: 0.25 }, alphaBar[3])],
    ['best clean data', '0.304666', meanClean(noisy, { means: [0], variance: 0.25 }, alphaBar[3])],
    ['floor of the noise', '0.202572', (alphaBar[3] * 0.25) / v[3]],
    ['floor of the clean data', '0.199357', (0.25 * (1 - alphaBar[3])) / v[3]],
    ['floor of the velocity', '0.401929', 0.25 / v[3]],
    ['signal left by unscaled betas', '0.3636', Math.exp(sumOfLogs(100))],
  ])('%s: %s', (_, printed, value) => expectPrinted(printed, value));

  it('the velocity floor is what the floors of noise and clean data make up', () => {
    expect((alphaBar[3] * 0.25) / v[3] / alphaBar[3]).toBeCloseTo(0.25 / v[3], 12);
    expect(linearSchedule(1000).alphaBar[1000]).toBeCloseTo(4.036e-5, 8);
  });

  function sumOfLogs(count: number): number {
    const step = (0.02 - 1e-4) / (count - 1);
    return Array.from({ length: count }, (_, k) => Math.log1p(-(1e-4 + step * k))).reduce((a, b) => a + b, 0);
  }
});

describe('the article prints the right numbers of gradients and distances', () => {
  it('a gradient by hand, and the output after one step against it', async () => {
    await useBackend('cpu');
    const state = tf.tensor2d([0.5, -1], [1, 2]);
    const target = tf.tensor2d([-0.5], [1, 1]);
    const loss = (x: tf.Tensor, weight: tf.Tensor): tf.Scalar =>
      tf.mean(tf.squaredDifference(tf.matMul(x, weight), target));
    const weight = tf.tensor2d([0.2, 0.4], [2, 1]);
    const [toState, toWeight] = tf.grads(loss)([state, weight]);
    const numbers = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());
    [0.2, -0.4].forEach((value, i) => expect(numbers(toWeight)[i]).toBeCloseTo(value, 6));
    [0.08, 0.16].forEach((value, i) => expect(numbers(toState)[i]).toBeCloseTo(value, 6));
    const moved = tf.sub(weight, tf.mul(toWeight, 0.1));
    // The bias starts at 0 and moves by a tenth of its own gradient, which is 0.4.
    expect(numbers(tf.matMul(state, moved))[0] - 0.04).toBeCloseTo(-0.39, 6);
    expect(article).toContain('moves the output to −0.39');
  });

  it('the gradient that enters the network is 2 (o - y) / (B d)', async () => {
    await useBackend('cpu');
    const random = createRandom(0);
    const [data, drawn, answer] = [0, 1, 2].map(() => random.normals(6));
    const options = {
      schedule,
      target: 'noise',
      time: Int32Array.of(1, 2, 4),
      noise: tf.tensor2d(drawn, [3, 2]),
    } as const;
    const loss = (output: tf.Tensor): tf.Scalar =>
      denoisingLoss(() => output as tf.Tensor2D, tf.tensor2d(data, [3, 2]), options);
    const gradient = tf
      .grad(loss)(tf.tensor2d(answer, [3, 2]))
      .dataSync();
    gradient.forEach((value, i) => expect(value).toBeCloseTo((2 * (answer[i] - drawn[i])) / 6, 6));
  });

  it('an average answer costs less than being right half of the time: .16 against .32', () => {
    const loss = (answer: number): number => ((answer + 0.5) ** 2 + (answer - 0.3) ** 2) / 2;
    expect(loss(-0.1)).toBeCloseTo(0.16, 12);
    expect(loss(-0.5)).toBeCloseTo(0.32, 12);
  });

  it('the three distances by hand', () => {
    const x = new Float32Array([0, 2]);
    const y = new Float32Array([1, 4]);
    const distance = slicedWasserstein(x, y, { dimension: 1, directions: 1, random: createRandom(0) });
    expect(distance ** 2).toBeCloseTo(2.5, 9);
    expect(energyDistance(x, y, { dimension: 1 })).toBeCloseTo(-1, 12);
    // Fréchet, for means 0 and 1 and variances 1 and 4.
    expect((0 - 1) ** 2 + 1 + 4 - 2 * Math.sqrt(1 * 4)).toBe(2);
  });
});
