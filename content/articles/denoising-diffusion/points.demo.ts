// Longer than other demos: the knobs and views of five pictures, and every curve with the floor that it is read beside.
import * as tf from '@tensorflow/tfjs-core';
import { eightGaussianDeviation, eightGaussianModes } from '#data/eight-gaussians';
import { cellMiddles, type Points, pointSets, pointsOf } from '#data/point-sets';
import { createRandom, type Random } from '#data/random';
import { restored, type Standardisation, standardisation, standardised } from '#data/standardisation';
import type { Frame, Knobs, Presets, Question, Recording, RunContext, Views } from '#lab/contract';
import { dataFloor } from '#metrics/data-floor';
import { denoisingFloor, errorScale, meanNoise } from '#metrics/denoising-floor';
import { modeCoverage } from '#metrics/mode-coverage';
import type { Sample } from '#metrics/samples';
import { slicedWasserstein } from '#metrics/sliced-wasserstein';
import { type Denoiser, noised, prediction, sample, score, targetOf, train } from '#models/diffusion';
import { normalNoise } from '#models/noise';
import { averagedWeights, batchOf, disposeTraining } from '#models/training';
import { cosineSchedule, linearSchedule, type NoiseSchedule } from '#models/noise-schedule';
import { createPointDenoiser, pointDenoiser } from '#models/point-denoiser';
import { savedTraining, trainingFrom } from '#models/saved-training';
import { partsInWords } from '#models/training-words';
import type { Weights } from '#models/weights';

const steps = 100;
const trainingCount = 4000;
const judgedCount = 1000;
const shownCount = 320;
const stepsPerFrame = 10;
const stepsPerPicture = 50;
const extent = 2.6;

export const knobs = {
  data: {
    kind: 'choice',
    label: 'Data',
    value: 'eightGaussians',
    choices: pointSets,
    effect: 'restart',
  },
  drawing: {
    kind: 'drawing',
    label: 'Your drawing',
    value: [],
    on: 'plane',
    when: { data: 'drawing' },
    limit: 2000,
    effect: 'restart',
    help: 'Draw in the first picture, then press Play.',
  },
  schedule: {
    kind: 'choice',
    label: 'Noise schedule',
    value: 'cosine',
    choices: { cosine: 'Cosine', uncapped: 'Cosine, uncapped', linear: 'Linear' },
    effect: 'restart',
  },
  target: {
    kind: 'choice',
    label: 'The network predicts',
    value: 'noise',
    choices: { noise: 'the noise', clean: 'the clean data', velocity: 'the velocity v' },
    effect: 'restart',
  },
  width: {
    kind: 'range',
    label: 'Network width',
    value: 128,
    min: 16,
    max: 256,
    step: 16,
    effect: 'restart',
  },
  learningRate: {
    kind: 'range',
    label: 'Learning rate',
    value: 0.002,
    min: 0.0001,
    max: 0.1,
    scale: 'log',
    effect: 'live',
  },
  sampler: {
    kind: 'choice',
    label: 'Sampler',
    value: 'ddim',
    choices: { ddim: 'DDIM', ancestral: 'Ancestral (DDPM)' },
    effect: 'live',
  },
  samplingSteps: {
    kind: 'range',
    label: 'Sampling steps',
    value: 20,
    min: 2,
    max: steps,
    step: 1,
    effect: 'live',
  },
  trainingSteps: {
    kind: 'range',
    label: 'Training steps',
    value: 1500,
    min: 100,
    max: 10_000,
    step: 100,
    effect: 'live',
  },
  fieldTime: {
    kind: 'range',
    label: 'Score field at time t',
    value: 15,
    min: 1,
    max: steps,
    step: 1,
    effect: 'live',
  },
} as const satisfies Knobs;

