// Longer than other files: the whole algorithm, from noising to sampling, reads here from top to bottom like the article.
import * as tf from '@tensorflow/tfjs-core';
import { normalNoise, seededNoise } from './noise.ts';
import { jumpVariance, posteriorVariance, visitedSteps, type NoiseSchedule } from './noise-schedule.ts';
import { descended, losses, type Batch, type Pace, type Training } from './training.ts';
import type { RandomNumbers, Weights } from './weights.ts';

/**
 * A network at work: noisy examples [batch, dimension], one time per example and, where there are classes, one label per
 * example in; its output [batch, dimension] out. What the output means is the `Target`.
 */
export type Denoiser = (noisy: tf.Tensor2D, time: Int32Array, label?: Int32Array) => tf.Tensor2D;

/** What the network is asked for: the noise, the clean data, or the velocity (Salimans and Ho 2022, section 4). */
export type Target = 'noise' | 'clean' | 'velocity';

/** The label that stands for "any class". */
export const noLabel = -1;

/** Both ingredients of a noisy example, as far as one can tell. */
export interface Prediction {
  readonly clean: tf.Tensor2D;
  readonly noise: tf.Tensor2D;
}

/** The two coefficients of x_t, sqrt(alphaBar_t) and sqrt(1 - alphaBar_t): one row per example, [batch, 1]. */
export interface Coefficients {
  readonly signal: tf.Tensor2D;
  readonly spread: tf.Tensor2D;
}

/** Looks the coefficients up for one time per example; rounded to single precision only here. */
export function coefficients({ alphaBar }: NoiseSchedule, time: Int32Array): Coefficients {
  const column = (value: (t: number) => number) =>
    tf.tensor2d(Float32Array.from(time, value), [time.length, 1]); // [batch, 1]
  return {
    signal: column((t) => Math.sqrt(alphaBar[t])),
    spread: column((t) => Math.sqrt(1 - alphaBar[t])),
  };
}

/**
 * x_t = sqrt(alphaBar_t) x_0 + sqrt(1 - alphaBar_t) noise: all t steps of the forward process at once.
 * Ho et al. 2020, eq. 4.
 */
export function noised(
  clean: tf.Tensor2D,
  noise: tf.Tensor2D,
  { schedule, time }: { schedule: NoiseSchedule; time: Int32Array },
): tf.Tensor2D {
  return tf.tidy(() => {
    const { signal, spread } = coefficients(schedule, time);
    return tf.add(tf.mul(signal, clean), tf.mul(spread, noise)); // [batch, dimension]
  });
}

/**
 * What the network should answer for these ingredients; the velocity is
 * v = sqrt(alphaBar_t) noise - sqrt(1 - alphaBar_t) x_0.
 */
export function targetOf(
  clean: tf.Tensor2D,
  noise: tf.Tensor2D,
  { target, schedule, time }: { target: Target; schedule: NoiseSchedule; time: Int32Array },
): tf.Tensor2D {
  if (target === 'noise') return tf.clone(noise);
  if (target === 'clean') return tf.clone(clean);
  return tf.tidy(() => {
    const { signal, spread } = coefficients(schedule, time);
    return tf.sub(tf.mul(signal, noise), tf.mul(spread, clean));
  });
}

/** Both ingredients from a network's output, whichever of the three targets it was trained for. */
export function prediction(
  output: tf.Tensor2D,
  noisy: tf.Tensor2D,
  { target, schedule, time }: { target: Target; schedule: NoiseSchedule; time: Int32Array },
): Prediction {
  const read = { noise: fromNoise, clean: fromClean, velocity: fromVelocity }[target];
  return tf.tidy(() => ({ ...read(output, noisy, coefficients(schedule, time)) }));
}

/** Noise known: x_0 = (x_t - sqrt(1 - alphaBar_t) noise) / sqrt(alphaBar_t). */
function fromNoise(noise: tf.Tensor2D, noisy: tf.Tensor2D, { signal, spread }: Coefficients): Prediction {
  return { noise: tf.clone(noise), clean: tf.div(tf.sub(noisy, tf.mul(spread, noise)), signal) };
}

