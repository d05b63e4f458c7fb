// Longer than other demos: two terms, each code number's share of one of them, the likelihood, and the judge's word on samples.
import * as tf from '@tensorflow/tfjs-core';
import { binarised } from '#data/binarised';
import { decodeDigits, digitSide } from '#data/digits';
import { greys } from '#data/greys';
import { createRandom } from '#data/random';
import { decodeSafetensors } from '#data/safetensors';
import type { Frame, Knobs, Presets, Question, Recording, RunContext, Views } from '#lab/contract';
import { activeUnits } from '#metrics/active-units';
import { bitsPerDimension } from '#metrics/bits-per-dimension';
import { agreement, classCounts } from '#metrics/class-coverage';
import { distanceToReal } from '#metrics/distance-to-real';
import { classifiedDigits, featureCount, featuresOf } from '#models/digit-classifier';
import { effectiveDraws, importanceBound, logWeights } from '#models/importance';
import { bernoulli } from '#models/likelihoods';
import { normalNoise } from '#models/noise';
import { savedTraining, trainingFrom } from '#models/saved-training';
import { averagedWeights, batchOf, disposeTraining } from '#models/training';
import { averageTerms, createVae, encode, reconstructed, sampled, train, warmUp } from '#models/vae';
import { type Weights, weightsFrom } from '#models/weights';

const latent = 10;
const dimension = digitSide * digitSide;
const batchSize = 128;
const stepsPerFrame = 5;
const stepsPerPicture = 25;
const stepsPerVerdict = 250;
/** Test digits on which the terms are measured, and samples that the judge reads. */
const [judged, sampledCount] = [500, 200];
/** Test digits whose likelihood is estimated, and codes drawn for each. */
const [estimated, draws] = [100, 20];
const columns = 10;

export const knobs = {
  task: {
    kind: 'choice',
    label: 'What to do',
    value: 'scratch',
    choices: {
      scratch: 'Train from scratch',
      continue: 'Train on from the trained weights',
    },
    effect: 'restart',
  },
  beta: {
    kind: 'range',
    label: 'Weight of the rate, beta',
    value: 1,
    min: 0.01,
    max: 300,
    scale: 'log',
    effect: 'live',
  },
  warmUp: {
    kind: 'range',
    label: 'Steps of warm-up',
    value: 0,
    min: 0,
    max: 2000,
    step: 100,
    effect: 'live',
    help: 'So many steps the weight of the rate climbs from 0 to beta.',
  },
  freeNats: {
    kind: 'range',
    label: 'Free nats for each number of the code',
    value: 0,
    min: 0,
    max: 2,
    step: 0.1,
    effect: 'live',
  },
  labels: {
    kind: 'switch',
    label: 'Tell both networks which digit it is',
    value: false,
    effect: 'restart',
    when: { task: 'scratch' },
  },
  pixels: {
    kind: 'choice',
    label: 'Samples show',
    value: 'means',
    choices: { means: 'probabilities of ink', drawn: 'pixels drawn from them' },
    effect: 'look',
  },
  trainingSteps: {
    kind: 'range',
    label: 'Training steps',
    value: 1500,
    min: 250,
    max: 10_000,
    step: 250,
    effect: 'live',
  },
  learningRate: {
    kind: 'range',
    label: 'Learning rate',
    value: 0.002,
    min: 0.0001,
    max: 0.01,
    scale: 'log',
    effect: 'live',
  },
} as const satisfies Knobs;

const pictures = { kind: 'images', width: digitSide, height: digitSide, columns } as const;

export const views = {
  plane: {
    kind: 'chart',
    label: 'The way of the run: rate against distortion',
    x: 'rate',
    xLabel: 'rate, nats',
    yLabel: 'distortion, nats',
    yDomain: [0, 60],
    series: [{ field: 'distortion', actor: 'model', label: 'this run, on test digits' }],
  },
  units: {
    kind: 'bars',
    label: 'Rate of each number of the code',
    field: 'kl',
    actor: 'encoder',
    x: 'unit',
    xLabel: 'number of the code',
    yLabel: 'nats',
    least: 1,
  },
  terms: {
    kind: 'chart',
    label: 'Distortion and rate of 500 test digits',
    x: 'step',
    xLabel: 'step',
    yLabel: 'nats',
    yDomain: [0, 60],
    series: [
      { field: 'minusElbo', actor: 'loss', label: 'both: the negative ELBO' },
      { field: 'distortion', actor: 'decoder', label: 'distortion' },
      { field: 'rate', actor: 'encoder', label: 'rate' },
    ],
  },
  samples: { ...pictures, label: 'Codes drawn from the prior, decoded', field: 'samples', actor: 'sample' },
  pairs: {
    ...pictures,
    label: 'Test digits, and what comes back',
    field: 'pairs',
    actor: 'decoder',
  },
  active: {
    kind: 'chart',
    label: 'Numbers of the code in use',
    x: 'step',
    xLabel: 'step',
    yLabel: 'active units',
    yDomain: [0, latent],
    series: [{ field: 'active', actor: 'latent', label: 'variance of the means above 0.01' }],
  },
  numbers: {
    kind: 'text',
    label: 'Numbers',
    template:
      'Step {step}: distortion {distortion:3} + rate {rate:3} = {minusElbo:3} nats (n = 500); {active} of 10 numbers of the code in use.{verdict}',
  },
} as const satisfies Views;

