import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { decodeSafetensors } from '#data/safetensors';
import { useBackend } from '#lab/backend';
import { agreement } from '#metrics/class-coverage';
import { classifiedDigits } from '#models/digit-classifier';
import { digitDenoiser } from '#models/digit-denoiser';
import { guided, samples } from '#models/diffusion';
import { normalNoise } from '#models/noise';
import { cosineSchedule } from '#models/noise-schedule';
import { weightsFrom } from '#models/weights';

const article = join(import.meta.dirname, '../../content/articles/denoising-diffusion');
const judgeFile = '../../../public/data/digit-classifier.safetensors';
const stored = async (name: string) =>
  decodeSafetensors(Uint8Array.from(await readFile(join(article, name))));

describe('the weights that ship with the article', () => {
  beforeAll(() => useBackend('wasm'));

  it('take at most 1 MB and say how they were made', async () => {
    expect((await readFile(join(article, 'digits.safetensors'))).length).toBeLessThan(1e6);
    const record: unknown = JSON.parse(await readFile(join(article, 'digits.training.json'), 'utf8'));
    expect(JSON.parse((await stored('digits.safetensors')).metadata['recipe'])).toEqual(record);
    expect(record).toMatchObject({ seed: 1, schedule: 'cosine', maxBeta: 0.999, noiseSteps: 200 });
  });

  it(
    'draw the digit asked for: at least 95 % of 200, guided, DDIM in 20 steps',
    { timeout: 240_000 },
    async () => {
      const random = createRandom(2026);
      const weights = weightsFrom((await stored('digits.safetensors')).tensors);
      const judge = weightsFrom((await stored(judgeFile)).tensors);
      const label = Int32Array.from({ length: 200 }, (_, k) => k % 10);
      const drawn = await samples(
        guided(digitDenoiser(weights, { steps: 200 }), 2),
        normalNoise([label.length, 256], random),
        {
          schedule: cosineSchedule(200, { maxBeta: 0.999 }),
          target: 'velocity',
          steps: 20,
          limit: 1,
          label,
          random,
        },
      );
      expect(agreement(await classifiedDigits(judge, drawn), label)).toBeGreaterThanOrEqual(0.95);
      tf.dispose([drawn, ...Object.values(weights), ...Object.values(judge)]);
    },
  );
});