/** Clean data known: noise = (x_t - sqrt(alphaBar_t) x_0) / sqrt(1 - alphaBar_t). */
function fromClean(clean: tf.Tensor2D, noisy: tf.Tensor2D, { signal, spread }: Coefficients): Prediction {
  return { clean: tf.clone(clean), noise: tf.div(tf.sub(noisy, tf.mul(signal, clean)), spread) };
}

/** Velocity known: (x_t, v) is (x_0, noise) turned by an angle; turning back divides by nothing. */
function fromVelocity(
  velocity: tf.Tensor2D,
  noisy: tf.Tensor2D,
  { signal, spread }: Coefficients,
): Prediction {
  return {
    clean: tf.sub(tf.mul(signal, noisy), tf.mul(spread, velocity)),
    noise: tf.add(tf.mul(spread, noisy), tf.mul(signal, velocity)),
  };
}

/**
 * The score of the noisy data's density, grad log q_t(x_t) = -E[noise | x_t] / sqrt(1 - alphaBar_t): the way to the data.
 * Song et al. 2021.
 */
export function score(
  noise: tf.Tensor2D,
  { schedule, time }: { schedule: NoiseSchedule; time: Int32Array },
): tf.Tensor2D {
  return tf.tidy(() => tf.neg(tf.div(noise, coefficients(schedule, time).spread)));
}

/**
 * L_simple: noise the data, ask the network, and take the mean squared error of its answer over examples and coordinates.
 * Ho et al. 2020, eq. 14, for any of the three targets.
 *
 * @param clean [batch, dimension]
 * @param options `time` from 1 to T, one per example; `noise` of the same shape as `clean`
 */
export function denoisingLoss(
  denoiser: Denoiser,
  clean: tf.Tensor2D,
  options: {
    schedule: NoiseSchedule;
    target: Target;
    time: Int32Array;
    noise: tf.Tensor2D;
    label?: Int32Array;
  },
): tf.Scalar {
  return tf.tidy(() => {
    const { time, noise, label } = options;
    const noisy = noised(clean, noise, options); // [batch, dimension]
    const output = denoiser(noisy, time, label); // [batch, dimension]
    return tf.mean<tf.Scalar>(tf.squaredDifference(output, targetOf(clean, noise, options)));
  });
}

export interface TrainingOptions extends Pace {
  /** Turns weights into a denoiser. */
  readonly network: (weights: Weights) => Denoiser;
  readonly schedule: NoiseSchedule;
  readonly target: Target;
  readonly random: RandomNumbers;
  /** Share of examples whose label is hidden, so that one network learns both fields of guidance. Default 0.1. */
  readonly labelDrop?: number;
}

/**
 * One step of training: for every example a time and a noise of its own, the loss, its gradient, Adam, the average.
 * Ho et al. 2020, algorithm 1.
 *
 * @returns the loss [], still on the device, for the caller to dispose of
 */
export function trainingStep(
  training: Training,
  { clean, label }: Batch,
  options: TrainingOptions,
): tf.Scalar {
  const { network, schedule, target, random, labelDrop = 0.1 } = options;
  const time = new Int32Array(clean.shape[0]).map(() => 1 + random.integer(schedule.steps));
  const shownLabel = label && label.map((value) => (random.uniform() < labelDrop ? noLabel : value));
  const noise = seededNoise(clean.shape, random);
  const lossOf = (weights: Weights) =>
    denoisingLoss(network(weights), clean, { schedule, target, time, noise, label: shownLabel });
  const loss = descended(training, lossOf, options);
  tf.dispose(noise);
  return loss;
}

/**
 * Trains without end and yields the mean loss of every `every` steps; the caller stops by not asking again.
 *
 * @param batches makes the next batch; `train` frees it
 */