export const views = {
  plane: {
    kind: 'plane',
    label: 'Data and samples',
    extent,
    layers: [
      { mark: 'points', field: 'data', actor: 'data', label: 'data' },
      { mark: 'points', field: 'samples', actor: 'sample', label: 'samples' },
    ],
  },
  field: {
    kind: 'plane',
    label: 'Learned score field',
    extent,
    layers: [
      { mark: 'points', field: 'data', actor: 'data', label: 'data' },
      { mark: 'arrows', field: 'field', actor: 'score', label: 'where the score points' },
    ],
  },
  loss: {
    kind: 'chart',
    label: 'Training loss',
    x: 'step',
    xLabel: 'step',
    yLabel: 'mean squared error',
    series: [
      { field: 'loss', actor: 'loss', label: 'loss' },
      { field: 'lossFloor', actor: 'loss', label: 'floor: the best denoiser possible', style: 'floor' },
    ],
  },
  levels: {
    kind: 'chart',
    label: 'Loss per noise level, on held-out data',
    x: 'levels',
    xLabel: 'time t',
    yLabel: 'mean squared error',
    series: [
      { field: 'lossPerLevel', actor: 'loss', label: 'loss' },
      { field: 'floorPerLevel', actor: 'loss', label: 'floor', style: 'floor' },
    ],
  },
  distance: {
    kind: 'chart',
    label: 'Distance to held-out data',
    x: 'step',
    xLabel: 'step',
    yLabel: 'sliced Wasserstein',
    yScale: 'log',
    series: [
      { field: 'distance', actor: 'sample', label: 'samples' },
      { field: 'distanceFloor', actor: 'data', label: 'floor: data against data', style: 'floor' },
    ],
  },
  numbers: {
    kind: 'text',
    label: 'Numbers',
    template:
      'Step {step}: loss {loss:3} (floor {lossFloor:3}); sliced Wasserstein distance {distance:3} (floor {distanceFloor:3}, n = 1000 each){modes}.',
  },
} as const satisfies Views;

export const presets: Presets = {
  tooFast: {
    label: 'Learning rate too high',
    knobs: { learningRate: 0.1 },
    look: 'The loss falls to about 1 and stays there: that is the loss of answering 0 to every question. The first steps were so long that the network no longer reacts to what it sees. The distance tells it at once, the loss only if you know its floor.',
  },
  tooSlow: {
    label: 'Learning rate too low',
    knobs: { learningRate: 0.0001 },
    look: 'The loss still falls, but look at the distance: at the same step it is several times that of the default run. Nothing is broken, the run is only not finished.',
  },
  tooNarrow: {
    label: 'Network too narrow',
    knobs: { width: 16 },
    look: 'The loss levels off well above its floor, at every noise level, and samples lie between the clusters. More steps change little: the network cannot express the answer.',
  },
  twoSteps: {
    label: 'Two sampling steps',
    knobs: { samplingSteps: 2 },
    look: 'Training is as good as ever: the loss curve is that of the default run. Only the samples are bad, because two straight steps cannot follow the curved way from noise to data. Turn the sampling steps up while it plays.',
  },
  dividedByNothing: {
    label: 'Noise predicted where no signal is left',
    knobs: { schedule: 'uncapped' },
    look: 'At the last noise levels almost no signal is left, and a prediction of the noise must be divided by it: small errors throw samples out of the picture. Let the network predict the velocity, and the same schedule works.',
  },
};

export const parts = {
  draw: 'Draw: for each point of the batch a time and a noise of its own, and mix them.',
  forward: 'Forward: ask the network which noise went in.',
  loss: 'Loss: the mean squared error of its answers.',
  backward: 'Backward: the gradient of the loss with respect to every weight.',
  update: 'Update: Adam moves every weight a little against its gradient.',
};

export const question: Question = {
  text: 'Fresh data and held-out data lie about 0.08 apart (sliced Wasserstein distance, 1,000 points each). How far from held-out data will the samples lie after 500 steps of training?',
  field: 'distance',
  step: 500,
  min: 0,
  max: 10,
  grain: 0.01,
  because:
    'Most of the way is done in the first hundred steps. The floor is how far two samples of the data differ by chance: a good model ends near it, a little above or below, and a distance that stays far below it would mean that the model repeats the held-out points.',
};

export const recording: Recording = { seed: 1, frames: 200, kept: 16 };

type Context = RunContext<typeof knobs>;
type Settings = Context['knobs'];

