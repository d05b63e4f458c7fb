import * as tf from '@tensorflow/tfjs-core';
import { adamStep, createAdam, disposeAdam, type Adam } from './adam.ts';
import { movedAverage } from './moving-average.ts';
import {
  flattened,
  layoutOf,
  lossAndGradient,
  unflattened,
  type Layout,
  type RandomNumbers,
  type Weights,
} from './weights.ts';

/** Some examples, with a label each where the data have classes. */
export interface Batch {
  /** [batch, dimension] */
  readonly clean: tf.Tensor2D;
  readonly label?: Int32Array;
}

/** Examples to draw batches from: count x dimension numbers, example after example. */
export interface Examples {
  readonly values: Float32Array;
  readonly dimension: number;
  readonly labels?: ArrayLike<number>;
  /** What a model sees of the examples that were picked, drawn anew for each batch, such as ink for greys. Default: themselves. */
  readonly seen?: (picked: Float32Array, random: RandomNumbers) => Float32Array;
}

/** What training carries from step to step. Its tensors live until `disposeTraining`. */
export interface Training {
  readonly layout: Layout;
  readonly adam: Adam;
  /** All weights as one vector. */
  parameters: tf.Tensor1D;
  /** Their moving average, which is what sampling should use. */
  average: tf.Tensor1D;
  /** Optimiser steps taken. */
  step: number;
}

/** How fast training moves. */
export interface Pace {
  /** A number, or a function of the step, read anew at each step. */
  readonly learningRate: number | ((step: number) => number);
  /** Decay of the moving average. Default 0.995. */
  readonly decay?: number;
  /** Whether the average forgets its start soon, by a decay that begins low. Default yes. */
  readonly ramp?: boolean;
  /** Decay of Adam's mean of gradients (beta 1), default 0.9, and of their squares (beta 2), default 0.999. */
  readonly meanDecay?: number;
  readonly squareDecay?: number;
}

/** Starts training from these weights, which are copied: they stay the caller's. */
export function createTraining(weights: Weights): Training {
  const parameters = flattened(Object.values(weights));
  return {
    layout: layoutOf(weights),
    adam: createAdam(parameters.size),
    parameters,
    average: tf.clone(parameters),
    step: 0,
  };
}

/** Frees everything that training holds. */
export function disposeTraining({ adam, parameters, average }: Training): void {
  disposeAdam(adam);
  tf.dispose([parameters, average]);
}

/** A copy of the averaged weights, for the caller to dispose of. */
export function averagedWeights({ average, layout }: Training): Weights {
  return unflattened(average, layout);
}

/** Draws a batch with replacement, for the caller to dispose of. */
export function batchOf(
  { values, dimension, labels, seen }: Examples,
  size: number,
  random: RandomNumbers,
): Batch {
  const picked = Int32Array.from({ length: size }, () => random.integer(values.length / dimension));
  const clean = new Float32Array(size * dimension);
  picked.forEach((example, row) => {
    clean.set(values.subarray(example * dimension, (example + 1) * dimension), row * dimension);
  });
  return {
    clean: tf.tensor2d(seen ? seen(clean, random) : clean, [size, dimension]),
    label: labels && picked.map((example) => labels[example]),
  };
}

/**
 * One step down a loss: its gradient, Adam, the moving average.
 *
 * @returns the loss [], still on the device, for the caller to dispose of
 */
export function descended(
  training: Training,
  lossOf: (weights: Weights) => tf.Scalar,
  pace: Pace,
): tf.Scalar {
  const { loss, gradient } = lossAndGradient(lossOf, training.parameters, training.layout);
  moveAgainst(gradient, training, pace);
  tf.dispose(gradient);
  return loss;
}

/** A step at which every ramp is over. */
const longAgo = 1e9;

/** Moves the parameters against a gradient, which stays the caller's, by one step of Adam, and their average after them. */
export function moveAgainst(
  gradient: tf.Tensor1D,
  training: Training,
  { learningRate, decay = 0.995, ramp = true, meanDecay, squareDecay }: Pace,
): void {
  const { adam, parameters, average, step } = training;
  const rate = typeof learningRate === 'number' ? learningRate : learningRate(step);
  const options = { learningRate: rate, meanDecay, squareDecay };
  training.parameters = adamStep(adam, { parameters, gradient }, options);
  training.average = movedAverage(average, training.parameters, { decay, step: ramp ? step : longAgo });
  training.step += 1;
  tf.dispose([parameters, average]);
}

/**
 * Takes steps without end and yields the mean loss of every `every` of them; the caller stops by not asking again. Each loss
 * is read back before the next step begins: a graphics card that is handed many steps at once keeps the page waiting.
 *
 * @param batches makes the next batch, which is freed here
 */
export async function* losses(
  training: Training,
  batches: () => Batch,
  { takeStep, every }: { takeStep: (batch: Batch) => tf.Scalar; every: number },
): AsyncGenerator<{ step: number; loss: number }, void, void> {
  for (;;) {
    let sum = 0;
    for (let round = 0; round < every; round++) {
      const batch = batches();
      const loss = takeStep(batch);
      tf.dispose(batch.clean);
      sum += (await loss.data())[0];
      tf.dispose(loss);
    }
    yield { step: training.step, loss: sum / every };
  }
}
