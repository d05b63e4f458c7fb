// Longer than other demos: both players can be turned by themselves, and each is watched beside what it is read against.
import * as tf from '@tensorflow/tfjs-core';
import { resampled } from '#data/drawing';
import { eightGaussianDeviation, eightGaussianModes, eightGaussians } from '#data/eight-gaussians';
import { pinwheel } from '#data/pinwheel';
import { createRandom, type Random } from '#data/random';
import { swissRoll } from '#data/swiss-roll';
import { twoMoons } from '#data/two-moons';
import type { Frame, Knobs, Presets, Question, Recording, RunContext, Views } from '#lab/contract';
import { dataFloor } from '#metrics/data-floor';
import { modeCoverage } from '#metrics/mode-coverage';
import type { Sample } from '#metrics/samples';
import { slicedWasserstein } from '#metrics/sliced-wasserstein';
import { objectives } from '#models/adversarial-objectives';
import {
  chanceLosses,
  fade,
  fakesOf,
  playRound,
  pull,
  type Round,
  savedRound,
} from '#models/adversarial-round';
import { createCritic, createGenerator, type Game, type GanWeights, judged, scored } from '#models/gan';
import { normalNoise } from '#models/noise';
import { roundInWords } from '#models/round-words';
import { gameFrom } from '#models/saved-game';
import { batchOf, disposeTraining } from '#models/training';
import { unflattened } from '#models/weights';

const trainingCount = 4000;
const judgedCount = 1000;
const shownCount = 320;
const arrowCount = 60;
const batchSize = 128;
const roundsPerVerdict = 50;
const extent = 2.6;
/** Heights of the critic's surface are shown at so many places a side. */
const fieldSide = 40;