export const presets: Presets = {
  collapse: {
    label: 'Posterior collapse',
    knobs: { beta: 256 },
    look: 'The loss divides the distortion by the number of pixels and not the rate, which is the same as a weight of 256. Within a few hundred steps no number of the code is in use, every digit comes back as the same grey blob, and the distortion stays near 53 nats, about what pixels cost without any code.',
  },
  cure: {
    label: 'A cure: half a free nat each',
    knobs: { beta: 20, freeNats: 0.5 },
    look: 'At this weight hardly a number of the code would survive. Now each may carry half a nat free of charge, and all of them do; the rate settles near 4 nats and digits come back as digits.',
  },
  heavy: {
    label: 'Rate twenty times too dear, no cure',
    knobs: { beta: 20 },
    look: 'The same weight as the cure, without free nats: every bar stays flat. Turn the weight back to 1 while it plays, and watch how many return.',
  },
  noRate: {
    label: 'Rate almost free',
    knobs: { beta: 0.01 },
    look: 'Digits come back sharper than ever, the rate climbs past anything useful, and the samples fall apart: codes drawn from the prior lie where the decoder was never trained.',
  },
};

export const question: Question = {
  text: 'To tell which of the ten digits it is takes 2.3 nats. How many nats will the code carry for each picture after 500 steps, with ten numbers to use?',
  field: 'rate',
  step: 500,
  min: 0,
  max: 40,
  grain: 0.5,
  because:
    'Every nat in the code must save more than a nat of pixels. Which digit it is pays at once; then come slant, width and boldness. Details of single strokes cost more than they save, and stay out.',
};

export const recording: Recording = { seed: 1, frames: 201, kept: 9 };

type Context = RunContext<typeof knobs>;
type Settings = Context['knobs'];

export async function* run(context: Context): AsyncGenerator<Frame, void, void> {
  const judge = await judgeOf(context);
  try {
    yield* learning(context, judge);
  } finally {
    judge.dispose();
  }
}

async function* learning(context: Context, judge: Judge): AsyncGenerator<Frame, void, void> {
  const { knobs, seed, load, from, keep, looking } = context;
  const random = createRandom(seed).fork('training');
  const { pixels, labels } = decodeDigits(await load('/data/digits-train.bin'));
  const training = trainingFrom(await firstWeights(context, random.fork('weights')), from);
  keep(async () => ({ ...(await savedTraining(training)), notes: { random: random.state() } }));
  const picture = async () => {
    const weights = averagedWeights(training);
    try {
      return await judge.all(weights, training.step);
    } finally {
      tf.dispose(weights);
    }
  };
  try {
    if (from?.notes.random !== undefined) random.resume(from.notes.random);
    const examples = { values: pixels, dimension, seen: binarised, ...(hasLabels(knobs) && { labels }) };
    const rounds = train(training, () => batchOf(examples, batchSize, random), {
      likelihood: bernoulli,
      random,
      weighing: (step) => ({
        beta: knobs.beta * warmUp(step, knobs.warmUp),
        freeBits: knobs.freeNats,
      }),
      learningRate: () => knobs.learningRate,
      every: stepsPerFrame,
    });
    const progress = () => Math.min(1, training.step / knobs.trainingSteps);
    const present = async () => ({ step: training.step, progress: progress(), ...(await picture()) });
    yield await present();
    for (;;) {
      // A reader may still look around when all steps are taken.
      if (progress() === 1 && !looking) return;
      if (progress() === 1 || looking?.()) {
        yield await present();
        continue;
      }
      const { value } = await rounds.next();
      if (!value) return;
      const isDue = value.step % stepsPerPicture === 0 || progress() === 1;
      yield isDue ? { ...(await present()), ...value } : { ...value, progress: progress() };
    }
  } finally {
    disposeTraining(training);
  }
}

async function firstWeights({ knobs, load, from }: Context, random: ReturnType<typeof createRandom>) {
  if (knobs.task === 'continue' && !from)
    return weightsFrom(decodeSafetensors(await load('terms.safetensors')).tensors);
  return createVae(random, { dimension, latent, classes: hasLabels(knobs) ? 10 : 0 });
}

const hasLabels = ({ task, labels }: Settings): boolean => task === 'scratch' && labels;

interface Judge {
  /** Everything that the views show of some weights. */
  all(weights: Weights, step: number): Promise<Omit<Frame, 'step'>>;
  dispose(): void;
}

