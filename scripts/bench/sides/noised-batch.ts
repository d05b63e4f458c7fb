/** Noised examples as plain TensorFlow.js programs make them: drawn, noised and described by operations. */
import type { Rank, Tensor2D } from '@tensorflow/tfjs';
import { standardisation, standardised } from '#data/standardisation';
import { cosineSchedule } from '#models/noise-schedule';
import { diffusionSteps, waves } from '../contract.ts';
import { trainingPoints } from '../points.ts';
import type { TensorFlow } from './tensorflow.ts';

export interface NoisedBatch {
  /** [count, 2 + 32] */
  readonly input: Tensor2D;
  /** The noise that the network is asked for, [count, 2]. */
  readonly noise: Tensor2D;
}

/** A function that draws `count` examples anew; call it inside a tidy. */
export function noisedBatches(tf: TensorFlow): (count: number) => NoisedBatch {
  const points = trainingPoints();
  const data = tf.tensor2d(standardised(points, standardisation(points)), [points.length / 2, 2]);
  const { alphaBar } = cosineSchedule(diffusionSteps, { maxBeta: 0.5 });
  const alphaBars = tf.tensor1d(Float32Array.from(alphaBar));
  const half = waves / 2;
  const frequencies = tf.tensor2d(
    Array.from({ length: half }, (_, wave) => (1000 / diffusionSteps) * Math.pow(10_000, -wave / half)),
    [1, half],
  );
  return (count) => {
    const picked = tf.randomUniform([count], 0, data.shape[0], 'int32').as1D();
    const clean = tf.gather(data, picked); // [count, 2]
    const time = tf.randomUniform([count], 1, diffusionSteps + 1, 'int32').as1D();
    const noise = tf.randomNormal<Rank.R2>([count, 2]);
    const share = tf.gather(alphaBars, time).reshape([count, 1]);
    const noisy = clean.mul(share.sqrt()).add(noise.mul(tf.scalar(1).sub(share).sqrt()));
    const angle = time.cast('float32').reshape([count, 1]).mul(frequencies); // [count, 16]
    const input = tf.concat([noisy, angle.sin(), angle.cos()], 1).as2D(count, 2 + waves);
    return { input, noise };
  };
}
