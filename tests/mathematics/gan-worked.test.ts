import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '#lab/backend';
import { minimax, nonSaturating } from '#models/adversarial-objectives';
import { criticLoss, generated, generatorLoss, scored } from '#models/gan';
import { line, lineSlopes, sigmoid } from './game-oracles.ts';

/** The example worked by hand: data 1 and 3, noise -1 and 1, a generator z + theta and a critic w x + b, both in one round. */
const rate = 0.5;
const column = (values: readonly number[]): tf.Tensor2D => tf.tensor2d([...values], [values.length, 1]);
const real = () => column([1, 3]);
const noise = () => column([-1, 1]);
const read = (tensor: tf.Tensor): number[] => [...tensor.dataSync()];
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 5) as number);

describe('the example worked by hand', () => {
  beforeAll(() => useBackend('cpu'));

  const lossOf = (weight: number, bias: number, rules: { r1?: number } = {}) => {
    const pair = { real: real(), fake: generated(line(1, 0), noise()) };
    return lineSlopes(
      (weights) => criticLoss(weights, pair, { objective: nonSaturating, ...rules }),
      line(weight, bias),
    );
  };
  const first = () => lossOf(0.5, 0);
  const moved = () => {
    const { weight, bias } = first();
    return { weight: 0.5 - rate * weight, bias: -rate * bias };
  };

  it('scores and loss of the critic', () => {
    expect(read(scored(line(0.5, 0), real()))).toEqual(close([0.5, 1.5]));
    expect(read(scored(line(0.5, 0), generated(line(1, 0), noise())))).toEqual(close([-0.5, 0.5]));
    const halves = [
      [1, 3].map((x) => Math.log1p(Math.exp(-x / 2))),
      [-1, 1].map((x) => Math.log1p(Math.exp(x / 2))),
    ];
    expect(halves.map(([a, b]) => (a + b) / 2)).toEqual(close([0.337745, 0.724077]));
    expect(first().loss).toBeCloseTo(1.061822, 5);
  });

  it('slopes of the critic', () => {
    const missed = [0.5, 1.5, -0.5, 0.5].map((score, i) => (i < 2 ? 1 - sigmoid(score) : sigmoid(score)));
    expect(missed).toEqual(close([0.377541, 0.182426, 0.377541, 0.622459]));
    const [a, b, c, d] = missed;
    expect(first().weight).toBeCloseTo(-(a * 1 + b * 3) / 2 + (c * -1 + d * 1) / 2, 5);
    expect(first().weight).toBeCloseTo(-0.339949, 5);
    expect(first().bias).toBeCloseTo(0.220017, 5);
  });

  it('the critic after its step', () => {
    const { weight, bias } = moved();
    expect([weight, bias]).toEqual(close([0.669975, -0.110008]));
    expect(lossOf(weight, bias).loss).toBeCloseTo(0.990214, 5);
    const fake = read(scored(line(weight, bias), generated(line(1, 0), noise())));
    expect(fake).toEqual(close([-0.779983, 0.559966]));
    expect(fake.map(sigmoid)).toEqual(close([0.314324, 0.636445]));
  });

  it('the step of the generator: its fakes move toward the data', () => {
    const { weight, bias } = moved();
    const against = (objective: typeof minimax) =>
      lineSlopes(
        (weights) =>
          generatorLoss(weights, { critic: line(weight, bias), noise: noise(), real: real() }, { objective }),
        line(1, 0),
      );
    const { loss, bias: slope } = against(nonSaturating);
    expect(loss).toBeCloseTo(0.804595, 5);
    expect(slope).toBeCloseTo(-0.351479, 5);
    expect(against(minimax).bias).toBeCloseTo(-0.318495, 5);
    expect(-rate * slope).toBeCloseTo(0.17574, 5);
    expect(read(generated(line(1, -rate * slope), noise()))).toEqual(close([-0.82426, 1.17574]));
  });

  it('R1 with gamma .1 adds .0125 to the loss and .05 to the slope in w', () => {
    const penalised = lossOf(0.5, 0, { r1: 0.1 });
    expect(penalised.loss - first().loss).toBeCloseTo(0.0125, 6);
    expect(penalised.weight).toBeCloseTo(-0.289949, 5);
    expect(penalised.bias).toBeCloseTo(first().bias, 6);
  });
});
