// Longer than other demos, because there is much to do (sample, train, train on the reader's pictures) and all of it is judged.
import * as tf from '@tensorflow/tfjs-core';
import { decodeDigits, digitSide } from '#data/digits';
import { greys } from '#data/greys';
import { createRandom } from '#data/random';
import { decodeSafetensors } from '#data/safetensors';
import { shifted } from '#data/shifted';
import type { Frame, Knobs, Presets, Question, Recording, RunContext, Views } from '#lab/contract';
import { agreement, classCounts } from '#metrics/class-coverage';
import { distanceToReal } from '#metrics/distance-to-real';
import { meanNearest } from '#metrics/diversity';
import { classifiedDigits, featureCount, featuresOf } from '#models/digit-classifier';
import { createDigitDenoiser, digitDenoiser } from '#models/digit-denoiser';
import { guided, sample, train } from '#models/diffusion';
import { normalNoise } from '#models/noise';
import { averagedWeights, batchOf, disposeTraining, type Training } from '#models/training';
import { cosineSchedule } from '#models/noise-schedule';
import { savedTraining, trainingFrom } from '#models/saved-training';
import { type Weights, weightsFrom } from '#models/weights';

const steps = 200;
const schedule = cosineSchedule(steps, { maxBeta: 0.999 });
const target = 'velocity';
const dimension = digitSide * digitSide;
const network = (weights: Weights) => digitDenoiser(weights, { steps });
const batchSize = 64;
const stepsPerFrame = 5;
const stepsPerPicture = 100;
/** Fewer pictures than this say little about a distribution. */
const leastForDistance = 100;
/** Fewer pictures of the reader's than this say too little of what is common to them. */
const leastOwn = 5;

export const knobs = {
  task: {
    kind: 'choice',
    label: 'What to do',
    value: 'sample',
    choices: {
      sample: 'Sample with the trained weights',
      continue: 'Train on from the trained weights',
      scratch: 'Train from scratch',
      own: 'Train on your own pictures',
    },
    effect: 'restart',
  },
  pictures: {
    kind: 'pictures',
    label: 'Your pictures',
    value: [],
    width: digitSide,
    height: digitSide,
    limit: 40,
    when: { task: 'own' },
    effect: 'restart',
    help: 'Choose, drop or paste at least five that are alike, such as drawings of one thing. They are shrunk here to 16 × 16 greys, what lies along the edge becomes paper and the rest ink, and they stay in this browser.',
  },
  digit: {
    kind: 'choice',
    label: 'Digit asked for',
    value: 'all',
    choices: {
      all: 'All ten, one per column',
      '0': '0',
      '1': '1',
      '2': '2',
      '3': '3',
      '4': '4',
      '5': '5',
      '6': '6',
      '7': '7',
      '8': '8',
      '9': '9',
      none: 'None: unguided',
    },
    effect: 'restart',
  },
  count: {
    kind: 'range',
    label: 'Pictures',
    value: 40,
    min: 10,
    max: 200,
    step: 10,
    effect: 'restart',
    help: 'From 100 on, the Fréchet distance is measured too.',
  },
  guidance: {
    kind: 'range',
    label: 'Guidance scale g',
    value: 2,
    min: 0,
    max: 8,
    step: 0.5,
    effect: 'restart',
    help: '0 ignores the digit, 1 is plain conditional.',
  },
  sampler: {
    kind: 'choice',
    label: 'Sampler',
    value: 'ddim',
    choices: { ddim: 'DDIM', ancestral: 'Ancestral (DDPM)' },
    effect: 'restart',
  },
  samplingSteps: {
    kind: 'range',
    label: 'Sampling steps',
    value: 20,
    min: 2,
    max: steps,
    step: 1,
    effect: 'restart',
  },
  clip: {
    kind: 'switch',
    label: 'Keep predicted pixels in range',
    value: true,
    effect: 'restart',
  },
  trainingSteps: {
    kind: 'range',
    label: 'Training steps',
    value: 1000,
    min: 100,
    max: 10_000,
    step: 100,
    effect: 'live',
  },
  learningRate: {
    kind: 'range',
    label: 'Learning rate (training)',
    value: 0.001,
    min: 0.0001,
    max: 0.01,
    scale: 'log',
    effect: 'live',
  },
} as const satisfies Knobs;

