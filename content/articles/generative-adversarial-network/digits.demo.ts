// Longer than other demos: two players, three tasks, and the judge's word on what is forged.
import * as tf from '@tensorflow/tfjs-core';
import { decodeDigits, digitSide } from '#data/digits';
import { greys } from '#data/greys';
import { createRandom, type Random } from '#data/random';
import { decodeSafetensors } from '#data/safetensors';
import type { Frame, Knobs, Presets, Question, Recording, RunContext, Views } from '#lab/contract';
import { agreement, classCounts } from '#metrics/class-coverage';
import { distanceToReal } from '#metrics/distance-to-real';
import { objectives } from '#models/adversarial-objectives';
import { classifiedDigits, digitScores, featureCount, featuresOf } from '#models/digit-classifier';
import {
  createCritic,
  createGenerator,
  criticStep,
  generated,
  generatorStep,
  type Game,
  type Move,
} from '#models/gan';
import { gameFrom, savedGame } from '#models/saved-game';
import { batchOf, disposeTraining, type Batch } from '#models/training';
import { unflattened, weightsFrom, type Weights } from '#models/weights';

const latent = 32;
const dimension = digitSide * digitSide;
const batchSize = 64;
const stepsPerFrame = 5;
const stepsPerPicture = 25;
const stepsPerVerdict = 50;
const [columns, walks] = [10, 4];
/** Fakes that are shown, that the judge reads, and whose distance to as many real digits is measured. */
const [shown, judged, compared] = [40, 1000, 400];
/** A digit counts as drawn where it is at least this share of the fakes, in percent. */
const least = 3;

export const knobs = {
  task: {
    kind: 'choice',
    label: 'What to do',
    value: 'scratch',
    choices: {
      scratch: 'Train from scratch',
      trained: 'Look at the trained weights',
      ask: 'Ask trained weights for a digit',
    },
    effect: 'restart',
  },
  digit: {
    kind: 'choice',
    label: 'Digit asked for',
    value: 'all',
    choices: {
      all: 'All ten, one per column',
      ...{ '0': '0', '1': '1', '2': '2', '3': '3', '4': '4' },
      ...{ '5': '5', '6': '6', '7': '7', '8': '8', '9': '9' },
    },
    effect: 'look',
    when: { task: 'ask' },
  },
  pair: {
    kind: 'range',
    label: 'Noises to walk between',
    value: 1,
    min: 1,
    max: 50,
    step: 1,
    effect: 'look',
  },
  weights: {
    kind: 'choice',
    label: 'Pictures by',
    value: 'average',
    choices: { average: 'the moving average of the weights', present: 'the present weights' },
    effect: 'look',
    when: { task: 'scratch' },
  },
  labels: {
    kind: 'choice',
    label: 'Labels',
    value: 'none',
    choices: {
      none: 'none: any digit will do',
      told: 'told to both players',
      shuffled: 'told to both, but mixed up',
    },
    effect: 'restart',
    when: { task: 'scratch' },
  },
  objective: {
    kind: 'choice',
    label: 'Objective',
    value: 'relativistic',
    choices: {
      minimax: 'minimax',
      nonSaturating: 'non-saturating',
      leastSquares: 'least squares',
      wasserstein: 'Wasserstein',
      relativistic: 'relativistic pairing',
    },
    effect: 'restart',
    when: { task: 'scratch' },
  },
  gamma: {
    kind: 'range',
    label: 'Penalty on the slope, gamma of R1 and R2',
    value: 1,
    min: 0,
    max: 10,
    step: 0.1,
    effect: 'live',
    when: { task: 'scratch' },
  },
  criticSteps: {
    kind: 'range',
    label: 'Moves of the critic per step',
    value: 1,
    min: 1,
    max: 5,
    step: 1,
    effect: 'live',
    when: { task: 'scratch' },
  },
  generatorSteps: {
    kind: 'range',
    label: 'Moves of the generator per step',
    value: 1,
    min: 1,
    max: 5,
    step: 1,
    effect: 'live',
    when: { task: 'scratch' },
  },
  criticRate: {
    kind: 'range',
    label: 'Learning rate of the critic',
    value: 0.002,
    min: 0.00001,
    max: 0.01,
    scale: 'log',
    effect: 'live',
    when: { task: 'scratch' },
  },
  generatorRate: {
    kind: 'range',
    label: 'Learning rate of the generator',
    value: 0.002,
    min: 0.00001,
    max: 0.01,
    scale: 'log',
    effect: 'live',
    when: { task: 'scratch' },
  },
  momentum: {
    kind: 'range',
    label: 'Memory of past gradients, Adam’s beta 1',
    value: 0,
    min: 0,
    max: 0.9,
    step: 0.1,
    effect: 'live',
    when: { task: 'scratch' },
  },
  width: {
    kind: 'range',
    label: 'Units of the generator’s first layer, half of its second',
    value: 128,
    min: 32,
    max: 256,
    step: 32,
    effect: 'restart',
    when: { task: 'scratch' },
  },
  trainingSteps: {
    kind: 'range',
    label: 'Training steps',
    value: 1000,
    min: 100,
    max: 10_000,
    step: 100,
    effect: 'live',
    when: { task: 'scratch' },
  },
} as const satisfies Knobs;

