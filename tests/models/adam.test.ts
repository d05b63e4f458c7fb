import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '#lab/backend';
import { adamStep, createAdam, disposeAdam, warmedUpCosine } from '#models/adam';
import { averageDecay, movedAverage } from '#models/moving-average';

beforeAll(() => useBackend('cpu'));

describe('Adam', () => {
  it('follows the published algorithm, worked out by loops', () => {
    const gradients = [
      [0.5, -2, 0],
      [0.1, 1, 0.001],
      [-0.3, 4, 0],
    ];
    const expected = [1, 2, 3];
    const mean = [0, 0, 0];
    const square = [0, 0, 0];
    const adam = createAdam(3);
    let parameters = tf.tensor1d(expected);
    gradients.forEach((gradient, k) => {
      for (let i = 0; i < 3; i++) {
        mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
        square[i] = 0.999 * square[i] + 0.001 * gradient[i] ** 2;
        const usualSize = Math.sqrt(square[i] / (1 - 0.999 ** (k + 1))) + 1e-7;
        expected[i] -= (0.01 * mean[i]) / (1 - 0.9 ** (k + 1)) / usualSize;
      }
      parameters = adamStep(adam, { parameters, gradient: tf.tensor1d(gradient) }, { learningRate: 0.01 });
    });
    parameters.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
    expect(adam.step).toBe(3);
  });

  it('moves by the learning rate at its first step, whatever the size of the gradient', () => {
    const gradient = tf.tensor1d([1e-3, -50]);
    const moved = adamStep(createAdam(2), { parameters: tf.zeros([2]), gradient }, { learningRate: 0.1 });
    const [first, second] = moved.dataSync();
    expect(first).toBeCloseTo(-0.1, 4);
    expect(second).toBeCloseTo(0.1, 4);
  });

  it('holds two tensors and frees them', () => {
    const before = tf.memory().numTensors;
    const adam = createAdam(4);
    const parameters = tf.ones<tf.Rank.R1>([4]);
    const gradient = tf.ones<tf.Rank.R1>([4]);
    const moved = adamStep(adam, { parameters, gradient }, { learningRate: 0.1 });
    expect(tf.memory().numTensors).toBe(before + 5);
    tf.dispose([parameters, gradient, moved]);
    disposeAdam(adam);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('warms up in a straight line and falls along half a cosine', () => {
    const at = (step: number) => warmedUpCosine(step, { peak: 2, warmUp: 10, total: 110, floor: 0.1 });
    expect(at(0)).toBeCloseTo(0.2);
    expect(at(9)).toBeCloseTo(2);
    expect(at(60)).toBeCloseTo(2 * (0.1 + 0.9 / 2));
    expect(at(110)).toBeCloseTo(0.2);
    expect(at(500)).toBeCloseTo(0.2);
  });
});

describe('the moving average of the parameters', () => {
  it('is short-sighted at first and then keeps its decay', () => {
    expect(averageDecay(0, 0.99)).toBeCloseTo(0.1);
    expect(averageDecay(10, 0.99)).toBeCloseTo(11 / 20);
    expect(averageDecay(10_000, 0.99)).toBe(0.99);
  });

  it('mixes old and new', () => {
    const moved = movedAverage(tf.tensor1d([1, -2]), tf.tensor1d([3, 2]), { decay: 0.5, step: 100 });
    expect([...moved.dataSync()]).toEqual([2, 0]);
  });
});
