import * as tf from '@tensorflow/tfjs-core';
import type { TrainingOptions } from './diffusion.ts';
import type { Batch, Training } from './training.ts';
import { sizes, trainingParts, type TrainingPart } from './training-parts.ts';

/**
 * One step of training of points, part by part, each told in a sentence by its numbers, which are those of the first point of the
 * batch. Frees the batch.
 */
export async function* partsInWords(
  training: Training,
  batch: Batch,
  options: TrainingOptions,
): AsyncGenerator<{ step: number; part: TrainingPart['part']; numbers: string }, void, void> {
  const { step, layout } = training;
  const clean = await firstOf(batch.clean);
  let noise: readonly number[] = [];
  try {
    for await (const made of trainingParts(training, batch, options)) {
      const { part } = made;
      if (made.part === 'draw') {
        noise = await firstOf(made.noise);
        const noisy = await firstOf(made.noisy);
        const t = made.time[0];
        const numbers = `The first point is x₀ = ${pair(clean)}, its time t = ${t}, its noise ${pair(noise)}; mixed: ${pair(noisy)}.`;
        yield { step, part, numbers };
      } else if (made.part === 'forward') {
        const output = pair(await firstOf(made.output));
        const wanted = options.target === 'noise' ? ` The noise was ${pair(noise)}.` : '';
        yield { step, part, numbers: `For the first point the network answers ${output}.${wanted}` };
      } else if (made.part === 'loss') {
        const [loss] = await made.loss.data();
        yield {
          step,
          part,
          numbers: `Over all points and both coordinates the mean squared error is ${short(loss)}.`,
        };
      } else if (made.part === 'backward') {
        const found = await sizes(made.gradient, layout);
        yield { step, part, numbers: `Root mean square of the gradient: ${listed(found)}.` };
      } else {
        const found = await sizes(made.move, layout);
        yield { step: step + 1, part, numbers: `Root mean square of the moves: ${listed(found)}.` };
      }
    }
  } finally {
    tf.dispose(batch.clean);
  }
}

/** The first example of a batch. */
export async function firstOf(batch: tf.Tensor2D): Promise<readonly number[]> {
  const row = tf.slice(batch, [0, 0], [1, 2]);
  const values = [...(await row.data())];
  tf.dispose(row);
  return values;
}

export const short = (value: number): string =>
  (Math.abs(value) < 1e-3 && value !== 0 ? value.toExponential(2) : value.toFixed(3)).replace('-', '−');
export const pair = (values: readonly number[]): string => `(${values.map(short).join(', ')})`;
export const listed = (found: Readonly<Record<string, number>>): string =>
  Object.entries(found)
    .map(([name, size]) => `${name} ${short(size)}`)
    .join(', ');
