/**
 * The reference step as a straightforward TensorFlow.js loop would have it: layers by autodiff, `tf.train.adam`,
 * `tf.randomNormal`, no engine, nothing of src/models. Tests and measurements compare with it.
 */
import * as tf from '@tensorflow/tfjs-core';

/** Rows of waves for each time, as in `time-features.ts`. */
function waves(time: Int32Array, steps: number): tf.Tensor2D {
  const features = new Float32Array(time.length * 32);
  time.forEach((t, row) => {
    for (let wave = 0; wave < 16; wave++) {
      const angle = ((1000 * t) / steps) * Math.pow(10_000, -wave / 16);
      features[row * 32 + wave] = Math.sin(angle);
      features[row * 32 + 16 + wave] = Math.cos(angle);
    }
  });
  return tf.tensor2d(features, [time.length, 32]);
}

/** One dense layer: x W + b. */
const layer = (x: tf.Tensor, [weight, bias]: readonly tf.Variable[]): tf.Tensor =>
  tf.add(tf.matMul(x, weight), bias);

export interface PlainTraining {
  readonly variables: readonly tf.Variable[];
  /** One step on these points [batch, 2]; the loss is the caller's. */
  step(clean: tf.Tensor2D, time: Int32Array, noise?: tf.Tensor2D): tf.Scalar;
  dispose(): void;
}

/**
 * @param weights weight, bias, weight, bias, ... copied
 * @param adam makes the optimiser: `tf.train.adam` of the umbrella package
 */
export function plainTraining(
  weights: readonly tf.Tensor[],
  adam: tf.Optimizer,
  alphaBar: Float64Array | Float32Array | readonly number[],
): PlainTraining {
  const variables = weights.map((weight) => tf.variable(weight));
  const steps = alphaBar.length - 1;
  const column = (time: Int32Array, value: (t: number) => number) =>
    tf.tensor2d(Float32Array.from(time, value), [time.length, 1]);
  const forward = (input: tf.Tensor): tf.Tensor => {
    let state = input;
    for (let index = 0; index < variables.length; index += 2) {
      state = layer(state, variables.slice(index, index + 2));
      if (index + 2 < variables.length) state = tf.mul(state, tf.sigmoid(state));
    }
    return state;
  };
  return {
    variables,
    step(clean, time, noise) {
      return tf.tidy(() => {
        const drawn = noise ?? tf.randomNormal<tf.Rank.R2>(clean.shape);
        const loss = () => {
          const signal = column(time, (t) => Math.sqrt(alphaBar[t]));
          const spread = column(time, (t) => Math.sqrt(1 - alphaBar[t]));
          const noisy = tf.add(tf.mul(signal, clean), tf.mul(spread, drawn));
          const output = forward(tf.concat([noisy, waves(time, steps)], 1));
          return tf.mean<tf.Scalar>(tf.squaredDifference(output, drawn));
        };
        return adam.minimize(loss, true, [...variables])!;
      });
    },
    dispose() {
      adam.dispose();
      tf.dispose([...variables]);
    },
  };
}