export function train(
  training: Training,
  batches: () => Batch,
  { every = 10, ...options }: TrainingOptions & { every?: number },
): AsyncGenerator<{ step: number; loss: number }, void, void> {
  const takeStep = (batch: Batch) => trainingStep(training, batch, options);
  return losses(training, batches, { takeStep, every });
}

/** Where a sampling step stands, `time`, and the earlier step that it goes to, `next`, which is 0 for clean data. */
export interface Jump {
  readonly schedule: NoiseSchedule;
  readonly time: number;
  readonly next: number;
  readonly random: RandomNumbers;
}

/**
 * One step of ancestral sampling: the mean of q(x_s | x_t, x_0) at the predicted x_0, plus fresh noise, none at the last
 * step. Ho et al. 2020, eq. 7 and algorithm 2; a jump over several steps uses the beta of the whole jump.
 *
 * @param variance of the fresh noise: the posterior's, or `beta`, the forward step's (Ho et al. 2020, section 3.2)
 */
export function ancestralStep(
  noisy: tf.Tensor2D,
  { clean }: Prediction,
  { schedule, time, next, random, variance = 'posterior' }: Jump & { variance?: 'posterior' | 'beta' },
): tf.Tensor2D {
  const { alphaBar } = schedule;
  const beta = jumpVariance(schedule, time, next);
  const cleanShare = (Math.sqrt(alphaBar[next]) * beta) / (1 - alphaBar[time]);
  const noisyShare = (Math.sqrt(1 - beta) * (1 - alphaBar[next])) / (1 - alphaBar[time]);
  const freshVariance = variance === 'beta' ? beta : posteriorVariance(schedule, time, next);
  return tf.tidy(() => {
    const mean: tf.Tensor2D = tf.add(tf.mul(clean, cleanShare), tf.mul(noisy, noisyShare));
    if (next === 0) return mean;
    return tf.add(mean, tf.mul(normalNoise(noisy.shape, random), Math.sqrt(freshVariance)));
  });
}

/**
 * One step of DDIM: put the predicted clean data and the predicted noise together again at the lower noise level. With
 * `eta: 0` nothing is drawn; `eta: 1` is ancestral sampling. Song et al. 2021, eq. 12 and 16.
 */
export function ddimStep(
  noisy: tf.Tensor2D,
  { clean, noise }: Prediction,
  { schedule, time, next, random, eta = 0 }: Jump & { eta?: number },
): tf.Tensor2D {
  const { alphaBar } = schedule;
  const deviation = eta * Math.sqrt(posteriorVariance(schedule, time, next));
  const direction = Math.sqrt(1 - alphaBar[next] - deviation ** 2);
  return tf.tidy(() => {
    const mean: tf.Tensor2D = tf.add(tf.mul(clean, Math.sqrt(alphaBar[next])), tf.mul(noise, direction));
    if (deviation === 0) return mean;
    return tf.add(mean, tf.mul(normalNoise(noisy.shape, random), deviation));
  });
}

/**
 * A prediction whose clean data stay within [-limit, limit]. The noise is computed again from the clipped data: the two
 * must still make up x_t.
 */
export function clipped(
  { clean }: Prediction,
  noisy: tf.Tensor2D,
  { schedule, time, limit }: { schedule: NoiseSchedule; time: Int32Array; limit: number },
): Prediction {
  return tf.tidy(() => ({
    ...fromClean(tf.clipByValue(clean, -limit, limit), noisy, coefficients(schedule, time)),
  }));
}

/**
 * Classifier-free guidance: unlabelled + guidance (labelled - unlabelled), both asked in one batch of twice the size.
 * 0 ignores the label, 1 is plain conditional sampling, more exaggerates the label. Ho and Salimans 2022, eq. 6, where
 * guidance = 1 + w; the rule holds for each target, because all three are linear in the noise.
 */
