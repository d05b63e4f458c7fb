/** A thread that judges networks as the demo does: samples of them against data that training never saw. */
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '#lab/backend';
import { createRandom } from '#data/random';
import { restored, standardisation } from '#data/standardisation';
import { dataFloor } from '#metrics/data-floor';
import type { Sample } from '#metrics/samples';
import { slicedWasserstein } from '#metrics/sliced-wasserstein';
import { sample } from '#models/diffusion';
import { normalNoise } from '#models/noise';
import { cosineSchedule } from '#models/noise-schedule';
import { pointDenoiser } from '#models/point-denoiser';
import { weightsFrom } from '#models/weights';
import { diffusionSteps, type Reply, type WeightValues } from './contract.ts';
import { points, trainingPoints } from './points.ts';

/** Sliced Wasserstein distances: of the samples to held-out data, and of data to data. */
export interface Verdict {
  readonly distance: number;
  readonly floor: number;
}

const count = 1000;
const random = createRandom(1).fork('judge');
const distance = (a: Sample, b: Sample) => slicedWasserstein(a, b, { random: random.fork('directions') });
const fresh = random.fork('fresh data');
const heldOut = points(count, random.fork('held-out data'));
const floor = dataFloor(distance, (size) => points(size, fresh), { count });
const scaling = standardisation(trainingPoints());
const schedule = cosineSchedule(diffusionSteps, { maxBeta: 0.5 });
const ready = useBackend('wasm');

async function verdict(values: WeightValues): Promise<Verdict> {
  await ready;
  const weights = weightsFrom(values);
  const noise = normalNoise([count, 2], createRandom(1).fork('samples'));
  const denoiser = pointDenoiser(weights, { steps: diffusionSteps });
  let samples = new Float32Array();
  const options = { schedule, target: 'noise', random, sampler: 'ddim', steps: 20 } as const;
  for await (const { noisy } of sample(denoiser, noise, options))
    samples = Float32Array.from(await noisy.data());
  tf.dispose([noise, weights]);
  return { distance: distance(restored(samples, scaling), heldOut), floor };
}

self.addEventListener('message', ({ data }: MessageEvent<WeightValues>) => {
  verdict(data).then(
    (answer) => self.postMessage({ answer } satisfies Reply),
    (error: unknown) => self.postMessage({ error: String(error) } satisfies Reply),
  );
});
