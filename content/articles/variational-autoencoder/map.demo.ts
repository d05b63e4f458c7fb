// Longer than other demos: a map is looked at in many ways while it grows.
import * as tf from '@tensorflow/tfjs-core';
import { binarised } from '#data/binarised';
import { decodeDigits, digitSide, type DigitSet } from '#data/digits';
import { greys } from '#data/greys';
import { createRandom } from '#data/random';
import { decodeSafetensors } from '#data/safetensors';
import type { Frame, Knobs, Presets, Question, Recording, RunContext, Views } from '#lab/contract';
import { bitsPerDimension } from '#metrics/bits-per-dimension';
import { bernoulli } from '#models/likelihoods';
import { normalNoise } from '#models/noise';
import { codeGrid } from '#models/normal-grid';
import { savedTraining, trainingFrom } from '#models/saved-training';
import { averagedWeights, batchOf, disposeTraining } from '#models/training';
import { averageTerms, createVae, encode, reconstructed, sampled, terms, train } from '#models/vae';
import { type Weights, weightsFrom } from '#models/weights';

const latent = 2;
const dimension = digitSide * digitSide;
const batchSize = 128;
const stepsPerFrame = 5;
const stepsPerPicture = 25;
/** Digits on the map, and other digits on which the two terms are measured. */
const [mapped, judged] = [1000, 500];
const side = 15;
const extent = 4;

export const knobs = {
  task: {
    kind: 'choice',
    label: 'What to do',
    value: 'scratch',
    choices: {
      scratch: 'Train from scratch',
      trained: 'Look at the trained weights',
    },
    effect: 'restart',
  },
  place: {
    kind: 'place',
    label: 'Place to decode',
    value: [1, 0.5],
    on: 'map',
    extent,
    axes: ['first number of the code', 'second number of the code'],
    actor: 'latent',
    effect: 'look',
    help: 'Press or drag on the map, or move the two sliders.',
  },
  sketch: {
    kind: 'sketch',
    label: 'Your digit',
    value: [],
    width: digitSide,
    height: digitSide,
    margin: 3,
    effect: 'look',
    help: 'Draw a digit: the encoder answers with a place and an ellipse of two deviations around it.',
  },
  beta: {
    kind: 'range',
    label: 'Weight of the rate, beta',
    value: 1,
    min: 0.01,
    max: 100,
    scale: 'log',
    effect: 'live',
    when: { task: 'scratch' },
  },
  width: {
    kind: 'range',
    label: 'Units of the wide layers',
    value: 256,
    min: 32,
    max: 512,
    step: 32,
    effect: 'restart',
    when: { task: 'scratch' },
  },
  trainingSteps: {
    kind: 'range',
    label: 'Training steps',
    value: 2000,
    min: 200,
    max: 10_000,
    step: 200,
    effect: 'live',
    when: { task: 'scratch' },
  },
  learningRate: {
    kind: 'range',
    label: 'Learning rate',
    value: 0.002,
    min: 0.0001,
    max: 0.01,
    scale: 'log',
    effect: 'live',
    when: { task: 'scratch' },
  },
} as const satisfies Knobs;

const pictures = { kind: 'images', width: digitSide, height: digitSide } as const;

export const views = {
  map: {
    kind: 'map',
    label: 'Codes of 1,000 test digits',
    extent,
    points: 'codes',
    classes: 'labels',
    classLabels: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    layers: [{ mark: 'ellipses', field: 'cloud', actor: 'encoder', label: 'your digit’s cloud' }],
  },
  grid: {
    ...pictures,
    label: 'Decoded codes, each an equal share of the prior',
    field: 'grid',
    actor: 'decoder',
    columns: side,
  },
  looks: {
    ...pictures,
    label: 'The chosen place, your digit, and what comes back',
    field: 'looks',
    actor: 'decoder',
    columns: 3,
    captions: ['place', 'yours', 'back'],
  },
  terms: {
    kind: 'chart',
    label: 'Distortion and rate of 500 other test digits',
    x: 'step',
    xLabel: 'step',
    yLabel: 'nats',
    yDomain: [0, 60],
    series: [
      { field: 'minusElbo', actor: 'loss', label: 'both: the negative ELBO' },
      { field: 'distortion', actor: 'decoder', label: 'distortion' },
      { field: 'rate', actor: 'encoder', label: 'rate' },
      { field: 'without', actor: 'data', label: 'without any code', style: 'floor' },
    ],
  },
  numbers: {
    kind: 'text',
    label: 'Numbers',
    template:
      'Step {step}: distortion {distortion:3} + rate {rate:3} = {minusElbo:3} nats, {bits:3} bits a pixel (n = 500, one draw each).{drawn}',
  },
} as const satisfies Views;