export const knobs = {
  data: {
    kind: 'choice',
    label: 'Data',
    value: 'eightGaussians',
    choices: {
      eightGaussians: 'Eight Gaussians',
      twoMoons: 'Two moons',
      swissRoll: 'Swiss roll',
      pinwheel: 'Pinwheel',
      drawing: 'Draw your own',
    },
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
  objective: {
    kind: 'choice',
    label: 'Objective',
    value: 'relativistic',
    choices: {
      minimax: 'Minimax (saturates)',
      nonSaturating: 'Non-saturating',
      leastSquares: 'Least squares',
      wasserstein: 'Wasserstein',
      relativistic: 'Relativistic pairs',
    },
    effect: 'live',
  },
  penalty: {
    kind: 'choice',
    label: 'The critic pays for',
    value: 'steep',
    choices: {
      none: 'nothing',
      steep: 'any slope (R1 and R2)',
      unit: 'slopes other than 1',
    },
    effect: 'live',
  },
  gamma: {
    kind: 'range',
    label: 'Price of slope, gamma',
    value: 0.02,
    min: 0.001,
    max: 100,
    scale: 'log',
    when: { penalty: 'steep' },
    effect: 'live',
  },
  lambda: {
    kind: 'range',
    label: 'Price of other slopes, lambda',
    value: 0.1,
    min: 0.01,
    max: 10,
    scale: 'log',
    when: { penalty: 'unit' },
    effect: 'live',
  },
  criticSteps: {
    kind: 'range',
    label: 'Critic steps a round',
    value: 1,
    min: 0,
    max: 5,
    step: 1,
    effect: 'live',
    help: '0 freezes the critic.',
  },
  generatorSteps: {
    kind: 'range',
    label: 'Generator steps a round',
    value: 1,
    min: 0,
    max: 5,
    step: 1,
    effect: 'live',
    help: '0 freezes the generator.',
  },
  criticRate: {
    kind: 'range',
    label: 'Critic’s learning rate',
    value: 0.004,
    min: 0.0001,
    max: 0.02,
    scale: 'log',
    effect: 'live',
  },
  generatorRate: {
    kind: 'range',
    label: 'Generator’s learning rate',
    value: 0.004,
    min: 0.0001,
    max: 0.02,
    scale: 'log',
    effect: 'live',
  },
  momentum: {
    kind: 'range',
    label: 'Adam’s beta 1',
    value: 0,
    min: 0,
    max: 0.95,
    step: 0.05,
    effect: 'live',
  },
  shown: {
    kind: 'choice',
    label: 'Fakes are made by',
    value: 'average',
    choices: { average: 'averaged weights', live: 'the weights of this round' },
    effect: 'look',
  },
  averaging: {
    kind: 'choice',
    label: 'Weights are averaged',
    value: 'ramp',
    choices: { ramp: 'over some 200 steps, fewer at first', long: 'over 10,000 steps from the start' },
    effect: 'live',
  },
  start: {
    kind: 'choice',
    label: 'Fakes begin',
    value: 'amid',
    choices: { amid: 'amid the data', far: 'far off' },
    effect: 'restart',
  },
  width: { kind: 'range', label: 'Network width', value: 64, min: 16, max: 128, step: 16, effect: 'restart' },
  latent: { kind: 'range', label: 'Numbers of noise', value: 2, min: 1, max: 8, step: 1, effect: 'restart' },
  roundsPerFrame: {
    kind: 'range',
    label: 'Rounds a picture',
    value: 10,
    min: 1,
    max: 25,
    step: 1,
    effect: 'live',
    help: 'One press of Step plays as many.',
  },
  trainingSteps: {
    kind: 'range',
    label: 'Rounds in all',
    value: 1500,
    min: 100,
    max: 10_000,
    step: 100,
    effect: 'live',
    help: 'In the second half both rates fall to 0.',
  },
} as const satisfies Knobs;

export const views = {
  plane: {
    kind: 'plane',
    label: 'Both players',
    extent,
    layers: [
      {
        mark: 'field',
        field: 'surface',
        actor: 'critic',
        label: 'the critic cannot say',
        levels: [0.25, 1, 4],
        above: { actor: 'data', label: 'it says real' },
        below: { actor: 'generator', label: 'it says fake' },
      },
      { mark: 'points', field: 'data', actor: 'data', label: 'real' },
      { mark: 'points', field: 'fakes', actor: 'sample', label: 'fake' },
      { mark: 'arrows', field: 'pulls', actor: 'generator', label: 'where the generator is pulled' },
    ],
  },
  losses: {
    kind: 'chart',
    label: 'Losses on held-out data',
    x: 'step',
    xLabel: 'round',
    yLabel: 'loss, without penalties',
    series: [
      { field: 'criticLoss', actor: 'critic', label: 'critic' },
      { field: 'criticChance', actor: 'critic', label: 'if it only guessed', style: 'floor' },
      { field: 'generatorLoss', actor: 'generator', label: 'generator' },
      { field: 'generatorChance', actor: 'generator', label: 'if the critic only guessed', style: 'floor' },
    ],
  },
  distance: {
    kind: 'chart',
    label: 'Distance of fakes to held-out data',
    x: 'step',
    xLabel: 'round',
    yLabel: 'sliced Wasserstein',
    yScale: 'log',
    series: [
      { field: 'distance', actor: 'sample', label: 'fakes' },
      { field: 'distanceFloor', actor: 'data', label: 'floor: data against data', style: 'floor' },
    ],
  },
  within: {
    kind: 'chart',
    label: 'Fakes within three deviations of a mode',
    x: 'step',
    xLabel: 'round',
    yLabel: 'per cent',
    yDomain: [0, 100],
    series: [
      { field: 'within', actor: 'sample', label: 'fakes' },
      { field: 'withinData', actor: 'data', label: 'data', style: 'floor' },
    ],
  },
  accuracy: {
    kind: 'chart',
    label: 'Pairs in which the critic finds the real one',
    x: 'step',
    xLabel: 'round',
    yLabel: 'per cent',
    yDomain: [0, 100],
    series: [
      { field: 'accuracy', actor: 'critic', label: 'critic' },
      { field: 'accuracyChance', actor: 'critic', label: 'a guess', style: 'floor' },
    ],
  },
  slopes: {
    kind: 'chart',
    label: 'How steep, and how strong',
    x: 'step',
    xLabel: 'round',
    yLabel: 'mean length',
    yScale: 'log',
    series: [
      { field: 'slope', actor: 'critic', label: 'the critic’s slope' },
      { field: 'pullLength', actor: 'generator', label: 'the generator’s pull' },
    ],
  },
  numbers: {
    kind: 'text',
    label: 'Numbers',
    template:
      'Round {step}: critic’s loss {criticLoss:3} (a guess {criticChance:3}), generator’s {generatorLoss:3} ({generatorChance:3}); sliced Wasserstein distance {distance:3} (floor {distanceFloor:3}, n = 1000 each){modes}; slope {slope:3}, pull {pullLength:3}.',
  },
} as const satisfies Views;

export const presets: Presets = {
  placeholder: { label: '', knobs: {}, look: '' },
};

export const parts = {
  draw: 'Draw: real points for the batch, and noise for as many fakes.',
  fakes: 'Fakes: the generator makes a point of each noise.',
  judgement: 'Judgement: the critic scores both, high for real.',
  criticLoss:
    'The critic’s loss, penalties included, and its gradient in the critic’s weights; the fakes count as constants.',
  criticUpdate: 'The critic moves: Adam, against that gradient.',
  generatorLoss:
    'The generator’s loss, on new fakes: its gradient goes through the critic, whose weights stay, into each fake and on into the generator.',
  generatorUpdate: 'The generator moves: Adam, against that gradient.',
};

export const recording: Recording = { seed: 1, frames: 151, kept: 12 };

type Context = RunContext<typeof knobs>;
type Settings = Context['knobs'];

export async function* run(context: Context): AsyncGenerator<Frame, void, void> {
  const { knobs, seed, from, keep, inParts, looking } = context;
  const random = createRandom(seed);
  const points = dataOf(knobs);
  const data = points(trainingCount, random.fork('training data'));
  const moves = random.fork('moves');
  const goesOn = from?.notes.random !== undefined;
  const game = gameOf(context, random);
  let round = from?.step ?? 0;
  const save = async () => {
    const saved = await savedRound(game, round);
    return { ...saved, notes: { ...saved.notes, random: moves.state() } };
  };
  /** What is kept while a round is gone through in parts: the game as it was before. */
  let before: Awaited<ReturnType<typeof save>> | undefined;
  keep(async () => before ?? save());
  const judge = judgeOf(points, context);
  try {
    if (goesOn) moves.resume(from.notes.random);
    const batches = () => batchOf({ values: data, dimension: 2 }, batchSize, moves);
    const rules = () => roundOf(knobs, round, moves);
    const progress = () => Math.min(1, round / knobs.trainingSteps);
    const present = async (isDue: boolean) => ({
      step: round,
      progress: progress(),
      ...(await judge.of(game, isDue)),
    });
    if (!goesOn) yield { ...(await present(true)), data: shown(data) };
    // Who takes a run up may not know its first frame, which alone shows the data.
    let again = goesOn ? { data: shown(data) } : {};
    for (;;) {
      // A reader may still look at other weights when all rounds are played.
      if (progress() === 1 && !looking) return;
      if (progress() === 1 || looking?.()) {
        yield await present(true);
        continue;
      }
      if (inParts?.() && knobs.criticSteps + knobs.generatorSteps > 0) {
        before = await save();
        for await (const { ends, ...told } of roundInWords(game, batches, rules())) {
          if (ends) [before, round] = [undefined, round + 1];
          yield ends ? { ...(await present(false)), ...told } : { step: round, ...told };
        }
        continue;
      }
      const begun = round;
      const until = Math.min(round + knobs.roundsPerFrame, knobs.trainingSteps);
      for (; round < until; round++) await playRound(game, batches, rules());
      const isDue = Math.floor(begun / roundsPerVerdict) < Math.floor(round / roundsPerVerdict);
      yield { ...(await present(isDue || progress() === 1)), ...again };
      again = {};
    }
  } finally {
    judge.dispose();
    disposeTraining(game.generator);
    disposeTraining(game.critic);
  }
}

/** As many points as a picture needs. */
const shown = (points: Float32Array): Float32Array => points.slice(0, 2 * shownCount);

type Points = (count: number, random: Random) => Float32Array;

/** A copy of the drawing is taken: the run keeps its data while the reader draws on. */
function dataOf({ data, drawing }: Settings): Points {
  if (data !== 'drawing') return { eightGaussians, twoMoons, swissRoll, pinwheel }[data];
  const drawn = [...drawing];
  if (drawn.length < 40) {
    throw new Error(
      `A drawing needs at least 20 points; this one has ${drawn.length / 2}. Draw in the first picture, then press Play.`,
    );
  }
  return (count, random) => resampled(drawn, count, random);
}

/** Both players as they begin, or as they were saved. */
function gameOf({ knobs, from }: Context, random: Random): Game {
  const widths = [knobs.width, knobs.width, knobs.width];
  const plan = { latent: knobs.latent, dimension: 2, widths };
  const generator = createGenerator(random.fork('generator'), plan);
  const first = {
    generator: knobs.start === 'far' ? movedOff(generator) : generator,
    critic: createCritic(random.fork('critic'), plan),
  };
  const { criticSteps = '0', generatorSteps = '0' } = from?.notes ?? {};
  return gameFrom(first, from && { ...from, step: Number(generatorSteps) }, Number(criticSteps));
}

/** The same generator with its fakes close together in a corner. */
function movedOff(weights: GanWeights): GanWeights {
  const { 'output.weight': weight, 'output.bias': bias } = weights;
  const moved = {
    ...weights,
    'output.weight': tf.mul(weight, 0.15),
    'output.bias': tf.add(bias, 2.1),
  };
  tf.dispose([weight, bias]);
  return moved;
}

function roundOf(knobs: Settings, round: number, random: Random): Round {
  const left = fade(round, knobs.trainingSteps);
  return {
    objective: objectives[knobs.objective],
    r1: knobs.penalty === 'steep' ? knobs.gamma : 0,
    r2: knobs.penalty === 'steep' ? knobs.gamma : 0,
    unitSlope: knobs.penalty === 'unit' ? knobs.lambda : 0,
    criticSteps: knobs.criticSteps,
    generatorSteps: knobs.generatorSteps,
    criticRate: left * knobs.criticRate,
    generatorRate: left * knobs.generatorRate,
    meanDecay: knobs.momentum,
    squareDecay: 0.99,
    ...(knobs.averaging === 'long' && { decay: 0.9999, ramp: false }),
    random,
  };
}

/** Looks at both players with the same noise, held-out data and places each time. */
function judgeOf(points: Points, { knobs, seed }: Context) {
  const random = createRandom(seed).fork('judge');
  const heldOut = points(judgedCount, random.fork('held-out data'));
  const fresh = random.fork('fresh data');
  const distanceTo = (a: Sample, b: Sample) => slicedWasserstein(a, b, { random: random.fork('directions') });
  const distanceFloor = dataFloor(distanceTo, (count) => points(count, fresh), { count: judgedCount });
  const noise = normalNoise([judgedCount, knobs.latent], random);
  const real = tf.tensor2d(heldOut, [judgedCount, 2]);
  const places = tf.tensor2d(placesOf(fieldSide), [fieldSide * fieldSide, 2]);

  async function of(game: Game, isDue: boolean): Promise<Omit<Frame, 'step'>> {
    const fakes = await fakesOf(game.generator, noise, { averaged: knobs.shown === 'average' });
    return {
      fakes: shown(fakes),
      ...(await played(game)),
      ...(await pulled(game, fakes)),
      ...found(knobs, fakes),
      ...(isDue && { distance: distanceTo(fakes, heldOut), distanceFloor }),
    };
  }

  /** What this round's players make of each other. */
  async function played({ generator, critic }: Game) {
    const objective = objectives[knobs.objective];
    const live = await fakesOf(generator, noise, { averaged: false });
    const read = tf.tidy(() => {
      const weights = unflattened(critic.parameters, critic.layout);
      const fake = tf.tensor2d(live, [judgedCount, 2]);
      const [atReal, atFake] = [real, fake].map((example) => judged(weights, example));
      const slopes = tf.norm(tf.concat2d([atReal.slope, atFake.slope], 0), 'euclidean', 1);
      return [
        objective.critic(atReal.score, atFake.score),
        objective.generator(atFake.score, atReal.score),
        tf.mul(tf.mean(tf.cast(tf.greater(atReal.score, atFake.score), 'float32')), 100),
        tf.mean(slopes),
        tf.mean(tf.norm(pull(weights, { real, fake }, objective), 'euclidean', 1)),
        middleOf(knobs, atReal.score, atFake.score),
        scored(weights, places),
      ];
    });
    const values = await Promise.all(read.map((tensor) => tensor.data()));
    tf.dispose(read);
    const [criticLoss, generatorLoss, accuracy, slope, pullLength, middle] = values.map(([value]) => value);
    const chance = await chanceLosses(objective);
    return {
      ...{ criticLoss, criticChance: chance.critic, generatorLoss, generatorChance: chance.generator },
      ...{ accuracy, accuracyChance: 50, slope, pullLength },
      surface: Float32Array.from(values[6], (score) => score - middle),
    };
  }

  /** Arrows on the first of the fakes that are shown. */
  async function pulled({ critic }: Game, fakes: Float32Array) {
    const pulls = tf.tidy(() => {
      const weights = unflattened(critic.parameters, critic.layout);
      const fake = tf.tensor2d(fakes, [judgedCount, 2]);
      const away = tf.slice(pull(weights, { real, fake }, objectives[knobs.objective]), 0, arrowCount);
      // Lengths go with the root of the pull's, or strong ones would leave nothing to see of weak ones.
      const length = tf.norm(away, 'euclidean', 1, true);
      const arrow = tf.mul(
        away,
        tf.div(tf.minimum(tf.mul(tf.sqrt(length), 0.4), 0.8), tf.add(length, 1e-12)),
      );
      return tf.concat([tf.slice(fake, 0, arrowCount), arrow], 1);
    });
    const values = Float32Array.from(await pulls.data());
    tf.dispose(pulls);
    return { pulls: values };
  }

  return { of, dispose: () => tf.dispose([noise, real, places]) };
}

/** The middles of the cells of a grid over the picture, row after row from below. */
function placesOf(side: number): Float32Array {
  const cell = (2 * extent) / side;
  return Float32Array.from({ length: 2 * side * side }, (_, i) => {
    const place = i % 2 === 0 ? Math.floor(i / 2) % side : Math.floor(i / 2 / side);
    return (place + 0.5) * cell - extent;
  });
}

/** The score half-way between real and fake; where only differences of scores count, that of the mean scores. */
function middleOf({ objective }: Settings, real: tf.Tensor1D, fake: tf.Tensor1D): tf.Scalar {
  if (objective === 'leastSquares') return tf.scalar(0.5);
  if (objective === 'minimax' || objective === 'nonSaturating') return tf.scalar(0);
  return tf.mean<tf.Scalar>(tf.concat1d([real, fake]));
}

/** How fakes fall on the modes, where these are known: the share of real points on them is 1 - exp(-9/2). */
function found({ data }: Settings, fakes: Float32Array) {
  if (data !== 'eightGaussians' || !fakes.every(Number.isFinite))
    return { within: null, withinData: null, modes: '' };
  const deviation = eightGaussianDeviation;
  const coverage = modeCoverage(fakes, eightGaussianModes, { deviation, within: 3 });
  const within = 100 * coverage.fractionWithin;
  return {
    ...{ within, withinData: 100 * (1 - Math.exp(-4.5)) },
    modes: `; ${coverage.found} of 8 modes found, ${within.toFixed(1)} % of fakes within 3 deviations (data: 98.9 %)`,
  };
}
