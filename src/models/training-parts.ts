import * as tf from '@tensorflow/tfjs-core';
import { denoisingLoss, noised, noLabel, type TrainingOptions } from './diffusion.ts';
import { seededNoise } from './noise.ts';
import { moveAgainst, type Batch, type Training } from './training.ts';
import { lossAndGradient, unflattened, type Layout, type Weights } from './weights.ts';

/** What one part of a training step made. Tensors belong to the generator and live until the next part is asked for. */
export type TrainingPart =
  | {
      readonly part: 'draw';
      readonly time: Int32Array;
      readonly noise: tf.Tensor2D;
      readonly noisy: tf.Tensor2D;
    }
  | { readonly part: 'forward'; readonly output: tf.Tensor2D }
  | { readonly part: 'loss'; readonly loss: tf.Scalar }
  /** The gradient of every parameter, in one vector. */
  | { readonly part: 'backward'; readonly gradient: tf.Tensor1D }
  /** How far every parameter moved. */
  | { readonly part: 'update'; readonly move: tf.Tensor1D };

/**
 * `trainingStep` taken apart: draw times and noise, ask the network, measure the loss, send it backward, move the parameters.
 * Draws the same random numbers in the same order and leaves the same training behind; only the parts in between can be seen.
 * A generator that is closed before its last part leaves the training as it was.
 */
export async function* trainingParts(
  training: Training,
  { clean, label }: Batch,
  options: TrainingOptions,
): AsyncGenerator<TrainingPart, void, void> {
  const { network, schedule, target, random, labelDrop = 0.1 } = options;
  const { layout } = training;
  const before = tf.clone(training.parameters);
  const time = new Int32Array(clean.shape[0]).map(() => 1 + random.integer(schedule.steps));
  const shownLabel = label && label.map((value) => (random.uniform() < labelDrop ? noLabel : value));
  const noise = seededNoise(clean.shape, random);
  const held: tf.Tensor[] = [noise, before];
  const kept = <T extends tf.Tensor>(tensor: T): T => {
    held.push(tensor);
    return tensor;
  };
  try {
    const noisy = kept(noised(clean, noise, { schedule, time }));
    yield { part: 'draw', time, noise, noisy };
    const output = kept(tf.tidy(() => network(unflattened(before, layout))(noisy, time, shownLabel)));
    yield { part: 'forward', output };
    const lossOf = (weights: Weights) =>
      denoisingLoss(network(weights), clean, { schedule, target, time, noise, label: shownLabel });
    const { loss, gradient } = lossAndGradient(lossOf, before, layout);
    held.push(loss, gradient);
    yield { part: 'loss', loss };
    yield { part: 'backward', gradient };
    moveAgainst(gradient, training, options);
    const move = kept<tf.Tensor1D>(tf.sub(training.parameters, before));
    yield { part: 'update', move };
  } finally {
    tf.dispose(held);
  }
}

/** The root mean square of each named piece of a vector of parameters: how large its gradient or its move is. */
export async function sizes(vector: tf.Tensor1D, layout: Layout): Promise<Record<string, number>> {
  const pieces = unflattened(vector, layout);
  const roots = tf.tidy(() =>
    tf.stack(Object.values(pieces).map((piece) => tf.sqrt(tf.mean(tf.square(piece))))),
  );
  const values = await roots.data();
  tf.dispose([roots, ...Object.values(pieces)]);
  return Object.fromEntries(layout.map(({ name }, i) => [name, values[i]]));
}