export const presets: Presets = {
  meanPixels: {
    label: 'Rate a hundred times too dear',
    knobs: { beta: 100 },
    look: 'All codes fall onto one spot and every place decodes to the same grey blob. The rate is 0 and the distortion is that of a model without codes: nothing is stored, because storing costs more than it saves. A loss that averages over pixels where it should sum makes this mistake by itself.',
  },
  noRate: {
    label: 'Rate almost free',
    knobs: { beta: 0.01 },
    look: 'The map bursts: codes move far out, each with a tiny cloud of its own, and the rate climbs. Reconstructions get sharper. But look at the grid: codes drawn from the prior fall between the codes that the decoder knows.',
  },
  narrow: {
    label: 'Too few units',
    knobs: { width: 32 },
    look: 'The same two numbers of code, but networks that can do less with them: the map is coarser and the negative ELBO stays above that of the default run at every step.',
  },
};

export const question: Question = {
  text: 'Told nothing but how often each pixel is ink, a digit costs 52 nats. With two numbers of code, what will it cost after 500 steps, distortion and rate together?',
  field: 'minusElbo',
  step: 500,
  min: 0,
  max: 60,
  grain: 0.5,
  because:
    'Two numbers tell roughly which digit it is and how it leans, which makes most pixels far easier to guess. Much of what is left is the throw of each grey pixel between ink and paper: even somebody who knows every grey would still pay 21 nats.',
};

export const recording: Recording = { seed: 1, frames: 161, kept: 5 };

type Context = RunContext<typeof knobs>;
type Settings = Context['knobs'];

export async function* run(context: Context): AsyncGenerator<Frame, void, void> {
  const test = decodeDigits(await context.load('/data/digits-test.bin'));
  const look = lookerAt(test, context);
  try {
    yield* context.knobs.task === 'trained' ? showing(context, look) : learning(context, look);
  } finally {
    look.dispose();
  }
}

/** Nothing is learnt: one picture, and further ones as the reader looks elsewhere. */
async function* showing({ load, looking }: Context, look: Looker): AsyncGenerator<Frame, void, void> {
  const weights = weightsFrom(decodeSafetensors(await load('map.safetensors')).tensors);
  try {
    yield { step: 0, progress: 1, ...(await look.all(weights)) };
    while (looking) yield { step: 0, progress: 1, ...(await look.around(weights)) };
  } finally {
    tf.dispose(weights);
  }
}

async function* learning(context: Context, look: Looker): AsyncGenerator<Frame, void, void> {
  const { knobs, seed, load, from, keep, looking } = context;
  const random = createRandom(seed).fork('training');
  const { pixels } = decodeDigits(await load('/data/digits-train.bin'));
  const plan = { dimension, latent, widths: [knobs.width, knobs.width / 2] } as const;
  const training = trainingFrom(createVae(random.fork('weights'), plan), from);
  keep(async () => ({ ...(await savedTraining(training)), notes: { random: random.state() } }));
  const picture = async (of: Look) => {
    const weights = averagedWeights(training);
    try {
      return await of(weights);
    } finally {
      tf.dispose(weights);
    }
  };
  try {
    if (from?.notes.random !== undefined) random.resume(from.notes.random);
    const batches = () => batchOf({ values: pixels, dimension, seen: binarised }, batchSize, random);
    const options = {
      likelihood: bernoulli,
      random,
      weighing: () => ({ beta: knobs.beta }),
      learningRate: () => knobs.learningRate,
      every: stepsPerFrame,
    };
    const progress = () => Math.min(1, training.step / knobs.trainingSteps);
    const present = async (of: Look) => ({
      step: training.step,
      progress: progress(),
      ...(await picture(of)),
    });
    yield await present(look.all);
    const rounds = train(training, batches, options);
    for (;;) {
      // A reader may still look around when all steps are taken.
      if (progress() === 1 && !looking) return;
      if (progress() === 1 || looking?.()) {
        yield await present(look.around);
        continue;
      }
      const { value } = await rounds.next();
      if (!value) return;
      const isDue = value.step % stepsPerPicture === 0 || progress() === 1;
      yield isDue ? { ...(await present(look.all)), ...value } : { ...value, progress: progress() };
    }
  } finally {
    disposeTraining(training);
  }
}