const pictures = { kind: 'images', width: digitSide, height: digitSide, columns } as const;

export const views = {
  samples: {
    ...pictures,
    label: 'Forged digits, always of the same noise',
    field: 'samples',
    actor: 'sample',
  },
  between: {
    ...pictures,
    label: 'Four walks, each from one noise to another',
    field: 'between',
    actor: 'generator',
  },
  shares: {
    kind: 'bars',
    label: 'What the judge reads in 1,000 of them',
    field: 'shares',
    actor: 'label',
    x: 'digit',
    xLabel: 'digit',
    yLabel: 'percent of the samples',
    threshold: { at: least, label: 'counts as drawn' },
    least: 20,
  },
  distance: {
    kind: 'chart',
    label: 'Fréchet distance of 400 of them to real digits',
    x: 'step',
    xLabel: 'step',
    yLabel: 'distance in the judge’s features',
    yDomain: [0, 100],
    series: [
      { field: 'distance', actor: 'sample', label: 'forged digits' },
      { field: 'floor', actor: 'data', label: 'real digits', style: 'floor' },
    ],
  },
  losses: {
    kind: 'chart',
    label: 'Losses',
    x: 'step',
    xLabel: 'step',
    yLabel: 'loss',
    series: [
      { field: 'criticLoss', actor: 'critic', label: 'critic, with its penalty' },
      { field: 'generatorLoss', actor: 'generator', label: 'generator' },
    ],
  },
  numbers: {
    kind: 'text',
    label: 'Numbers',
    template:
      'Step {step}: {drawn} of 10 digits are each at least 3 % of 1,000 samples, the rarest {rarest:2} %. The judge is {sure:3} sure of what it reads, of real digits {sureOfReal:3}. Fréchet distance {distance:3} (real digits against real digits {floor:3}, n = 400).{obeyed}',
  },
} as const satisfies Views;

export const presets: Presets = {
  hasty: {
    label: 'The forger outruns the detective',
    knobs: {
      objective: 'nonSaturating',
      gamma: 0,
      generatorSteps: 5,
      criticRate: 0.0002,
      weights: 'present',
    },
    look: 'The generator moves five times before a slow critic moves once. It finds the one shape that the critic likes best at the moment and draws nothing else: one or two bars hold everything. When the critic has learnt that shape, all forgeries hop to another one. Nothing is broken; only the balance is.',
  },
  momentum: {
    label: 'A memory of where the other was',
    knobs: { momentum: 0.9 },
    look: 'Adam with its usual beta 1 remembers the gradients of the last ten steps. Here they point to where the other player was ten steps ago, so both overshoot. After 200 steps the judge reads one or two digits in everything. In most other models of this series the same setting does no harm.',
  },
  labelBlind: {
    label: 'Label blind',
    knobs: { labels: 'shuffled' },
    look: 'Both players are told labels, but the labels of other digits: somebody has put the pictures in order and not the list. The critic cannot learn what a label has to do with a picture, so the generator need not heed it. Digits become as good as ever, and only one in ten is the one asked for. No loss shows it.',
  },
};

export const question: Question = {
  text: 'Nobody tells the generator that there are ten digits. After 500 steps a judge sorts 1,000 of its forgeries. What percentage is the digit that it forges least often?',
  field: 'rarest',
  step: 500,
  min: 0,
  max: 10,
  grain: 0.5,
  unit: '%',
  because:
    'A digit that is left out is a place where the critic sees real pictures and no forgery, so there its score rises, and forgeries that come near are paid for it. With a critic that keeps up, all ten come out, though not in equal shares: nothing in the game asks the generator to count.',
};

export const recording: Recording = { seed: 1, frames: 201, kept: 6 };

type Context = RunContext<typeof knobs>;
type Settings = Context['knobs'];

export async function* run(context: Context): AsyncGenerator<Frame, void, void> {
  const look = await lookerFor(context);
  try {
    yield* context.knobs.task === 'scratch' ? learning(context, look) : showing(context, look);
  } finally {
    look.dispose();
  }
}

