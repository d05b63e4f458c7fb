import * as tf from '@tensorflow/tfjs-core';
import { magnitudesOf } from '#data/harmonics';
import { createRandom, type Random } from '#data/random';
import { spectrumOf, timbres, wavetableLength as length, wavetables } from '#data/wavetables';
import type { Frame, Knobs, Presets, Question, Recording, RunContext, Views } from '#lab/contract';
import { dataFloor } from '#metrics/data-floor';
import { relativeDiversity } from '#metrics/diversity';
import type { Sample } from '#metrics/samples';
import { slicedWasserstein } from '#metrics/sliced-wasserstein';
import { timbreOf, timbreShares, type TimbreVerdict } from '#metrics/timbres';
import { objectives } from '#models/adversarial-objectives';
import { createCritic, createGenerator, criticStep, generated, generatorStep, type Game } from '#models/gan';
import { normalNoise } from '#models/noise';
import { gameFrom, savedGame } from '#models/saved-game';
import { batchOf, disposeTraining, type Batch, type Training } from '#models/training';
import { unflattened } from '#models/weights';

const trainingCount = 8000;
const judgedCount = 1000;
const shownCount = 16;
const batchSize = 256;
const widths = [128, 128];
const stepsPerFrame = 10;
const stepsPerPicture = 50;

export const knobs = {
  plays: {
    kind: 'choice',
    label: 'Who plays',
    value: 'generator',
    choices: { generator: 'The generator', data: 'The data' },
    effect: 'look',
    help: 'Whose sounds the keyboard plays.',
  },
  objective: {
    kind: 'choice',
    label: 'Objective',
    value: 'relativistic',
    choices: {
      relativistic: 'Relativistic pairing',
      nonSaturating: 'Non-saturating',
      minimax: 'Minimax',
      leastSquares: 'Least squares',
    },
    effect: 'restart',
  },
  gamma: {
    kind: 'range',
    label: 'Penalty on slopes, gamma',
    value: 0.5,
    min: 0,
    max: 5,
    step: 0.05,
    effect: 'live',
    help: 'R1 on real and R2 on generated sounds.',
  },
  latent: {
    kind: 'range',
    label: 'Numbers of noise',
    value: 8,
    min: 1,
    max: 16,
    step: 1,
    effect: 'restart',
  },
  generatorSteps: {
    kind: 'range',
    label: 'Generator’s steps for one of the critic',
    value: 1,
    min: 1,
    max: 10,
    step: 1,
    effect: 'live',
  },
  criticPace: {
    kind: 'range',
    label: 'Critic’s learning rate, as a multiple',
    value: 1,
    min: 0.01,
    max: 4,
    scale: 'log',
    effect: 'live',
  },
  learningRate: {
    kind: 'range',
    label: 'Learning rate',
    value: 0.001,
    min: 0.0001,
    max: 0.01,
    scale: 'log',
    effect: 'live',
  },
  trainingSteps: {
    kind: 'range',
    label: 'Training steps',
    value: 1500,
    min: 100,
    max: 5000,
    step: 100,
    effect: 'live',
  },
} as const satisfies Knobs;

const names = [...timbres, 'none of them'];

