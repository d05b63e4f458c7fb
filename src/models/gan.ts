import * as tf from '@tensorflow/tfjs-core';
import type { Objective } from './adversarial-objectives.ts';
import { dense, denseWeights } from './dense.ts';
import { seededNoise } from './noise.ts';
import { descended, type Batch, type Pace, type Training } from './training.ts';
import { unflattened, type RandomNumbers, type Weights } from './weights.ts';

/** Layers `hidden1`, `hidden2`, ... and `output`, each with a weight and a bias: of a generator or of a critic. */
export type GanWeights = Weights;

/** The size of a generator. */
export interface GeneratorPlan {
  /** Numbers of noise per example. */
  readonly latent: number;
  /** Numbers per example. */
  readonly dimension: number;
  /** Units of the hidden layers, one after another. */
  readonly widths: readonly number[];
  /** How many labels there are, for a conditional model (Mirza and Osindero 2014). Default none. */
  readonly classes?: number;
}

export type CriticPlan = Omit<GeneratorPlan, 'latent'>;

/** First weights of a generator, for the caller to dispose of. */
export function createGenerator(
  random: RandomNumbers,
  { latent, dimension, widths, classes = 0 }: GeneratorPlan,
): GanWeights {
  return layers(random, [latent + classes, ...widths, dimension]);
}

/** First weights of a critic, for the caller to dispose of. */
export function createCritic(
  random: RandomNumbers,
  { dimension, widths, classes = 0 }: CriticPlan,
): GanWeights {
  return layers(random, [dimension + classes, ...widths, 1]);
}

/** Dense layers of these sizes; the gain keeps the spread through layers that cut at zero (He et al. 2015). */
function layers(random: RandomNumbers, sizes: readonly number[]): GanWeights {
  const outputs = sizes.slice(1);
  return Object.assign(
    {},
    ...outputs.map((size, index) => {
      const isLast = index === outputs.length - 1;
      const name = isLast ? 'output' : `hidden${index + 1}`;
      return denseWeights(name, [sizes[index], size], { random, gain: isLast ? 1 : Math.SQRT2 });
    }),
  ) as GanWeights;
}

/** How many hidden layers there are. */
const depth = (weights: GanWeights): number => Object.keys(weights).length / 2 - 1;

/** What a network makes of its input besides. */
export interface Input {
  /** [batch], for a conditional model. */
  readonly label?: Int32Array;
}

/**
 * The generator: noise [batch, latent] -> examples [batch, dimension].
 *
 * @param bounded whether a tanh keeps every number between -1 and 1, as that of a pixel is
 */
export function generated(
  weights: GanWeights,
  noise: tf.Tensor2D,
  { label, bounded = false }: Input & { bounded?: boolean } = {},
): tf.Tensor2D {
  let hidden = withLabel(noise, label, weights); // [batch, latent + classes]
  for (let layer = 1; layer <= depth(weights); layer++) {
    hidden = tf.relu(dense(hidden, weights, `hidden${layer}`)); // [batch, width]
  }
  const output = dense(hidden, weights, 'output'); // [batch, dimension]
  return bounded ? tf.tanh(output) : output;
}

/** The label as a one among zeros beside the input, where the first layer has room for it. */
function withLabel(input: tf.Tensor2D, label: Int32Array | undefined, weights: GanWeights): tf.Tensor2D {
  const first = weights['hidden1.weight'] ?? weights['output.weight'];
  const classes = first.shape[0] - input.shape[1];
  if (classes === 0) return input;
  if (!label) throw new Error('A conditional network needs a label for each example.');
  return tf.concat2d([input, tf.oneHot(tf.tensor1d(label, 'int32'), classes) as tf.Tensor2D], 1);
}

/** Slope of a unit of the critic below zero; above it is 1. */
const leak = 0.2;

/** What the critic makes of an example besides. */
export interface CriticInput extends Input {
  /** What a number holds that says nothing, such as the -1 of paper: the critic counts from there and learns faster. Default 0. */
  readonly blank?: number;
}

/** What the critic says of examples. */
export interface Judgement {
  /** High for real: [batch]. */
  readonly score: tf.Tensor1D;
  /** The gradient of each score in its example: [batch, dimension]. */
  readonly slope: tf.Tensor2D;
}

/** The critic's score of examples [batch, dimension]: [batch]. */
export function scored(weights: GanWeights, example: tf.Tensor2D, input: CriticInput = {}): tf.Tensor1D {
  return throughCritic(weights, example, input).score;
}

