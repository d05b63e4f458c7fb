import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { useBackend } from '#lab/backend';
import {
  flattened,
  layoutOf,
  lossAndGradient,
  parameterCount,
  unflattened,
  weightsFrom,
  weightValues,
} from '#models/weights';

beforeAll(() => useBackend('cpu'));

const weights = () => ({ a: tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]), b: tf.tensor1d([7, 8]) });

it('weights become one vector and come back with names and shapes', () => {
  const vector = flattened(Object.values(weights()));
  expect([...vector.dataSync()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const back = unflattened(vector, layoutOf(weights()));
  expect(back['a'].shape).toEqual([2, 3]);
  expect([...back['b'].dataSync()]).toEqual([7, 8]);
  expect(parameterCount(layoutOf(weights()))).toBe(8);
});

it('weights survive being read back and made again', async () => {
  const made = weightsFrom(await weightValues(weights()));
  expect(made['a'].shape).toEqual([2, 3]);
  expect([...made['a'].dataSync()]).toEqual([1, 2, 3, 4, 5, 6]);
});

it('the gradient has the order of the layout', () => {
  const layout = layoutOf(weights());
  const parameters = flattened(Object.values(weights()));
  const { loss, gradient } = lossAndGradient(
    ({ a, b }) => tf.add(tf.sum<tf.Scalar>(tf.square(a)), tf.mul(tf.sum<tf.Scalar>(b), 5)),
    parameters,
    layout,
  );
  expect(loss.dataSync()[0]).toBe(91 + 75);
  expect([...gradient.dataSync()]).toEqual([2, 4, 6, 8, 10, 12, 5, 5]);
});