export function guided(denoiser: Denoiser, guidance: number): Denoiser {
  return (noisy, time, label) => {
    if (!label) return denoiser(noisy, time);
    return tf.tidy(() => {
      const twice = [...label, ...label.map(() => noLabel)];
      const output = denoiser(
        tf.concat2d([noisy, noisy], 0), // [2 batch, dimension]
        Int32Array.from([...time, ...time]),
        Int32Array.from(twice),
      );
      const [labelled, unlabelled] = tf.split(output, 2);
      return tf.add(unlabelled, tf.mul(tf.sub(labelled, unlabelled), guidance));
    });
  };
}

export interface SamplingOptions {
  readonly schedule: NoiseSchedule;
  readonly target: Target;
  readonly random: RandomNumbers;
  readonly sampler?: 'ancestral' | 'ddim';
  /** How many noise levels are visited. Default: all of them. */
  readonly steps?: number;
  /** For DDIM: how much of the ancestral noise is drawn, from 0 to 1. Default 0. */
  readonly eta?: number;
  /** For ancestral sampling. Default `posterior`. */
  readonly variance?: 'posterior' | 'beta';
  readonly label?: Int32Array;
  /** The clean data's largest magnitude, if predictions are to be clipped to it. */
  readonly limit?: number;
}

/** A visited noise level: x_t and the clean data that the network sees in it. */
export interface SamplingState {
  readonly time: number;
  readonly noisy: tf.Tensor2D;
  readonly clean: tf.Tensor2D;
}

/**
 * Turns noise into data, and yields each visited noise level on the way; at the last one, time 0, `noisy` and `clean` are
 * the samples. A yielded tensor belongs to the generator and lives until the next one is asked for: read or clone it.
 *
 * @param noise x_T [count, dimension], which stays the caller's
 */
export async function* sample(
  denoiser: Denoiser,
  noise: tf.Tensor2D,
  options: SamplingOptions,
): AsyncGenerator<SamplingState, void, void> {
  const levels = visitedSteps(options.schedule, options.steps ?? options.schedule.steps);
  let noisy = tf.clone(noise);
  let held: tf.Tensor[] = [noisy];
  try {
    for (const [index, time] of levels.slice(0, -1).entries()) {
      const predicted = predictionAt(denoiser, noisy, { ...options, time });
      held = [noisy, predicted.clean, predicted.noise];
      yield { time, noisy, clean: predicted.clean };
      noisy = samplingStep(noisy, predicted, { ...options, time, next: levels[index + 1] });
      tf.dispose(held);
      held = [noisy];
    }
    yield { time: 0, noisy, clean: noisy };
  } finally {
    tf.dispose(held);
  }
}

/** Runs `sample` to its end: the samples [count, dimension], for the caller to dispose of. */
export async function samples(
  denoiser: Denoiser,
  noise: tf.Tensor2D,
  options: SamplingOptions,
): Promise<tf.Tensor2D> {
  let last = tf.clone(noise);
  for await (const { time, noisy } of sample(denoiser, noise, options)) {
    if (time > 0) continue;
    tf.dispose(last);
    last = tf.clone(noisy);
  }
  return last;
}

/** What the network sees in x_t when all examples stand at the same time; clipped if a limit is given. */
export function predictionAt(
  denoiser: Denoiser,
  noisy: tf.Tensor2D,
  options: { schedule: NoiseSchedule; target: Target; time: number; label?: Int32Array; limit?: number },
): Prediction {
  const { limit, label } = options;
  const time = new Int32Array(noisy.shape[0]).fill(options.time);
  return tf.tidy(() => {
    const predicted = prediction(denoiser(noisy, time, label), noisy, { ...options, time });
    return { ...(limit === undefined ? predicted : clipped(predicted, noisy, { ...options, time, limit })) };
  });
}

function samplingStep(
  noisy: tf.Tensor2D,
  predicted: Prediction,
  options: Jump & SamplingOptions,
): tf.Tensor2D {
  const step = options.sampler === 'ancestral' ? ancestralStep : ddimStep;
  return step(noisy, predicted, options);
}