/**
 * The critic's score and its slope. The slope is not asked from the library but written out, the chain rule from the score back to
 * the example: an expression like any other, so that a penalty on it needs no derivative of a derivative, which TensorFlow.js
 * gets wrong for many functions. The units' own slopes count as constants, which they are except at a kink.
 */
export function judged(weights: GanWeights, example: tf.Tensor2D, input: CriticInput = {}): Judgement {
  const { score, slopes } = throughCritic(weights, example, input);
  const ones = tf.ones<tf.Rank.R2>([example.shape[0], 1]);
  let back = tf.matMul<tf.Tensor2D>(ones, tf.transpose(weights['output.weight'] as tf.Tensor2D)); // [batch, last width]
  for (let layer = slopes.length; layer >= 1; layer--) {
    const weight = weights[`hidden${layer}.weight`] as tf.Tensor2D;
    back = tf.matMul(tf.mul<tf.Tensor2D>(back, slopes[layer - 1]), tf.transpose(weight)); // [batch, width before]
  }
  return { score, slope: tf.slice2d(back, [0, 0], [-1, example.shape[1]]) }; // without the label
}

/** The score, and the slope of every unit on the way: 1 above zero, `leak` below. */
function throughCritic(weights: GanWeights, example: tf.Tensor2D, { label, blank = 0 }: CriticInput) {
  const slopes: tf.Tensor2D[] = [];
  const counted = blank === 0 ? example : tf.sub<tf.Tensor2D>(example, blank);
  let hidden = withLabel(counted, label, weights); // [batch, dimension + classes]
  for (let layer = 1; layer <= depth(weights); layer++) {
    const sum = dense(hidden, weights, `hidden${layer}`); // [batch, width]
    const slope = tf.add<tf.Tensor2D>(tf.mul(tf.step(sum), 1 - leak), leak);
    slopes.push(slope);
    hidden = tf.mul(sum, slope);
  }
  const score = tf.reshape<tf.Rank.R1>(dense(hidden, weights, 'output'), [-1]); // [batch]
  return { score, slopes };
}

/** Squared length of each row: [batch, dimension] -> [batch]. */
const squaredLength = (rows: tf.Tensor2D): tf.Tensor1D => tf.sum<tf.Tensor1D>(tf.square(rows), 1);

/** gamma/2 times the mean squared slope: R1 on real examples, R2 on fakes. Mescheder et al. 2018, eq. 9. */
export function slopePenalty(slope: tf.Tensor2D, gamma: number): tf.Scalar {
  return tf.mul(tf.mean<tf.Scalar>(squaredLength(slope)), gamma / 2);
}

/** lambda times the mean squared distance of the slope's length from 1. Gulrajani et al. 2017, eq. 3. */
export function unitSlopePenalty(slope: tf.Tensor2D, lambda: number): tf.Scalar {
  const length = tf.sqrt(tf.add(squaredLength(slope), 1e-12)); // its own slope stays finite at 0
  return tf.mul(tf.mean<tf.Scalar>(tf.square(tf.sub(length, 1))), lambda);
}

/** A point on the way from each fake to a real example, a uniform share of it: [batch, dimension]. Gulrajani et al. 2017. */
export function between(
  { real, fake }: { real: tf.Tensor2D; fake: tf.Tensor2D },
  share: tf.Tensor2D,
): tf.Tensor2D {
  return tf.add(fake, tf.mul(share, tf.sub(real, fake)));
}

/** What is played. */
export interface Rules {
  readonly objective: Objective;
  /** gamma of R1, on the slope at real examples. Default 0. */
  readonly r1?: number;
  /** gamma of R2, on the slope at fakes. Default 0. */
  readonly r2?: number;
  /** lambda of the penalty on slopes other than 1, between real and fake. Default 0. */
  readonly unitSlope?: number;
  /** Whether fakes go through a tanh. Default no. */
  readonly bounded?: boolean;
  /** Where the critic counts from. Default 0. */
  readonly blank?: number;
}

/** What the critic judges in one step; `label` belongs to both. */
export interface Pair {
  readonly real: tf.Tensor2D;
  readonly fake: tf.Tensor2D;
  readonly label?: Int32Array;
  /** [batch, 1], uniform, for the unit slope. */
  readonly share?: tf.Tensor2D;
}