export async function* run({ knobs, seed, from, keep, inParts }: Context): AsyncGenerator<Frame, void, void> {
  const random = createRandom(seed);
  const schedule = scheduleOf(knobs);
  const points = pointsOf(knobs.data, knobs.drawing);
  const data = points(trainingCount, random.fork('training data'));
  const scaling = standardisation(data);
  const judge = judgeOf(points, random.fork('judge'));
  const weights = createPointDenoiser(random.fork('weights'), { width: knobs.width });
  const network = (weights: Weights) => pointDenoiser(weights, { steps });
  const training = trainingFrom(weights, from);
  const goesOn = from?.notes.random !== undefined;
  /** The random stream before a step that is under way; a run is taken up at the beginning of that step, until its update. */
  let begun: { readonly step: number; readonly state: string } | undefined;
  keep(async () => {
    const state = begun?.step === training.step ? begun.state : random.state();
    return { ...(await savedTraining(training)), notes: { random: state } };
  });
  try {
    if (goesOn) random.resume(from.notes.random);
    const lossFloor = lossFloorOf(knobs, schedule, random.fork('floor'));
    const perLevel = levelsOf(standardised(points(2 * judgedCount, random.fork('levels')), scaling), {
      knobs,
      schedule,
      seed,
      scaling,
    });
    const start = createRandom(seed)
      .fork('samples')
      .normals(2 * judgedCount);
    const floors = { lossFloor, distanceFloor: judge.floor };
    if (!goesOn) yield { step: 0, data: shown(data), samples: shown(start), ...floors };
    const examples = { values: standardised(data, scaling), dimension: 2 };
    const batches = () => batchOf(examples, 512, random);
    const { target } = knobs;
    const learningRate = () => knobs.learningRate;
    const options = { network, schedule, target, learningRate, random };
    const rounds = train(training, batches, { ...options, every: stepsPerFrame });
    for (;;) {
      while (inParts?.()) {
        begun = { step: training.step, state: random.state() };
        yield* partsInWords(training, batches(), options);
        begun = undefined;
      }
      const before = training.step;
      const { value } = await rounds.next();
      if (!value || value.step > knobs.trainingSteps) return;
      const { step, loss } = value;
      const progress = step / knobs.trainingSteps;
      // Who takes a run up may not know its first frame, which alone shows the data.
      const again = goesOn && before === from.step ? { data: shown(data) } : {};
      const frame = { step, progress, loss, ...floors, ...again };
      if (Math.floor(step / stepsPerPicture) === Math.floor(before / stepsPerPicture)) {
        yield frame;
        continue;
      }
      const averaged = averagedWeights(training);
      try {
        const denoiser = network(averaged);
        const noise = createRandom(seed).fork('samples');
        const samples = restored(await samplesOf(denoiser, { knobs, schedule, random: noise }), scaling);
        const field = await fieldOf(denoiser, { knobs, schedule });
        yield {
          ...frame,
          ...judge.of(samples),
          ...(await perLevel(denoiser)),
          modes: modesFound(knobs, samples),
          samples: shown(samples),
          field,
        };
      } finally {
        tf.dispose(averaged);
      }
    }
  } finally {
    disposeTraining(training);
  }
}

/** As many points as a picture needs. */
function shown(points: Float32Array): Float32Array {
  return points.slice(0, 2 * shownCount);
}

function scheduleOf({ schedule }: Settings): NoiseSchedule {
  if (schedule === 'linear') return linearSchedule(steps);
  return cosineSchedule(steps, { maxBeta: schedule === 'cosine' ? 0.5 : 0.999 });
}

/** Measures samples against data that training never saw, along the same directions each time, beside the floor. */
function judgeOf(points: Points, random: Random) {
  const distance = (a: Sample, b: Sample) => slicedWasserstein(a, b, { random: random.fork('directions') });
  const fresh = random.fork('fresh data');
  const heldOut = points(judgedCount, random.fork('held-out data'));
  const floor = dataFloor(distance, (count) => points(count, fresh), { count: judgedCount });
  return {
    floor,
    of: (samples: Float32Array) => ({ distance: distance(samples, heldOut), distanceFloor: floor }),
  };
}

/** The loss of the exact denoiser; known only where the data's density is. */
function lossFloorOf({ data, target }: Settings, { alphaBar }: NoiseSchedule, random: Random): number | null {
  if (data !== 'eightGaussians') return null;
  const mixture = { modes: eightGaussianModes, deviation: eightGaussianDeviation };
  return denoisingFloor(mixture, alphaBar, { random, target, draws: 150_000 });
}

const levelCount = 10;

