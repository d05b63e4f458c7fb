import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { dense, denseAcrossRows, denseAcrossRowsWeights, denseWeights, silu } from '#models/dense';
import type { Weights } from '#models/weights';
import { slopePairs } from './finite-differences.ts';

describe.each(['cpu', 'wasm'] as const)('dense layers on %s', (backend) => {
  beforeAll(() => useBackend(backend));
  const random = createRandom(3);
  const x = () => tf.tensor2d(createRandom(4).normals(5 * 3), [5, 3]);
  const meanSquare = (y: tf.Tensor) => tf.mean<tf.Scalar>(tf.square(y));

  it('multiply and add', () => {
    const weights = { 'a.weight': tf.tensor2d([1, 2, 3, 4], [2, 2]), 'a.bias': tf.tensor1d([10, 20]) };
    expect([...dense(tf.tensor2d([1, 1, 2, 0], [2, 2]), weights, 'a').dataSync()]).toEqual([14, 26, 12, 24]);
    const across = { 'a.weight': weights['a.weight'], 'a.bias': tf.tensor2d([10, 20], [2, 1]) };
    expect([...denseAcrossRows(tf.tensor2d([1, 1, 2, 0], [2, 2]), across, 'a').dataSync()]).toEqual([
      15, 11, 31, 23,
    ]);
  });

  it('have the slopes of finite differences, for input, weight and bias', () => {
    const weights = {
      input: x(),
      ...denseWeights('first', [3, 4], { random }),
      ...denseWeights('second', [4, 2], { random }),
    };
    const loss = (weights: Weights) =>
      meanSquare(dense(silu(dense(weights['input'] as tf.Tensor2D, weights, 'first')), weights, 'second'));
    for (const [back, difference] of slopePairs(loss, weights)) expect(back).toBeCloseTo(difference, 3);
  });

  it('have the slopes of finite differences across rows', () => {
    const weights = {
      input: x(),
      ...denseAcrossRowsWeights('first', [5, 4], { random }),
      ...denseAcrossRowsWeights('second', [4, 2], { random }),
    };
    const loss = (weights: Weights) =>
      meanSquare(
        denseAcrossRows(
          silu(denseAcrossRows(weights['input'] as tf.Tensor2D, weights, 'first')),
          weights,
          'second',
        ),
      );
    for (const [back, difference] of slopePairs(loss, weights)) expect(back).toBeCloseTo(difference, 3);
  });

  it('agree with the automatic gradient of a plain product', () => {
    const weight = tf.tensor2d(random.normals(12), [3, 4]);
    const bias = tf.tensor1d(random.normals(4));
    const own = tf.grads((x, weight, bias) =>
      meanSquare(dense(x as tf.Tensor2D, { 'a.weight': weight, 'a.bias': bias }, 'a')),
    );
    const plain = tf.grads((x, weight, bias) => meanSquare(tf.add(tf.matMul(x, weight), bias)));
    const inputs = [x(), weight, bias];
    const [ours, theirs] = [own(inputs), plain(inputs)];
    ours.forEach((gradient, k) => {
      const expected = theirs[k].dataSync();
      gradient.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
    });
  });

  it('name the layer that is missing', () => {
    expect(() => dense(x(), {}, 'hidden7')).toThrow('hidden7');
  });

  it('start with the spread asked for', () => {
    const weights = denseWeights('a', [400, 50], { random, gain: 2 });
    const { variance } = tf.moments(weights['a.weight']);
    expect(variance.dataSync()[0]).toBeCloseTo(4 / 400, 3);
    expect(tf.max(tf.abs(weights['a.bias'])).dataSync()[0]).toBe(0);
    const zero = denseWeights('a', [4, 5], { random, gain: 0 });
    expect(tf.max(tf.abs(zero['a.weight'])).dataSync()[0]).toBe(0);
  });
});
