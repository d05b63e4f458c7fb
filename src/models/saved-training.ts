import * as tf from '@tensorflow/tfjs-core';
import { createTraining, type Training } from './training.ts';
import {
  flattened,
  layoutOf,
  unflattened,
  weightsFrom,
  weightValues,
  type Layout,
  type Weights,
} from './weights.ts';

interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Training as plain numbers. Without anything under `training` it is a start from these weights. */
export interface SavedTraining {
  /** Optimiser steps taken. */
  readonly step: number;
  /** The averaged weights, under their names. */
  readonly weights: Readonly<Record<string, Tensor>>;
  /** For each weight its parameters and Adam's two memories: `parameters.hidden1.bias`, `adamMean.hidden1.bias`, ... */
  readonly training: Readonly<Record<string, Tensor>>;
}

/** Reads everything that training carries back from the device. */
export async function savedTraining({
  layout,
  average,
  parameters,
  adam,
  step,
}: Training): Promise<SavedTraining> {
  const vectors = { parameters, adamMean: adam.mean, adamSquare: adam.square };
  const weights = unflattened(average, layout);
  const rest = Object.entries(vectors).map(([name, vector]) => prefixed(unflattened(vector, layout), name));
  const training: Weights = Object.assign({}, ...rest);
  try {
    return { step, weights: await weightValues(weights), training: await weightValues(training) };
  } finally {
    tf.dispose([Object.values(weights), Object.values(training)]);
  }
}

/**
 * Training that begins with these weights, or that goes on from what was saved of a network of their shapes: the steps that
 * follow are then those that would have followed. The weights are freed.
 *
 * @throws Error naming the first tensor that is missing or of another shape
 */
export function trainingFrom(weights: Weights, saved?: SavedTraining): Training {
  const layout = layoutOf(weights);
  try {
    return saved ? resumed(saved, layout) : createTraining(weights);
  } finally {
    tf.dispose(Object.values(weights));
  }
}

function resumed({ step, weights, training }: SavedTraining, layout: Layout): Training {
  const averaged = fitting(weights, layout);
  const alone = Object.keys(training).length === 0;
  const rest = alone
    ? []
    : ['parameters', 'adamMean', 'adamSquare'].map((name) => fitting(training, prefixedLayout(layout, name)));
  const first = weightsFrom(averaged);
  const started = createTraining(first);
  tf.dispose(Object.values(first));
  if (alone) return started;
  const [parameters, mean, square] = rest.map(vectorOf);
  tf.dispose([started.parameters, started.adam.mean, started.adam.square]);
  Object.assign(started.adam, { mean, square, step });
  return Object.assign(started, { parameters, step });
}

function vectorOf(tensors: Record<string, Tensor>): tf.Tensor1D {
  return tf.tidy(() => flattened(Object.values(weightsFrom(tensors))));
}

/** The tensors that a layout names, in its order. */
function fitting(tensors: SavedTraining['weights'], layout: Layout): Record<string, Tensor> {
  return Object.fromEntries(
    layout.map(({ name, shape }) => {
      const found = tensors[name];
      if (!found) throw new Error(`What was saved holds no "${name}".`);
      if (String(found.shape) === String(shape)) return [name, found];
      const [is, should] = [found.shape, shape].map((sizes) => `[${sizes.join(', ')}]`);
      throw new Error(`What was saved does not fit these settings: "${name}" is ${is}, not ${should}.`);
    }),
  );
}

function prefixed(weights: Weights, prefix: string): Weights {
  return Object.fromEntries(Object.entries(weights).map(([name, tensor]) => [`${prefix}.${name}`, tensor]));
}

function prefixedLayout(layout: Layout, prefix: string): Layout {
  return layout.map(({ name, shape }) => ({ name: `${prefix}.${name}`, shape }));
}