export const views = {
  instrument: {
    kind: 'instrument',
    label: 'Sixteen sounds, each from a noise that stays the same',
    field: 'cycles',
    length,
    extent: 1.5,
    actor: 'sample',
    classes: 'judged',
    classLabels: names,
    distances: 'distances',
    parts: ['one cycle', 'its harmonics 1 to 16, from 30 dB below the whole'],
  },
  shares: {
    kind: 'bars',
    label: 'What 1,000 samples sound like',
    field: 'shares',
    actor: 'sample',
    x: 'places',
    xLabel: names.map((name, i) => `${i + 1} ${name}`).join(', '),
    yLabel: 'share',
    threshold: { at: 0.25, label: 'share in the data' },
    least: 0.5,
  },
  losses: {
    kind: 'chart',
    label: 'Losses',
    x: 'step',
    xLabel: 'step',
    yLabel: 'loss',
    series: [
      { field: 'criticLoss', actor: 'critic', label: 'critic' },
      { field: 'generatorLoss', actor: 'generator', label: 'generator' },
    ],
  },
  distance: {
    kind: 'chart',
    label: 'Distance to sounds that training never saw',
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
      'Step {step}: {sine:2} % sine, {square:2} % square, {sawtooth:2} % sawtooth, {voice:2} % voice, {none:2} % none of them (n = 1000). Two samples differ by {variety:2} % of what two sounds of the data do. Sliced Wasserstein distance {distance:3} (floor {distanceFloor:3}).',
  },
} as const satisfies Views;

export const presets: Presets = {
  stuck: {
    label: 'One sound that will not change',
    knobs: { generatorSteps: 5 },
    look: 'Play some keys after 300 steps: all sixteen noises give the same sound, and two samples differ by less than half of what two sounds of the data do. Five steps long the generator runs towards the one sound that the critic likes best now; when the critic has learnt better, all of them run elsewhere together. This is mode collapse, and you can hear it.',
  },
  slowCritic: {
    label: 'A critic that learns too slowly',
    knobs: { criticPace: 0.05 },
    look: 'The loss of the generator falls almost to 0, its best ever, and what you hear is a hiss. The critic is so late that the generator follows its slope to sounds hundreds of times too loud, where the critic has never been. A loss of this game measures who is ahead, not how good the sounds are: the distance tells.',
  },
};

export const question: Question = {
  text: 'At first every sound of the generator is a hiss that is none of the four. How many of 1,000 sounds will still be none of them after 500 steps, a third of the run?',
  field: 'none',
  step: 500,
  min: 0,
  max: 100,
  grain: 1,
  unit: '%',
  because:
    'The critic first teaches the level and the coarse shape, and only then the small differences between high harmonics, which an ear and the measure of decibels hear long before an eye sees them in the waves.',
};

export const recording: Recording = { seed: 1, frames: 151, kept: 5 };

type Context = RunContext<typeof knobs>;
type Settings = Context['knobs'];

/** A step is one step of the critic, and as many of the generator as the knob says. */
export async function* run({ knobs, seed, from, keep, looking }: Context): AsyncGenerator<Frame, void, void> {
  const random = createRandom(seed);
  const examples = { values: wavetables(trainingCount, random.fork('data')), dimension: length };
  const { latent } = knobs;
  const first = {
    generator: createGenerator(random.fork('generator'), { latent, dimension: length, widths }),
    critic: createCritic(random.fork('critic'), { dimension: length, widths }),
  };
  const saved = from && { ...from, step: Number(from.notes.generatorStep ?? from.step) };
  const game = gameFrom(first, saved, from?.step);
  const { generator, critic } = game;
  keep(async () => ({
    ...(await savedGame(game)),
    step: critic.step,
    notes: { random: random.state(), generatorStep: String(generator.step) },
  }));
  const noise = normalNoise([judgedCount, latent], random.fork('noise'));
  const judge = judgeOf(random.fork('judge'));
  const progress = () => Math.min(1, critic.step / knobs.trainingSteps);
  const now = () => ({ step: critic.step, progress: progress() });
  const heard = async () => ({ ...now(), ...judge(await sounds(generator, noise), knobs) });
  try {
    if (from?.notes.random !== undefined) random.resume(from.notes.random);
    else yield await heard();
    for (;;) {
      // The keyboard may still change hands when all steps are taken.
      if (progress() === 1 && !looking) return;
      if (progress() === 1 || looking?.()) {
        yield await heard();
        continue;
      }
      const losses = await rounds(game, () => batchOf(examples, batchSize, random), {
        ...{ knobs, random, share: Math.min(1, 2 * (1 - progress())) },
      });
      const isDue = critic.step % stepsPerPicture === 0 || progress() === 1;
      yield { ...(isDue ? await heard() : now()), ...losses };
    }
  } finally {
    disposeTraining(generator);
    disposeTraining(critic);
    noise.dispose();
  }
}