/** Nothing is learnt: one verdict, and further pictures as the reader looks elsewhere. */
async function* showing({ knobs, load, looking }: Context, look: Looker): AsyncGenerator<Frame, void, void> {
  const file = knobs.task === 'ask' ? 'labelled-digits.safetensors' : 'digits.safetensors';
  const weights = weightsFrom(decodeSafetensors(await load(file)).tensors);
  try {
    yield { step: 0, progress: 1, ...(await look.at(weights)), ...(await look.verdict(weights)) };
    while (looking) yield { step: 0, progress: 1, ...(await look.at(weights)) };
  } finally {
    tf.dispose(weights);
  }
}

async function* learning(context: Context, look: Looker): AsyncGenerator<Frame, void, void> {
  const { knobs, seed, load, from, keep, looking } = context;
  const random = createRandom(seed).fork('training');
  const batches = batchesOf(decodeDigits(await load('/data/digits-train.bin')), knobs, random);
  const taken = (player: keyof Game) => Number(from?.notes[`${player}Steps`] ?? 0);
  const saved = from && { ...from, step: taken('generator') };
  const game = gameFrom(players(knobs, random), saved, taken('critic'));
  const { generator, critic } = game;
  let step = from?.step ?? 0;
  keep(async () => {
    const notes = {
      random: random.state(),
      generatorSteps: String(generator.step),
      criticSteps: String(critic.step),
    };
    return { ...(await savedGame(game)), step, notes };
  });
  const progress = () => Math.min(1, step / knobs.trainingSteps);
  const present = async (isDue: boolean) => {
    const { average, parameters, layout } = generator;
    const weights = unflattened(knobs.weights === 'average' ? average : parameters, layout);
    try {
      const verdict = isDue && (await look.verdict(weights));
      return { step, progress: progress(), ...(await look.at(weights)), ...verdict };
    } finally {
      tf.dispose(weights);
    }
  };
  try {
    if (from?.notes.random !== undefined) random.resume(from.notes.random);
    else yield await present(true);
    for (;;) {
      // A reader may still look around when all steps are taken.
      if (progress() === 1 && !looking) return;
      if (progress() === 1 || looking?.()) {
        yield await present(false);
        continue;
      }
      const losses = await played(game, batches, { knobs, random });
      step += stepsPerFrame;
      const isDue = step % stepsPerPicture === 0 || progress() === 1;
      const verdictIsDue = step % stepsPerVerdict === 0 || progress() === 1;
      yield { step, progress: progress(), ...losses, ...(isDue && (await present(verdictIsDue))) };
    }
  } finally {
    disposeTraining(generator);
    disposeTraining(critic);
  }
}

/** First weights of both; each makes room for labels where they are told. */
function players({ width, labels }: Settings, random: Random): Record<keyof Game, Weights> {
  const plan = { dimension, classes: labels === 'none' ? 0 : columns };
  return {
    generator: createGenerator(random.fork('generator'), { ...plan, latent, widths: [width, 2 * width] }),
    critic: createCritic(random.fork('critic'), { ...plan, widths: [256, 128] }),
  };
}

/** Real digits with the labels that the players are told: their own, or those of other digits. */
function batchesOf(
  { pixels, labels }: { pixels: Float32Array; labels: Uint8Array },
  knobs: Settings,
  random: Random,
): () => Batch {
  if (knobs.labels === 'none') return () => batchOf({ values: pixels, dimension }, batchSize, random);
  const told =
    knobs.labels === 'told'
      ? labels
      : random
          .fork('mixed up')
          .shuffled(labels.length)
          .map((i) => labels[i]);
  return () => batchOf({ values: pixels, dimension, labels: told }, batchSize, random);
}

/** Some steps of the game; the mean loss of each player over its moves. */
async function played(
  game: Game,
  batches: () => Batch,
  { knobs, random }: { knobs: Settings; random: Random },
): Promise<{ criticLoss: number; generatorLoss: number }> {
  const sums = { criticLoss: 0, generatorLoss: 0 };
  for (let round = 0; round < stepsPerFrame; round++) {
    for (const player of moves(knobs)) {
      const batch = batches();
      const isCritic = player === 'critic';
      const loss = (isCritic ? criticStep : generatorStep)(game, batch, moveOf(player, knobs, random));
      sums[`${player}Loss`] += (await loss.data())[0];
      tf.dispose([batch.clean, loss]);
    }
  }
  return {
    criticLoss: sums.criticLoss / (stepsPerFrame * knobs.criticSteps),
    generatorLoss: sums.generatorLoss / (stepsPerFrame * knobs.generatorSteps),
  };
}

