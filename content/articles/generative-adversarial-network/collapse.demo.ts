import * as tf from '@tensorflow/tfjs-core';
import { eightGaussianDeviation, eightGaussianModes, eightGaussians } from '#data/eight-gaussians';
import { createRandom, type Random } from '#data/random';
import type { Frame, Knobs, Presets, Question, Recording, RunContext, Views } from '#lab/contract';
import { modeCoverage } from '#metrics/mode-coverage';
import { nonSaturating, relativistic } from '#models/adversarial-objectives';
import { fakesOf, playRound, type Round, savedRound } from '#models/adversarial-round';
import { createCritic, createGenerator, type Game } from '#models/gan';
import { normalNoise } from '#models/noise';
import { gameFrom } from '#models/saved-game';
import { batchOf, disposeTraining } from '#models/training';

const trainingCount = 4000;
const judgedCount = 1000;
const shownCount = 320;
const batchSize = 128;
const roundsPerFrame = 2;
/** Frames over which the way of the fakes is drawn. */
const remembered = 24;
const extent = 2.6;

export const knobs = {
  recipe: {
    kind: 'choice',
    label: 'Recipe',
    value: 'hasty',
    choices: {
      hasty: 'A hasty generator',
      slow: 'A slow critic',
      frozen: 'A frozen critic',
      swift: 'A cure: a swift critic',
      paired: 'A cure: pairs and penalties',
    },
    effect: 'live',
    help: 'Turn it while the demo plays: the run goes on with the other recipe.',
  },
  latent: {
    kind: 'range',
    label: 'Numbers of noise',
    value: 2,
    min: 1,
    max: 4,
    step: 1,
    effect: 'restart',
  },
  shown: {
    kind: 'choice',
    label: 'Fakes are made by',
    value: 'live',
    choices: { live: 'weights of this round', average: 'averaged weights' },
    effect: 'look',
  },
  trainingSteps: {
    kind: 'range',
    label: 'Rounds in all',
    value: 1000,
    min: 100,
    max: 10_000,
    step: 100,
    effect: 'live',
  },
} as const satisfies Knobs;

export const views = {
  plane: {
    kind: 'plane',
    label: 'Data and fakes',
    extent,
    layers: [
      { mark: 'points', field: 'data', actor: 'data', label: 'real' },
      { mark: 'points', field: 'fakes', actor: 'sample', label: 'fake' },
      { mark: 'trails', field: 'way', actor: 'generator', label: 'the way of their middle' },
    ],
  },
  shares: {
    kind: 'bars',
    label: 'Fakes at each mode',
    field: 'shares',
    actor: 'sample',
    x: 'mode',
    xLabel: 'mode, counter-clockwise from the right',
    yLabel: 'per cent within three deviations',
    threshold: { at: 100 / 8, label: 'its due' },
    least: 25,
  },
  found: {
    kind: 'chart',
    label: 'Modes found',
    x: 'step',
    xLabel: 'round',
    yLabel: 'modes with a tenth of their due',
    yDomain: [0, 8],
    series: [
      { field: 'found', actor: 'sample', label: 'of fakes' },
      { field: 'all', actor: 'data', label: 'of data', style: 'floor' },
    ],
  },
  each: {
    kind: 'chart',
    label: 'Where the largest heap lies',
    x: 'step',
    xLabel: 'round',
    yLabel: 'mode',
    yDomain: [1, 8],
    series: [{ field: 'largest', actor: 'sample', label: 'mode with most fakes' }],
  },
  numbers: {
    kind: 'text',
    label: 'Numbers',
    template:
      'Round {step}: {found} of 8 modes found, {within:3} % of fakes within 3 deviations of one (data: 98.9 %), {visited} modes visited so far (n = 1000).',
  },
} as const satisfies Views;

export const presets: Presets = {
  oneTrickForger: {
    label: 'One-trick forger',
    knobs: { recipe: 'slow', latent: 1 },
    look: 'One number of noise, and a critic that learns at a tenth of the generator’s rate. The fakes are a short thread that lies at one mode, or two, and moves on as soon as the critic has noticed. Every mode gets its turn, yet at no time are there more than a few.',
  },
  noAnswer: {
    label: 'A critic that never answers',
    knobs: { recipe: 'frozen' },
    look: 'The critic keeps its first, random surface. All fakes run to where it is highest, out of the picture if need be, and no mode is left. It is the best answer to this critic: no code is at fault.',
  },
  smearedHops: {
    label: 'Averaged hops',
    knobs: { shown: 'average' },
    look: 'The hasty generator as its averaged weights show it. The heap no longer leaps from mode to mode: it wanders about between them, and hardly a fake is near one. An average of weights is no mixture of what they make, and it hides what happens. Look at the weights of this round.',
  },
  cure: {
    label: 'A cure: pairs and penalties',
    knobs: { recipe: 'paired' },
    look: 'The same networks and the same seed, judged in pairs and with a price on slope, and both players take turns at one rate. All eight modes are found within some 200 rounds and stay found.',
  },
};

export const question: Question = {
  text: 'The generator takes five steps for each step of the critic. How many of the eight modes will its fakes have found after 200 rounds?',
  field: 'found',
  step: 200,
  min: 0,
  max: 8,
  grain: 1,
  because:
    'Against a critic that hardly answers the best reply is one heap at its highest place. When the critic has noticed, another place is highest, and the whole heap moves: by now nearly every mode has been visited, and none of them is kept.',
};

export const recording: Recording = { seed: 1, frames: 101, kept: 12 };

