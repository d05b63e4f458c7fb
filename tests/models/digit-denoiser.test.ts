import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { denoisingLoss, noLabel } from '#models/diffusion';
import {
  createDigitDenoiser,
  digitDenoiser,
  labelFeatures,
  patchesOf,
  pictureOf,
} from '#models/digit-denoiser';
import { cosineSchedule } from '#models/noise-schedule';
import { layoutOf, parameterCount, type Weights } from '#models/weights';
import { slopePairs } from './finite-differences.ts';

const tiny = { width: 8, blocks: 2, channelHidden: 8, tokenHidden: 4, condition: 6 };
const pictures = (count: number, seed: number) =>
  tf.tensor2d(createRandom(seed).normals(256 * count), [count, 256]);

/** Like the first weights, but with an output layer that answers something. */
function lively(): Weights {
  const weights = createDigitDenoiser(createRandom(1), tiny);
  return {
    ...weights,
    'pixels.weight': tf.tensor2d(createRandom(9).normals(tiny.width * 16), [tiny.width, 16]),
  };
}

describe.each(['cpu', 'wasm'] as const)('the denoiser of digits on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it('cuts pictures into patches and puts them together again', () => {
    const picture = tf.tensor2d(
      Float32Array.from({ length: 512 }, (_, i) => i),
      [2, 256],
    );
    const patches = patchesOf(picture);
    expect(patches.shape).toEqual([32, 16]);
    const rows = patches.arraySync();
    // The first patch of the second picture, and its right neighbour in the first picture.
    expect(rows[1].slice(0, 5)).toEqual([256, 257, 258, 259, 272]);
    expect(rows[2].slice(0, 5)).toEqual([4, 5, 6, 7, 20]);
    expect([...pictureOf(patches).dataSync()]).toEqual([...picture.dataSync()]);
  });

  it('has 275,312 parameters and starts by answering zero', () => {
    const weights = createDigitDenoiser(createRandom(1));
    expect(parameterCount(layoutOf(weights))).toBe(275_312);
    const output = digitDenoiser(weights, { steps: 200 })(
      pictures(2, 1),
      Int32Array.of(1, 200),
      Int32Array.of(3, 4),
    );
    expect(output.shape).toEqual([2, 256]);
    expect(tf.max(tf.abs(output)).dataSync()[0]).toBe(0);
  });

  it('treats each picture of a batch as if it were alone', () => {
    const denoiser = digitDenoiser(lively(), { steps: 200 });
    const batch = pictures(3, 1);
    const [time, label] = [Int32Array.of(5, 60, 190), Int32Array.of(3, noLabel, 9)];
    const together = denoiser(batch, time, label).arraySync();
    for (let k = 0; k < 3; k++) {
      const alone = denoiser(
        tf.slice2d(batch, [k, 0], [1, 256]),
        time.slice(k, k + 1),
        label.slice(k, k + 1),
      );
      alone.dataSync().forEach((value, i) => expect(value).toBeCloseTo(together[k][i], 3));
    }
  });

  it('listens to time and label, and takes no label for "any"', () => {
    const denoiser = digitDenoiser(lively(), { steps: 200 });
    const answer = (time: number, label?: number) => [
      ...denoiser(
        pictures(1, 1),
        Int32Array.of(time),
        label === undefined ? undefined : Int32Array.of(label),
      ).dataSync(),
    ];
    expect(answer(100, 3)).not.toEqual(answer(100, 4));
    expect(answer(100, 3)).not.toEqual(answer(101, 3));
    expect(answer(100, noLabel)).toEqual(answer(100));
    expect([...labelFeatures(2, Int32Array.of(noLabel, 2)).dataSync()].indexOf(1)).toBe(12);
  });

  it('has the slopes of finite differences', () => {
    const [clean, noise] = [pictures(2, 2), pictures(2, 3)];
    const schedule = cosineSchedule(200, { maxBeta: 0.999 });
    const options = { schedule, target: 'velocity', time: Int32Array.of(20, 150), noise } as const;
    const loss = (weights: Weights) =>
      denoisingLoss(digitDenoiser(weights, { steps: 200 }), clean, {
        ...options,
        label: Int32Array.of(7, noLabel),
      });
    for (const [back, difference] of slopePairs(loss, lively(), { count: 24 })) {
      expect(Math.abs(back - difference)).toBeLessThan(0.02 + 0.02 * Math.abs(difference));
    }
  });
});