/** A few steps of both players, at their learning rates times `share`, and their mean losses. */
async function rounds(
  game: Game,
  nextBatch: () => Batch,
  { knobs, random, share }: { knobs: Settings; random: Random; share: number },
): Promise<{ criticLoss: number; generatorLoss: number }> {
  const { objective, gamma, generatorSteps, criticPace } = knobs;
  const learningRate = knobs.learningRate * share;
  const rules = { objective: objectives[objective], r1: gamma, r2: gamma };
  const move = { ...rules, random, ...{ meanDecay: 0, squareDecay: 0.99, decay: 0 } };
  const sums = { criticLoss: 0, generatorLoss: 0 };
  for (let round = 0; round < stepsPerFrame; round++) {
    const batch = nextBatch();
    const judged = criticStep(game, batch, { ...move, learningRate: learningRate * criticPace });
    sums.criticLoss += (await judged.data())[0] / stepsPerFrame;
    judged.dispose();
    for (let turn = 0; turn < generatorSteps; turn++) {
      const made = generatorStep(game, batch, { ...move, learningRate });
      sums.generatorLoss += (await made.data())[0] / stepsPerFrame / generatorSteps;
      made.dispose();
    }
    batch.clean.dispose();
  }
  return sums;
}

/** What the generator makes of the noise: count * 64 numbers. */
async function sounds({ parameters, layout }: Training, noise: tf.Tensor2D): Promise<Float32Array> {
  const made = tf.tidy(() => generated(unflattened(parameters, layout), noise));
  const values = Float32Array.from(await made.data());
  made.dispose();
  return values;
}

/** Hears every sample, measures how far they lie from sounds that training never saw, and picks those that are shown. */
function judgeOf(random: Random) {
  const templates = timbres.map(spectrumOf);
  const distanceOf = (a: Sample, b: Sample) =>
    slicedWasserstein(a, b, { dimension: length, random: random.fork('directions') });
  const unseen = wavetables(judgedCount, random.fork('unseen'));
  const fresh = random.fork('fresh');
  const distanceFloor = dataFloor(distanceOf, (count) => wavetables(count, fresh), { count: judgedCount });
  const verdicts = (cycles: Float32Array) =>
    Array.from({ length: cycles.length / length }, (_, i) =>
      timbreOf(magnitudesOf(cycles.subarray(i * length, (i + 1) * length)), templates),
    );
  return (samples: Float32Array, { plays }: Settings) => {
    const found = verdicts(samples);
    const shares = timbreShares(found, timbres.length);
    const data = wavetables(shownCount, random.fork('shown'));
    const cycles = plays === 'data' ? data : samples.slice(0, shownCount * length);
    return {
      ...shown(cycles, plays === 'data' ? verdicts(data) : found.slice(0, shownCount)),
      ...{ shares, places: Float32Array.from(shares, (_, i) => i + 1) },
      ...Object.fromEntries([...timbres, 'none'].map((name, i) => [name, 100 * shares[i]])),
      ...{ distance: distanceOf(samples, unseen), distanceFloor },
      variety: 100 * relativeDiversity(some(samples), some(unseen), { dimension: length }),
    };
  };
}

/** As many as pairs are measured of. */
const some = (cycles: Float32Array): Float32Array => cycles.subarray(0, 200 * length);

const shown = (cycles: Float32Array, found: readonly TimbreVerdict[]) => ({
  cycles,
  judged: Uint8Array.from(found, ({ timbre }) => (timbre < 0 ? timbres.length : timbre)),
  distances: Float32Array.from(found, ({ distance }) => distance),
});