/** The critic's loss with its penalties: []. Fakes are constants here. */
export function criticLoss(
  weights: GanWeights,
  { real, fake, label, share }: Pair,
  { objective, r1 = 0, r2 = 0, unitSlope = 0, blank }: Rules,
): tf.Scalar {
  return tf.tidy(() => {
    const size = real.shape[0];
    const twice = label && Int32Array.from([...label, ...label]);
    const both = tf.concat2d([real, fake], 0); // [2 batch, dimension]: one pass for real and fake
    const { score, slope } =
      r1 > 0 || r2 > 0
        ? judged(weights, both, { label: twice, blank })
        : { score: scored(weights, both, { label: twice, blank }), slope: undefined };
    const [realScore, fakeScore] = tf.split(score, 2) as [tf.Tensor1D, tf.Tensor1D];
    let loss = objective.critic(realScore, fakeScore);
    if (slope && r1 > 0) loss = tf.add(loss, slopePenalty(tf.slice2d(slope, [0, 0], [size, -1]), r1));
    if (slope && r2 > 0) loss = tf.add(loss, slopePenalty(tf.slice2d(slope, [size, 0], [size, -1]), r2));
    if (unitSlope > 0 && share) {
      const { slope } = judged(weights, between({ real, fake }, share), { label, blank });
      loss = tf.add(loss, unitSlopePenalty(slope, unitSlope));
    }
    return loss;
  });
}

/** What the generator plays against in one step; `label` belongs to its fakes and to `real`. */
export interface Opponent {
  readonly critic: GanWeights;
  /** For objectives that judge pairs: [batch, dimension]. */
  readonly real: tf.Tensor2D;
  /** What the fakes are made of: [batch, latent]. */
  readonly noise: tf.Tensor2D;
  readonly label?: Int32Array;
}

/** The generator's loss: []. The gradient goes through the critic, whose weights are constants here, into the fakes. */
export function generatorLoss(
  weights: GanWeights,
  { critic, real, noise, label }: Opponent,
  { objective, bounded, blank }: Rules,
): tf.Scalar {
  return tf.tidy(() => {
    const fake = generated(weights, noise, { label, bounded });
    return objective.generator(
      scored(critic, fake, { label, blank }),
      scored(critic, real, { label, blank }),
    );
  });
}

/** Both players with their optimisers. */
export interface Game {
  readonly generator: Training;
  readonly critic: Training;
}

/** What one move of a player needs to know. */
export interface Move extends Rules, Pace {
  readonly random: RandomNumbers;
}

/**
 * One step of the critic: fresh fakes, its loss, Adam.
 *
 * @returns the loss [], still on the device, for the caller to dispose of
 */
export function criticStep(
  { generator, critic }: Game,
  { clean: real, label }: Batch,
  move: Move,
): tf.Scalar {
  const size = real.shape[0];
  const noise = freshNoise(generator, { size, dimension: real.shape[1], critic }, move.random);
  const fake = tf.tidy(() =>
    generated(unflattened(generator.parameters, generator.layout), noise, { label, bounded: move.bounded }),
  );
  const share = move.unitSlope
    ? tf.tensor2d(
        Float32Array.from({ length: size }, () => move.random.uniform()),
        [size, 1],
      )
    : undefined;
  const pair = { real, fake, label, share };
  const loss = descended(critic, (weights) => criticLoss(weights, pair, move), move);
  tf.dispose([noise, fake, ...(share ? [share] : [])]);
  return loss;
}

/**
 * One step of the generator against the critic as it is.
 *
 * @param batch real examples, for the labels and for objectives that judge pairs
 * @returns the loss [], still on the device, for the caller to dispose of
 */
export function generatorStep(
  { generator, critic }: Game,
  { clean: real, label }: Batch,
  move: Move,
): tf.Scalar {
  const noise = freshNoise(generator, { size: real.shape[0], dimension: real.shape[1], critic }, move.random);
  const judge = tf.tidy(() => unflattened(critic.parameters, critic.layout));
  const opponent = { critic: judge, real, noise, label };
  const loss = descended(generator, (weights) => generatorLoss(weights, opponent, move), move);
  tf.dispose([noise, ...Object.values(judge)]);
  return loss;
}

/** Noise for as many fakes; a generator's first layer has room for the label that the critic's has room for. */
function freshNoise(
  generator: Training,
  { size, dimension, critic }: { size: number; dimension: number; critic: Training },
  random: RandomNumbers,
): tf.Tensor2D {
  const classes = critic.layout[0].shape[0] - dimension;
  return seededNoise([size, generator.layout[0].shape[0] - classes], random);
}