type Context = RunContext<typeof knobs>;
type Settings = Context['knobs'];

export async function* run(context: Context): AsyncGenerator<Frame, void, void> {
  const { knobs, seed, from, keep, looking } = context;
  const random = createRandom(seed);
  const data = eightGaussians(trainingCount, random.fork('training data'));
  const noise = normalNoise([judgedCount, knobs.latent], random.fork('judge'));
  const moves = random.fork('moves');
  const goesOn = from?.notes.random !== undefined;
  const game = gameOf(context, random);
  let round = from?.step ?? 0;
  const trace = traceOf(from?.notes.trace);
  keep(async () => {
    const saved = await savedRound(game, round);
    return { ...saved, notes: { ...saved.notes, random: moves.state(), trace: trace.state() } };
  });
  try {
    if (goesOn) moves.resume(from.notes.random);
    const batches = () => batchOf({ values: data, dimension: 2 }, batchSize, moves);
    const progress = () => Math.min(1, round / knobs.trainingSteps);
    const present = async () => {
      const fakes = await fakesOf(game.generator, noise, { averaged: knobs.shown === 'average' });
      return { step: round, progress: progress(), fakes: shown(fakes), ...trace.with(fakes) };
    };
    if (!goesOn) yield { ...(await present()), data: shown(data) };
    // Who takes a run up may not know its first frame, which alone shows the data.
    let again = goesOn ? { data: shown(data) } : {};
    for (;;) {
      // A reader may still look at other weights when all rounds are played.
      if (progress() === 1 && !looking) return;
      if (progress() < 1 && !looking?.()) {
        const until = Math.min(round + roundsPerFrame, knobs.trainingSteps);
        for (; round < until; round++)
          await playRound(game, batches, { ...recipes[knobs.recipe], random: moves });
      }
      yield { ...(await present()), ...again };
      again = {};
    }
  } finally {
    tf.dispose(noise);
    disposeTraining(game.generator);
    disposeTraining(game.critic);
  }
}

/** As many points as a picture needs. */
const shown = (points: Float32Array): Float32Array => points.slice(0, 2 * shownCount);

/** Both players as they begin, or as they were saved. */
function gameOf({ knobs, from }: Context, random: Random): Game {
  const plan = { latent: knobs.latent, dimension: 2, widths: [64, 64, 64] };
  const first = {
    generator: createGenerator(random.fork('generator'), plan),
    critic: createCritic(random.fork('critic'), plan),
  };
  const { criticSteps = '0', generatorSteps = '0' } = from?.notes ?? {};
  return gameFrom(first, from && { ...from, step: Number(generatorSteps) }, Number(criticSteps));
}

type Recipe = Omit<Round, 'random'>;

const unfair = { objective: nonSaturating, meanDecay: 0.5, squareDecay: 0.999 };

/** Three in which the generator runs ahead of its critic, and two in which the critic keeps up. */
const recipes: Readonly<Record<Settings['recipe'], Recipe>> = {
  hasty: { ...unfair, criticSteps: 1, generatorSteps: 5, criticRate: 0.0002, generatorRate: 0.001 },
  slow: { ...unfair, criticSteps: 1, generatorSteps: 1, criticRate: 0.0001, generatorRate: 0.001 },
  frozen: { ...unfair, criticSteps: 0, generatorSteps: 5, criticRate: 0, generatorRate: 0.0005 },
  swift: { ...unfair, criticSteps: 2, generatorSteps: 1, criticRate: 0.002, generatorRate: 0.0005 },
  paired: {
    objective: relativistic,
    r1: 0.02,
    r2: 0.02,
    meanDecay: 0,
    squareDecay: 0.99,
    criticSteps: 1,
    generatorSteps: 1,
    criticRate: 0.003,
    generatorRate: 0.003,
  },
};

interface Traced {
  /** The middles of the fakes, x, y pairs. */
  readonly middles: number[];
  /** Modes that were the largest heap at some time. */
  readonly visited: number[];
}

/** Counts fakes at the modes, and remembers where they were before. */
function traceOf(state?: string) {
  const { middles, visited } = state ? (JSON.parse(state) as Traced) : { middles: [], visited: [] };
  return {
    state: () => JSON.stringify({ middles, visited }),
    with(fakes: Float32Array) {
      const deviation = eightGaussianDeviation;
      const coverage = modeCoverage(fakes, eightGaussianModes, { deviation, within: 3 });
      const { sharesWithin, fractionWithin, found } = coverage;
      const largest = found > 0 ? 1 + sharesWithin.indexOf(Math.max(...sharesWithin)) : null;
      if (largest !== null && !visited.includes(largest)) visited.push(largest);
      middles.push(...middleOf(fakes));
      middles.splice(0, middles.length - 2 * remembered);
      return {
        shares: Float32Array.from(sharesWithin, (share) => 100 * share),
        mode: Float32Array.from(sharesWithin, (_, i) => i + 1),
        way: segments(middles),
        ...{ found, all: 8, largest, within: 100 * fractionWithin, visited: visited.length },
      };
    },
  };
}

function middleOf(points: Float32Array): [number, number] {
  const sums = [0, 0];
  points.forEach((value, i) => (sums[i % 2] += value));
  return [(2 * sums[0]) / points.length, (2 * sums[1]) / points.length];
}

/** From each place to the next. */
function segments(places: readonly number[]): Float32Array {
  return Float32Array.from(
    { length: 2 * places.length - 4 },
    (_, i) => places[2 * Math.floor(i / 4) + (i % 4)],
  );
}