/** Measures the loss in ten ranges of the time, on the same points and noises each time, beside the floor on these. */
function levelsOf(clean: Float32Array, { knobs, schedule, seed, scaling }: Asking & Setting) {
  const count = clean.length / 2;
  const time = Int32Array.from({ length: count }, (_, i) => 1 + (i % steps));
  const noise = createRandom(seed).fork('noise of the levels').normals(clean.length);
  const perLevel = (error: (i: number) => number) => {
    const means = new Float32Array(levelCount);
    for (let i = 0; i < count; i++)
      means[Math.floor(((time[i] - 1) * levelCount) / steps)] += (error(i) * levelCount) / count;
    return means;
  };
  const levels = Float32Array.from(
    { length: levelCount },
    (_, level) => ((level + 0.5) * steps) / levelCount,
  );
  const known = knobs.data === 'eightGaussians';
  const floor = known
    ? perLevel((i) => smallestError(i, { clean, noise, time, knobs, schedule, scaling }))
    : null;
  return async (denoiser: Denoiser) => {
    const errors = tf.tidy(() => {
      const [points, noises] = [tf.tensor2d(clean, [count, 2]), tf.tensor2d(noise, [count, 2])];
      const options = { schedule, target: knobs.target, time };
      const wanted = targetOf(points, noises, options);
      return tf.mean(tf.squaredDifference(denoiser(noised(points, noises, options), time), wanted), 1);
    });
    const values = await errors.data();
    tf.dispose(errors);
    return {
      levels: levels.slice(),
      lossPerLevel: perLevel((i) => values[i]),
      floorPerLevel: floor && floor.slice(),
    };
  };
}

interface Setting {
  readonly seed: number;
  readonly scaling: Standardisation;
}

interface Examples extends Asking {
  readonly clean: Float32Array;
  readonly noise: Float32Array;
  readonly time: Int32Array;
  readonly scaling: Standardisation;
}

/** The squared error, per coordinate, of the exact denoiser on example i. */
function smallestError(i: number, { clean, noise, time, knobs, schedule, scaling }: Examples): number {
  const alphaBar = schedule.alphaBar[time[i]];
  const noisy = (axis: number) =>
    Math.sqrt(alphaBar) * clean[2 * i + axis] + Math.sqrt(1 - alphaBar) * noise[2 * i + axis];
  const mixture = {
    modes: standardised(eightGaussianModes, scaling),
    deviation: eightGaussianDeviation / scaling.deviation,
  };
  const guess = meanNoise([noisy(0), noisy(1)], mixture, alphaBar);
  const error = ((guess[0] - noise[2 * i]) ** 2 + (guess[1] - noise[2 * i + 1]) ** 2) / 2;
  return error * errorScale(knobs.target, alphaBar);
}

interface Asking {
  readonly knobs: Settings;
  readonly schedule: NoiseSchedule;
}

/** Reads the points back at each noise level: short errands for the graphics card, so that the page stays smooth. */
async function samplesOf(
  denoiser: Denoiser,
  { knobs, schedule, random }: Asking & { random: Random },
): Promise<Float32Array> {
  const { target, sampler, samplingSteps: steps } = knobs;
  const noise = normalNoise([judgedCount, 2], random);
  let values = new Float32Array();
  for await (const { noisy } of sample(denoiser, noise, { schedule, target, random, sampler, steps })) {
    values = Float32Array.from(await noisy.data());
  }
  tf.dispose(noise);
  return values;
}

/**
 * Arrows on a grid: the learned score at one time. The longest is as long as a cell, and lengths go with the square root of
 * the score's, or the steep outside would leave nothing to see of the inside.
 */
async function fieldOf(denoiser: Denoiser, { knobs, schedule }: Asking): Promise<Float32Array> {
  const side = 15;
  const cell = (2 * extent) / side;
  const time = new Int32Array(side * side).fill(knobs.fieldTime);
  const arrows = tf.tidy(() => {
    const grid = tf.tensor2d(cellMiddles(side, extent), [side * side, 2]);
    const { noise } = prediction(denoiser(grid, time), grid, { target: knobs.target, schedule, time });
    const direction = score(noise, { schedule, time });
    const length = tf.norm(direction, 'euclidean', 1, true);
    const root = tf.div(direction, tf.sqrt(tf.add(length, 1e-6)));
    const longest = tf.sqrt(tf.add(tf.max(length), 1e-6));
    return tf.concat2d([grid, tf.mul(tf.div(root, longest), cell)] as tf.Tensor2D[], 1);
  });
  const values = Float32Array.from(await arrows.data());
  tf.dispose(arrows);
  return values;
}

function modesFound({ data }: Settings, samples: Float32Array): string {
  if (data !== 'eightGaussians' || !samples.every(Number.isFinite)) return '';
  const { covered, fractionWithin } = modeCoverage(samples, eightGaussianModes, {
    deviation: eightGaussianDeviation,
  });
  return `; ${covered} of 8 modes have their share, ${Math.round(100 * fractionWithin)} % of samples lie on a mode`;
}
