import * as tf from '@tensorflow/tfjs-core';

/**
 * Each diffusion time as a row of waves, from fast to slow: sin and cos of 1000 t / T at wavelengths from 2 pi up to, but not including, 20,000 pi
 * (Vaswani et al. 2017, section 3.5; Ho et al. 2020). A network reads such a row far more easily than the bare number.
 *
 * @param time one step per example, from 1 to `steps`
 * @returns [batch, dimension], for the caller to dispose of
 */
export function timeFeatures(
  time: Int32Array,
  { steps, dimension = 32 }: { steps: number; dimension?: number },
): tf.Tensor2D {
  const half = dimension / 2;
  const speeds = Array.from({ length: half }, (_, wave) => Math.pow(10_000, -wave / half));
  const features = new Float32Array(time.length * dimension);
  time.forEach((t, row) => {
    for (let wave = 0; wave < half; wave++) {
      const angle = ((1000 * t) / steps) * speeds[wave];
      features[row * dimension + wave] = Math.sin(angle);
      features[row * dimension + half + wave] = Math.cos(angle);
    }
  });
  return tf.tensor2d(features, [time.length, dimension]);
}
