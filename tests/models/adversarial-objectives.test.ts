import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '#lab/backend';
import { minimax, nonSaturating, objectives, relativistic } from '#models/adversarial-objectives';

const [real, fake] = [
  [0.5, 1.5, -2],
  [-0.5, 0.5, 3],
];
const scores = (values: readonly number[]): tf.Tensor1D => tf.tensor1d([...values]);
const number = (scalar: tf.Tensor): number => scalar.dataSync()[0];
const softplus = (value: number): number => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** What both losses should be, in double precision and without tensors. */
const expected: Record<keyof typeof objectives, [critic: number, generator: number]> = {
  minimax: [
    mean(real.map((score) => softplus(-score))) + mean(fake.map(softplus)),
    -mean(fake.map(softplus)),
  ],
  nonSaturating: [
    mean(real.map((score) => softplus(-score))) + mean(fake.map(softplus)),
    mean(fake.map((score) => softplus(-score))),
  ],
  leastSquares: [
    (mean(real.map((score) => (score - 1) ** 2)) + mean(fake.map((score) => score ** 2))) / 2,
    mean(fake.map((score) => (score - 1) ** 2)) / 2,
  ],
  wasserstein: [mean(fake) - mean(real), -mean(fake)],
  relativistic: [
    mean(real.map((score, i) => softplus(fake[i] - score))),
    mean(real.map((score, i) => softplus(score - fake[i]))),
  ],
};

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(Object.entries(objectives))('%s', (name, { critic, generator }) => {
    it('has the losses of its formula', () => {
      const [ofCritic, ofGenerator] = expected[name as keyof typeof objectives];
      expect(number(critic(scores(real), scores(fake)))).toBeCloseTo(ofCritic, 5);
      expect(number(generator(scores(fake), scores(real)))).toBeCloseTo(ofGenerator, 5);
    });

    it('has the slopes of finite differences in every score', () => {
      for (const [loss, values] of [
        [(score: tf.Tensor1D) => critic(score, scores(fake)), real],
        [(score: tf.Tensor1D) => critic(scores(real), score), fake],
        [(score: tf.Tensor1D) => generator(score, scores(real)), fake],
      ] as const) {
        const slopes = tf
          .grad((score) => loss(score as tf.Tensor1D))(scores(values))
          .dataSync();
        values.forEach((_, i) => {
          const at = (shift: number) =>
            number(loss(scores(values.map((value, k) => (k === i ? value + shift : value)))));
          expect(slopes[i]).toBeCloseTo((at(0.01) - at(-0.01)) / 0.02, 3);
        });
      }
    });

    it('lets the critic part real from fake, and the generator raise its fakes', () => {
      const [higher, lower] = [scores([1.5]), scores([-0.5])];
      expect(number(critic(higher, lower))).toBeLessThan(number(critic(lower, higher)));
      expect(number(generator(higher, lower))).toBeLessThan(number(generator(lower, lower)));
    });

    it('stays finite at scores of 800', () => {
      for (const [a, b] of [
        [800, -800],
        [-800, 800],
      ]) {
        const pair = [scores([a]), scores([b])] as const;
        expect(number(critic(...pair))).toBeLessThan(1e6);
        expect(number(generator(...pair))).toBeLessThan(1e6);
      }
    });
  });

  it('cost chance 2 log 2 where the critic says nothing, log 2 where it judges pairs', () => {
    const none = scores([0, 0]);
    expect(number(minimax.critic(none, none))).toBeCloseTo(1.3862944, 6);
    expect(number(relativistic.critic(none, none))).toBeCloseTo(0.6931472, 6);
  });

  it('cost 800 to call a score of 800 fake', () => {
    expect(number(nonSaturating.critic(scores([800]), scores([800])))).toBe(800);
  });
});

describe('what the objectives promise', () => {
  beforeAll(() => useBackend('cpu'));

  it('minimax: what the critic wins with the fakes the generator loses', () => {
    const only = number(minimax.critic(scores([1e4]), scores(fake)));
    expect(number(minimax.generator(scores(fake), scores(real)))).toBeCloseTo(-only, 6);
  });

  it('pairs: no constant added to all scores changes anything', () => {
    const moved = (values: readonly number[]) => scores(values.map((value) => value + 7));
    expect(number(relativistic.critic(moved(real), moved(fake)))).toBeCloseTo(expected.relativistic[0], 5);
  });
});