type Look = (weights: Weights) => Promise<Omit<Frame, 'step'>>;

interface Looker {
  /** Everything that the views show of some weights. */
  readonly all: Look;
  /** Only what hangs on where the reader looks. */
  readonly around: Look;
  dispose(): void;
}

/** Looks with the same digits, throws of their pixels and noise each time. */
function lookerAt(test: DigitSet, { knobs, seed }: Context): Looker {
  const random = createRandom(seed).fork('looks');
  const ink = binarised(test.pixels, random.fork('pixels'));
  const slice = (from: number, count: number) =>
    tf.tensor2d(ink.subarray(from * dimension, (from + count) * dimension), [count, dimension]);
  const shown = slice(0, mapped);
  const others = slice(mapped, judged);
  const noise = normalNoise([judged, latent], random);
  const grid = tf.tensor2d(codeGrid(side), [side * side, latent]);
  const without = costWithout(ink.subarray(mapped * dimension, (mapped + judged) * dimension));

  const around: Look = (weights) => near(weights, knobs, random.fork('sketch'));

  async function all(weights: Weights): Promise<Omit<Frame, 'step'>> {
    const { distortion, kl } = await averageTerms(weights, others, { noise, likelihood: bernoulli });
    const rate = kl.reduce((sum, value) => sum + value, 0);
    const minusElbo = distortion + rate;
    const codes = tf.tidy(() => encode(weights, shown).mean);
    const decoded = sampled(weights, { noise: grid, likelihood: bernoulli });
    const found = {
      ...{ distortion, rate, minusElbo, without, bits: bitsPerDimension(minusElbo, dimension) },
      codes: Float32Array.from(await codes.data()),
      labels: test.labels.slice(0, mapped),
      grid: inked(await decoded.data()),
      ...(await around(weights)),
    };
    tf.dispose([codes, decoded]);
    return found;
  }

  return { all, around, dispose: () => tf.dispose([shown, others, noise, grid]) };
}

/** What the chosen place decodes to, and where the reader's digit goes. */
async function near(weights: Weights, { place, sketch }: Settings, random: ReturnType<typeof createRandom>) {
  const at = tf.tensor2d([...place], [1, latent]);
  const there = sampled(weights, { noise: at, likelihood: bernoulli });
  const decoded = inked(await there.data());
  tf.dispose([at, there]);
  if (sketch.length === 0) return { looks: decoded, cloud: new Float32Array(), drawn: '' };
  const drawn = Uint8Array.from(sketch);
  const ink = binarised(
    Float32Array.from(sketch, (byte) => byte / 127.5 - 1),
    random,
  );
  const example = tf.tensor2d(ink, [1, dimension]);
  const noise = tf.zeros<tf.Rank.R2>([1, latent]);
  const read = tf.tidy(() => {
    const { mean, logVariance } = encode(weights, example);
    const { distortion, kl } = terms(weights, example, { noise, likelihood: bernoulli });
    return [
      tf.concat([mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), 2)], 1),
      reconstructed(weights, example, { likelihood: bernoulli }),
      tf.concat([distortion, tf.sum(kl, 1)]),
    ];
  });
  const [cloud, back, costs] = await Promise.all(read.map((tensor) => tensor.data()));
  tf.dispose([example, noise, ...read]);
  return {
    looks: Uint8Array.from([...decoded, ...drawn, ...inked(back)]),
    cloud: Float32Array.from(cloud),
    drawn: ` Your digit: ${costs[1].toFixed(1)} nats for its code, ${costs[0].toFixed(1)} for its pixels.`,
  };
}

/** Probabilities of ink as greys. */
function inked(shares: ArrayLike<number>): Uint8Array {
  return greys(Float32Array.from(shares, (share) => 2 * share - 1));
}

/** What pixels cost, in nats a picture, if each is known only by how often it is ink. */
function costWithout(ink: Float32Array): number {
  const count = ink.length / dimension;
  let cost = 0;
  for (let pixel = 0; pixel < dimension; pixel++) {
    let often = 0;
    for (let i = pixel; i < ink.length; i += dimension) often += ink[i];
    const share = often / count;
    if (share > 0 && share < 1) cost -= share * Math.log(share) + (1 - share) * Math.log(1 - share);
  }
  return cost;
}