/** Who moves in one step, one after another. */
function moves({ criticSteps, generatorSteps }: Settings): (keyof Game)[] {
  return [
    ...Array.from({ length: criticSteps }, () => 'critic' as const),
    ...Array.from({ length: generatorSteps }, () => 'generator' as const),
  ];
}

function moveOf(player: keyof Game, knobs: Settings, random: Random): Move {
  return {
    objective: objectives[knobs.objective],
    r1: knobs.gamma,
    r2: knobs.gamma,
    bounded: true,
    blank: -1, // paper
    learningRate: player === 'critic' ? knobs.criticRate : knobs.generatorRate,
    meanDecay: knobs.momentum,
    squareDecay: 0.99,
    random,
  };
}

interface Looker {
  /** Forgeries of the same noise each time, and those on the way between the chosen noises. */
  at(weights: Weights): Promise<Omit<Frame, 'step'>>;
  /** What the judge says of many of them. */
  verdict(weights: Weights): Promise<Omit<Frame, 'step'>>;
  dispose(): void;
}

/** Looks with the same noise each time, and lets the small classifier read the forgeries. */
async function lookerFor({ knobs, seed, load }: Context): Promise<Looker> {
  const random = createRandom(seed).fork('looks');
  const test = decodeDigits(await load('/data/digits-test.bin'));
  const judge = weightsFrom(decodeSafetensors(await load('/data/digit-classifier.safetensors')).tensors);
  const real = await featuresOf(judge, test.pixels);
  const sureOfReal = await sureness(judge, test.pixels);
  const isLabelled = knobs.task === 'ask' || (knobs.task === 'scratch' && knobs.labels !== 'none');
  const labels = (count: number) =>
    isLabelled ? Int32Array.from({ length: count }, (_, i) => askedFor(knobs, i)) : undefined;
  const forged = async (weights: Weights, noise: Float32Array) => {
    const count = noise.length / latent;
    const made = tf.tidy(() =>
      generated(weights, tf.tensor2d(noise, [count, latent]), { label: labels(count), bounded: true }),
    );
    const values = Float32Array.from(await made.data());
    tf.dispose(made);
    return values;
  };
  const fixed = random.normals(shown * latent);
  const many = random.normals(judged * latent);

  async function at(weights: Weights) {
    const ways = Array.from({ length: walks }, (_, i) => wayBetween(random.fork(`pair ${knobs.pair} ${i}`)));
    return {
      samples: greys(await forged(weights, fixed)),
      between: greys(await forged(weights, Float32Array.from(ways.flatMap((way) => [...way])))),
    };
  }

  async function verdict(weights: Weights) {
    const fakes = await forged(weights, many);
    const pictures = tf.tensor2d(fakes, [judged, dimension]);
    const read = await classifiedDigits(judge, pictures);
    tf.dispose(pictures);
    const features = await featuresOf(judge, fakes.subarray(0, compared * dimension));
    const shares = Float32Array.from(classCounts(read), (count) => (100 * count) / judged);
    const asked = labels(judged);
    return {
      shares,
      digit: Float32Array.from(shares, (_, digit) => digit),
      drawn: shares.filter((share) => share >= least).length,
      rarest: Math.min(...shares),
      sure: await sureness(judge, fakes),
      sureOfReal,
      ...distanceToReal(features, real, { dimension: featureCount }),
      obeyed: asked
        ? ` It reads ${Math.round(1000 * agreement(read, asked)) / 10} % as the digit asked for.`
        : '',
    };
  }

  return { at, verdict, dispose: () => tf.dispose(judge) };
}

/** The digit that the picture at a place is to be, where digits are asked for. */
const askedFor = ({ task, digit }: Settings, place: number): number =>
  task === 'ask' && digit !== 'all' ? Number(digit) : place % columns;

/** Noises on a quarter turn from one to another: those on a straight line would be too short to be usual. */
function wayBetween(random: Random): Float32Array {
  const [first, last] = [random.normals(latent), random.normals(latent)];
  return Float32Array.from({ length: columns * latent }, (_, i) => {
    const angle = (Math.PI / 2) * (Math.floor(i / latent) / (columns - 1));
    return first[i % latent] * Math.cos(angle) + last[i % latent] * Math.sin(angle);
  });
}

/** The mean probability that the judge gives to what it reads. */
async function sureness(judge: Weights, pixels: Float32Array): Promise<number> {
  const mean = tf.tidy(() => {
    const scores = digitScores(judge, tf.tensor2d(pixels, [pixels.length / dimension, dimension]));
    return tf.mean(tf.max(tf.softmax(scores), 1));
  });
  const [value] = await mean.data();
  tf.dispose(mean);
  return value;
}
