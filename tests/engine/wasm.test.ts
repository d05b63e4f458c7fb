import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '#lab/backend';
import { answers, cases, difference, slopes } from './cases.ts';
import { trained, trainedPlainly } from './training.ts';

describe('the engine beneath WASM', () => {
  let expected: Record<string, Float32Array>;
  let found: Record<string, Float32Array>;
  let left: [number, number];

  beforeAll(async () => {
    // The plain backend in JavaScript has all kernels and is the one to agree with.
    await tf.setBackend('cpu');
    expected = await answers();
    await useBackend('wasm');
    const before = tf.memory();
    found = await answers();
    const after = tf.memory();
    left = [after.numTensors - before.numTensors, after.numDataBuffers - before.numDataBuffers];
  });

  it.each(Object.keys(cases))('computes %s', (name) => {
    expect(difference(found[name], expected[name])).toBeLessThan(1e-4);
  });

  it('leaves no tensor and no buffer behind', () => {
    expect(left).toEqual([0, 0]);
  });

  it('has the slopes of finite differences through a convolution and a gathered table', () => {
    const filter = tf.tensor4d(
      Float32Array.from({ length: 36 }, (_, k) => Math.sin(k)),
      [3, 3, 2, 2],
    );
    const table = tf.tensor2d(
      Float32Array.from({ length: 64 }, (_, k) => Math.cos(k)),
      [2, 32],
    );
    const net = (filter: tf.Tensor, table: tf.Tensor) => {
      const rows = tf.gather(table, tf.tensor1d([1, 0, 1], 'int32'));
      return tf.tanh(
        tf.conv2d(tf.reshape(rows, [3, 4, 4, 2]) as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same'),
      );
    };
    const loss = (filter: tf.Tensor, table: tf.Tensor) => tf.sum(net(filter, table));
    const back = tf.grads((...inputs) => loss(inputs[0], inputs[1]))([filter, table]);
    for (const [which, index] of [
      [0, 5],
      [0, 30],
      [1, 7],
      [1, 60],
    ]) {
      const at = (shift: number) => {
        const inputs = [filter, table].map((input, k) => {
          const values = Float32Array.from(input.dataSync());
          if (k === which) values[index] += shift;
          return tf.tensor(values, input.shape);
        });
        return loss(inputs[0], inputs[1]).dataSync()[0];
      };
      expect(back[which].dataSync()[index]).toBeCloseTo((at(0.01) - at(-0.01)) / 0.02, 2);
    }
    expect(slopes((x) => tf.square(x), [filter]).size).toBe(36);
  });

  it('trains like plain TensorFlow.js, fifty steps within a thousandth', async () => {
    const size = { width: 24, batch: 48, steps: 50 };
    const adam = (rate: number) => tf.train.adam(rate);
    expect(difference(await trained(size), await trainedPlainly(size, adam))).toBeLessThan(1e-3);
  });
});