const grid = { kind: 'images', width: digitSide, height: digitSide, columns: 10 } as const;

export const views = {
  noisy: { ...grid, label: 'The noisy pictures x at time t', field: 'noisy', actor: 'noise' },
  clean: { ...grid, label: 'What the network sees in them', field: 'clean', actor: 'model' },
  loss: {
    kind: 'chart',
    label: 'Training loss',
    x: 'step',
    xLabel: 'step',
    yLabel: 'velocity error',
    series: [{ field: 'loss', actor: 'loss', label: 'loss' }],
  },
  agreement: {
    kind: 'chart',
    label: 'Agreement with the digit asked for',
    x: 'step',
    xLabel: 'step',
    yLabel: 'share',
    yDomain: [0, 1],
    series: [
      { field: 'agreement', actor: 'label', label: 'judged as asked' },
      { field: 'judge', actor: 'label', label: 'the judge on real test digits', style: 'floor' },
    ],
  },
  numbers: {
    kind: 'text',
    label: 'Numbers',
    template: 'Noise level t = {time} of 200. {verdict}',
  },
} as const satisfies Views;

export const presets: Presets = {
  exaggerated: {
    label: 'Guidance too strong',
    knobs: { count: 100, guidance: 8 },
    look: 'The judge reads every digit as asked, and still the Fréchet distance is several times that of guidance 2: all drawings of a digit look alike, bold and simple. What is easy to read is not what the data are like.',
  },
  ignored: {
    label: 'Label ignored',
    knobs: { count: 100, guidance: 0 },
    look: 'Guidance 0 leaves the digit asked for out of it. The drawings are good digits, but only about one in ten is the one that was asked for, as chance has it.',
  },
  twoSteps: {
    label: 'Two sampling steps',
    knobs: { count: 100, samplingSteps: 2 },
    look: 'Still readable, but smooth and without variety: with two steps the network answers with averages. Compare the Fréchet distance with that of twenty steps.',
  },
  unclipped: {
    label: 'Strong guidance, pixels out of range',
    knobs: { count: 100, guidance: 8, clip: false },
    look: 'Exaggeration pushes predicted pixels beyond black and white, and each step starts from there. The judge is still content; the distance is worse again than with pixels kept in range.',
  },
};

export const question: Question = {
  text: 'Forty digits are asked for, four of each kind. What share of them, from 0 to 1, will the judge read as asked?',
  field: 'readAsAsked',
  step: 20,
  min: 0,
  max: 1,
  grain: 0.01,
  because:
    'The judge itself is right on about 98 % of real test digits. Guidance makes digits easier to read than real ones, so the share may even be higher than that: agreement alone does not measure quality.',
};

export const recording: Recording = { seed: 1, frames: 21, kept: 7 };

type Context = RunContext<typeof knobs>;
type Settings = Context['knobs'];

export async function* run(context: Context): AsyncGenerator<Frame, void, void> {
  const { task } = context.knobs;
  const judge = task === 'own' ? likenessTo(ownExamples(context.knobs)) : await judgeOf(context.load);
  try {
    yield* task === 'sample' ? sampling(context, judge) : learning(context, judge);
  } finally {
    judge.dispose();
  }
}

/** The trained weights draw one grid, one frame per noise level. */
async function* sampling({ knobs, seed, load }: Context, judge: Judge): AsyncGenerator<Frame, void, void> {
  const weights = await trainedWeights(load);
  try {
    let step = 0;
    for await (const frame of denoising(weights, { knobs, seed, judge })) {
      // Curves over training steps; here nothing is trained.
      const curves = { loss: null, agreement: null, judge: null };
      const readAsAsked = 'agreement' in frame ? frame.agreement : undefined;
      yield { ...frame, ...curves, readAsAsked, step, progress: step++ / knobs.samplingSteps };
    }
  } finally {
    tf.dispose(weights);
  }
}

