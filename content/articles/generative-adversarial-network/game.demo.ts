// Longer than other demos: both players can be turned by themselves, and each is watched beside what it is read against.
import * as tf from '@tensorflow/tfjs-core';
import { eightGaussianDeviation, eightGaussianModes } from '#data/eight-gaussians';
import { cellMiddles, type Points, pointSets, pointsOf } from '#data/point-sets';
import { createRandom, type Random } from '#data/random';
import type { Frame, Knobs, Presets, Question, Recording, RunContext, Views } from '#lab/contract';
import { dataFloor } from '#metrics/data-floor';
import { modeCoverage } from '#metrics/mode-coverage';
import type { Sample } from '#metrics/samples';
import { slicedWasserstein } from '#metrics/sliced-wasserstein';
import { objectives } from '#models/adversarial-objectives';
import { chanceLosses, fade, fakesOf, playRound, type Round, savedRound } from '#models/adversarial-round';
import { pullArrows, scoresAt, signals } from '#models/game-signals';
import { createCritic, createGenerator, type Game, type GanWeights } from '#models/gan';
import { normalNoise } from '#models/noise';
import { roundInWords } from '#models/round-words';
import { gameFrom } from '#models/saved-game';
import { batchOf, disposeTraining } from '#models/training';

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
    choices: { average: 'averaged weights', live: 'weights of this round' },
    effect: 'look',
  },
  averaging: {
    kind: 'choice',
    label: 'Weights are averaged',
    value: 'ramp',
    choices: { ramp: 'over some 200 steps', long: 'over 10,000 steps' },
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
  perfectDetective: {
    label: 'Perfect detective',
    knobs: {
      start: 'far',
      objective: 'minimax',
      penalty: 'none',
      criticSteps: 5,
      generatorSteps: 0,
    },
    look: 'The fakes lie far off, the generator is frozen, and the critic soon finds the real one of every pair. Its surface gets steeper and steeper, yet the arrows vanish: where the critic is sure, the minimax loss is flat. Choose the non-saturating objective while it plays: the same critic, and the pull is more than a thousand times as strong.',
  },
  shortLeash: {
    label: 'Short leash',
    knobs: { gamma: 100 },
    look: 'Slope costs 5,000 times as much as by default. The surface stays almost flat, its slope below a tenth, and after 500 rounds few fakes have found a mode. Nothing is broken: Adam takes steps of its usual length along weak pulls, only the critic has hardly anything to say.',
  },
  frozenEcho: {
    label: 'Frozen echo',
    knobs: { averaging: 'long' },
    look: 'The weights are averaged over 10,000 steps, and the average began at the first, random ones. The losses are those of the default run, but the fakes stay where they were. Let the fakes be made by the weights of this round: they have been good for long.',
  },
  heavyBall: {
    label: 'Momentum in a game',
    knobs: { momentum: 0.9 },
    look: 'Adam with its usual beta 1 of 0.9 remembers where the other player was ten steps ago. Both players overshoot: the loss of the generator swings high above chance, the fakes rush from place to place, and after 300 rounds most modes are still missed.',
  },
  noLeash: {
    label: 'No leash',
    knobs: { objective: 'wasserstein', penalty: 'none' },
    look: 'The Wasserstein loss rewards the critic for differences of scores without end, and nothing holds its slope. Look at the slope: after 300 rounds it is over fifty times what it was. The loss has lost its meaning as a distance. Let the critic pay for slopes other than 1, and it has one again.',
  },
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

/** The score half-way between real and fake. Where only differences of scores count, it is that of all scores' mean. */
const middles: Partial<Record<keyof typeof objectives, number>> = {
  minimax: 0,
  nonSaturating: 0,
  leastSquares: 0.5,
};

export const question: Question = {
  text: 'Of real points, 98.9 % lie within three deviations of a mode. Of the fakes it is 7 % before the first round. What share will it be after 300 rounds?',
  field: 'within',
  step: 300,
  min: 0,
  max: 100,
  grain: 1,
  unit: '%',
  because:
    'First the fakes spread over the ring, which takes some 200 rounds; then each heap gets tighter fast, as the critic draws a line around every mode. The last per cents take longest: a continuous generator must cross from mode to mode somewhere, and leaves some fakes on the bridges.',
};

export const recording: Recording = { seed: 1, frames: 61, kept: 12, knobs: { roundsPerFrame: 25 } };

type Context = RunContext<typeof knobs>;
type Settings = Context['knobs'];

export async function* run(context: Context): AsyncGenerator<Frame, void, void> {
  const { knobs, seed, from, keep, inParts, looking } = context;
  const random = createRandom(seed);
  const points = pointsOf(knobs.data, knobs.drawing);
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
    async function* roundInParts() {
      before = await save();
      for await (const { ends, ...told } of roundInWords(game, batches, rules())) {
        if (ends) [before, round] = [undefined, round + 1];
        yield ends ? { ...(await present(false)), ...told } : { step: round, ...told };
      }
    }
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
        yield* roundInParts();
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
  const places = tf.tensor2d(cellMiddles(fieldSide, extent), [fieldSide * fieldSide, 2]);

  async function of({ generator, critic }: Game, isDue: boolean): Promise<Omit<Frame, 'step'>> {
    const objective = objectives[knobs.objective];
    const chance = await chanceLosses(objective);
    const shownFakes = await fakesOf(generator, noise, { averaged: knobs.shown === 'average' });
    const live =
      knobs.shown === 'average' ? await fakesOf(generator, noise, { averaged: false }) : shownFakes;
    const [fake, liveFake] = [shownFakes, live].map((fakes) => tf.tensor2d(fakes, [judgedCount, 2]));
    try {
      const { meanScore, ...read } = await signals(critic, { real, fake: liveFake }, objective);
      const heights = await scoresAt(critic, places);
      const middle = middles[knobs.objective] ?? meanScore;
      return {
        fakes: shown(shownFakes),
        pulls: await pullArrows(critic, { real, fake, count: arrowCount }, objective),
        surface: heights.map((score) => score - middle),
        ...{ ...read, criticChance: chance.critic, generatorChance: chance.generator, accuracyChance: 50 },
        ...fallOnModes(knobs, shownFakes, isDue),
        ...(isDue && { distance: distanceTo(shownFakes, heldOut), distanceFloor }),
      };
    } finally {
      tf.dispose([fake, liveFake]);
    }
  }

  return { of, dispose: () => tf.dispose([noise, real, places]) };
}

/** How fakes fall on the modes, where these are known; of real points the share 1 - exp(-9/2) is within. */
function fallOnModes({ data }: Settings, fakes: Float32Array, isDue: boolean) {
  if (data !== 'eightGaussians' || !fakes.every(Number.isFinite))
    return { within: null, withinData: null, modes: '' };
  const deviation = eightGaussianDeviation;
  const { found, fractionWithin } = modeCoverage(fakes, eightGaussianModes, { deviation, within: 3 });
  const within = 100 * fractionWithin;
  const modes = `; ${found} of 8 modes found, ${within.toFixed(1)} % of fakes within 3 deviations (data: 98.9 %)`;
  return { within, withinData: 100 * (1 - Math.exp(-4.5)), ...(isDue && { modes }) };
}