/** Looks at the same test digits, throws of their pixels and noise each time, and lets the small classifier read the samples. */
async function judgeOf({ knobs, seed, load }: Context): Promise<Judge> {
  const random = createRandom(seed).fork('looks');
  const test = decodeDigits(await load('/data/digits-test.bin'));
  const classifier = weightsFrom(decodeSafetensors(await load('/data/digit-classifier.safetensors')).tensors);
  const real = await featuresOf(classifier, test.pixels);
  const ink = binarised(test.pixels.subarray(0, judged * dimension), random.fork('pixels'));
  const shown = tf.tensor2d(ink, [judged, dimension]);
  const noise = normalNoise([judged, latent], random);
  const codes = normalNoise([sampledCount, latent], random);
  const manyNoise = normalNoise([draws * estimated, latent], random.fork('draws'));
  const asked = Int32Array.from({ length: sampledCount }, (_, i) => i % columns);
  const labelled = hasLabels(knobs);
  const own = labelled ? Int32Array.from(test.labels.subarray(0, judged)) : undefined;
  const wanted = labelled ? asked : undefined;

  async function all(weights: Weights, step: number): Promise<Omit<Frame, 'step'>> {
    const { distortion, kl } = await averageTerms(weights, shown, {
      noise,
      likelihood: bernoulli,
      label: own,
    });
    const rate = kl.reduce((sum, value) => sum + value, 0);
    const [means, back, decoded] = tf.tidy(() => [
      encode(weights, shown, own).mean,
      reconstructed(weights, shown, { likelihood: bernoulli, label: own }),
      sampled(weights, { noise: codes, likelihood: bernoulli, label: wanted }),
    ]);
    const { active } = activeUnits(await means.data<'float32'>(), { latent });
    const inks = Float32Array.from(await decoded.data(), (share) => 2 * share - 1);
    const drawn = inkOf(inks, knobs, seed);
    const returned = Float32Array.from(await back.data(), (share) => 2 * share - 1);
    tf.dispose([means, back, decoded]);
    const row = columns * dimension;
    return {
      ...{ distortion, rate, minusElbo: distortion + rate, active, kl },
      unit: Float32Array.from(kl, (_, i) => i + 1),
      samples: greys(drawn.subarray(0, 4 * row)),
      pairs: Uint8Array.from([...greys(test.pixels.subarray(0, row)), ...greys(returned.subarray(0, row))]),
      ...(step % stepsPerVerdict === 0 && {
        verdict: `${await likelihood(weights, step)}${await verdict(drawn)}`,
      }),
    };
  }

  /** What -log p(x) is at most, on average: the importance-weighted bound, with the number of draws and what they are worth. */
  async function likelihood(weights: Weights, step: number): Promise<string> {
    const found = tf.tidy(() => {
      const some = tf.slice(shown, [0, 0], [estimated, dimension]);
      const label = own?.slice(0, estimated);
      const weighed = logWeights(weights, some, { noise: manyNoise, likelihood: bernoulli, label });
      return tf.stack([tf.mean(importanceBound(weighed)), tf.mean(effectiveDraws(weighed))]);
    });
    const [bound, worth] = await found.data();
    tf.dispose(found);
    const bits = bitsPerDimension(-bound, dimension);
    return ` At step ${step}, by importance sampling, −log p(x) is ${(-bound).toFixed(1)} nats, ${bits.toFixed(3)} bits a pixel (K = ${draws} draws, worth ${worth.toFixed(1)}; n = ${estimated}).`;
  }

  /** The panel that judges the digits of every model of the series. */
  async function verdict(pictures: Float32Array): Promise<string> {
    const tensor = tf.tensor2d(pictures, [sampledCount, dimension]);
    const read = await classifiedDigits(classifier, tensor);
    tf.dispose(tensor);
    const features = await featuresOf(classifier, pictures);
    const { distance, floor } = distanceToReal(features, real, { dimension: featureCount });
    const seen = classCounts(read).filter((count) => count > 0).length;
    const words = labelled
      ? `reads ${Math.round(agreement(read, asked) * sampledCount)} of ${sampledCount} samples as asked`
      : `sees ${seen} of 10 digits among ${sampledCount} samples`;
    return ` The judge ${words}; Fréchet distance in its features ${distance.toFixed(1)} (real digits against real digits ${floor.toFixed(1)}, same n).`;
  }

  return { all, dispose: () => tf.dispose([shown, noise, codes, manyNoise, ...Object.values(classifier)]) };
}

/** Probabilities as greys, or one throw of them. */
function inkOf(greys: Float32Array, { pixels }: Settings, seed: number): Float32Array {
  if (pixels === 'means') return greys;
  return binarised(greys, createRandom(seed).fork('drawn pixels')).map((ink) => 2 * ink - 1);
}