/** Trains; every so often the averaged weights draw a grid, one frame per noise level. */
async function* learning(context: Context, judge: Judge): AsyncGenerator<Frame, void, void> {
  const { knobs, seed, load, from, keep } = context;
  const random = createRandom(seed).fork('training');
  const examples = await examplesOf(knobs, load);
  const first =
    knobs.task === 'scratch' || from
      ? createDigitDenoiser(random.fork('weights'))
      : await trainedWeights(load);
  const training = trainingFrom(first, from);
  /** Pictures that have been yielded at the present step. */
  let drawn = Number(from?.notes.drawn ?? 0);
  keep(async () => ({
    ...(await savedTraining(training)),
    notes: { random: random.state(), drawn: String(drawn) },
  }));
  try {
    if (from?.notes.random !== undefined) random.resume(from.notes.random);
    const pictures = () => dueGrid(training, { knobs, seed, judge, drawn });
    for await (const frame of pictures()) {
      drawn += 1;
      yield frame;
    }
    const batches = () => batchOf(examples, batchSize, random);
    const learningRate = () => knobs.learningRate;
    const options = {
      network,
      schedule,
      target,
      learningRate,
      random,
      every: stepsPerFrame,
      decay: 0.99,
    } as const;
    for await (const { step, loss } of train(training, batches, options)) {
      if (step > knobs.trainingSteps) return;
      drawn = 0;
      yield { step, loss, progress: step / knobs.trainingSteps };
      for await (const frame of pictures()) {
        drawn += 1;
        yield frame;
      }
    }
  } finally {
    disposeTraining(training);
  }
}

/** Digits with their labels, or the reader's pictures. */
async function examplesOf(knobs: Settings, load: Load) {
  if (knobs.task === 'own') return ownExamples(knobs);
  const { pixels, labels } = decodeDigits(await load('/data/digits-train.bin'));
  return { values: pixels, dimension, labels };
}

/**
 * A handful of pictures become nine times as many where each also stands a pixel aside.
 * @throws Error where there are too few
 */
function ownExamples({ pictures }: Settings) {
  const values = Float32Array.from(pictures, (byte) => byte / 127.5 - 1);
  const count = values.length / dimension;
  if (count < leastOwn)
    throw new Error(
      `This needs at least ${leastOwn} pictures of your own; there are ${count}. Choose, drop or paste more, then press Play.`,
    );
  return { values: shifted(values, { side: digitSide, reach: 1, paper: -1 }), dimension, count };
}

/** The averaged weights draw a grid, if one is due at this step; the frames that were yielded before are left out. */
async function* dueGrid(training: Training, { drawn, ...drawing }: Drawing & { drawn: number }) {
  const { step } = training;
  // What the trained weights draw without a digit to draw is what own pictures begin from.
  if ((step === 0 && drawing.knobs.task !== 'own') || step % stepsPerPicture !== 0) return;
  const progress = step / drawing.knobs.trainingSteps;
  const averaged = averagedWeights(training);
  let left = drawn;
  try {
    for await (const frame of denoising(averaged, drawing))
      if (left-- <= 0) yield { ...frame, step, progress };
  } finally {
    tf.dispose(averaged);
  }
}

type Load = Context['load'];

async function trainedWeights(load: Load): Promise<Weights> {
  return weightsFrom(decodeSafetensors(await load('digits.safetensors')).tensors);
}

interface Drawing {
  readonly knobs: Settings;
  readonly seed: number;
  readonly judge: Judge;
}

/** From noise to digits; the last frame carries the judge's verdict. */
async function* denoising(weights: Weights, { knobs, seed, judge }: Drawing) {
  const random = createRandom(seed).fork('samples');
  const asked = labelsOf(knobs);
  const noise = normalNoise([knobs.count, dimension], random);
  try {
    const states = sample(guided(network(weights), knobs.guidance), noise, {
      schedule,
      target,
      random,
      sampler: knobs.sampler,
      steps: knobs.samplingSteps,
      label: asked,
      limit: knobs.clip ? 1 : undefined,
    });
    for await (const { time, noisy, clean } of states) {
      const pictures = { time, noisy: greys(await noisy.data()), clean: greys(await clean.data()) };
      yield time > 0 ? { ...pictures, verdict: '' } : { ...pictures, ...(await judge.verdict(noisy, asked)) };
    }
  } finally {
    tf.dispose(noise);
  }
}

/** One digit per column, or the same for all; nothing where no digit is asked for. */
function labelsOf({ task, digit, count }: Settings): Int32Array | undefined {
  if (digit === 'none' || task === 'own') return undefined;
  return Int32Array.from({ length: count }, (_, i) => (digit === 'all' ? i % 10 : Number(digit)));
}

interface Judge {
  verdict(pictures: tf.Tensor2D, asked: Int32Array | undefined): Promise<Verdict>;
  dispose(): void;
}

/** In words, with the share of digits drawn as asked and the judge's own share, where digits are judged. */
interface Verdict {
  readonly verdict: string;
  readonly agreement: number | null;
  readonly judge: number | null;
}

/** How near the samples come to the reader's pictures; the classifier knows nothing of those. */
function likenessTo({ values, count }: { values: Float32Array; count: number }): Judge {
  return {
    async verdict(pictures) {
      const reached = meanNearest(await pictures.data<'float32'>(), values, dimension);
      const of = `the nearest of your ${count} pictures, moved by a pixel at most`;
      const said = `Mean distance from a sample to ${of}: ${reached.toFixed(1)}.`;
      return { verdict: said, agreement: null, judge: null };
    },
    dispose: () => undefined,
  };
}

/** What training wrote into the weights' file about the judge, as far as it is shown. */
interface Recipe {
  readonly reached: { readonly judgeTestAccuracy: { readonly value: number } };
}

/** The small classifier that reads what was drawn, with its own accuracy on real digits. */
async function judgeOf(load: Load): Promise<Judge> {
  const file = decodeSafetensors(await load('/data/digit-classifier.safetensors'));
  const weights = weightsFrom(file.tensors);
  const { reached } = JSON.parse(file.metadata.recipe) as Recipe;
  const own = reached.judgeTestAccuracy.value;

  async function verdict(pictures: tf.Tensor2D, asked: Int32Array | undefined): Promise<Verdict> {
    const n = pictures.shape[0];
    const judged = await classifiedDigits(weights, pictures);
    const found = classCounts(judged).filter((count) => count > 0).length;
    const share = asked && agreement(judged, asked);
    const words = [
      share === undefined
        ? `The judge sees ${found} of 10 digits among n = ${n} pictures`
        : `The judge reads ${Math.round(share * n)} of n = ${n} as asked (on real test digits it is right in ${percent(own)})`,
      n >= leastForDistance ? await distanceOf(pictures) : '',
    ];
    return {
      verdict: `${words.filter((word) => word !== '').join('; ')}.`,
      agreement: share ?? null,
      judge: own,
    };
  }

  /** Real digits of the test half are the reference. */
  async function distanceOf(pictures: tf.Tensor2D): Promise<string> {
    const real = decodeDigits(await load('/data/digits-test.bin'));
    const { distance, floor } = distanceToReal(
      await featuresOf(weights, await pictures.data<'float32'>()),
      await featuresOf(weights, real.pixels),
      { dimension: featureCount },
    );
    return `Fréchet distance in the judge’s features ${distance.toFixed(1)} (real digits against real digits ${floor.toFixed(1)}, same n)`;
  }

  return { verdict, dispose: () => tf.dispose(weights) };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
