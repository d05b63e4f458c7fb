import * as tf from '@tensorflow/tfjs-core';

/** How the decoder's output is read as a distribution of examples, p(x | z). */
export interface Likelihood {
  /** log p(x | z) in nats, with its normaliser: [batch, dimension] twice -> [batch]. */
  readonly logProbability: (example: tf.Tensor2D, output: tf.Tensor2D) => tf.Tensor1D;
  /** The mean of x given z: [batch, dimension]. */
  readonly mean: (output: tf.Tensor2D) => tf.Tensor2D;
}

/**
 * -log p(x | a) = max(a, 0) - a x + log(1 + exp(-|a|)) for x in {0, 1} and logits a, with its gradient sigmoid(a) - x written
 * out: one pass instead of a dozen.
 */
const crossEntropy = tf.customGrad((...inputs) => {
  const [logits, example, save] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
  save([logits, example]);
  const gradFunc = (gradient: tf.Tensor, [logits, example]: tf.Tensor[]) => [
    tf.mul(gradient, tf.sub(tf.sigmoid(logits), example)),
    tf.neg(tf.mul(gradient, logits)),
  ];
  const rest = tf.log(tf.add(tf.exp(tf.neg(tf.abs(logits))), 1));
  return { value: tf.add(tf.sub(tf.relu(logits), tf.mul(logits, example)), rest), gradFunc };
});

/** Pixels that are ink or paper, 1 or 0, each with its own probability, of which the decoder gives the logit. */
export const bernoulli: Likelihood = {
  logProbability: (example, logits) => tf.neg(tf.sum(crossEntropy(logits, example), 1)),
  mean: (logits) => tf.sigmoid(logits),
};

/** Numbers that scatter around the decoder's output with this variance: squared error, with the normaliser it belongs to. */
export function gaussian(variance: number): Likelihood {
  const normaliser = (dimension: number) => 0.5 * dimension * Math.log(2 * Math.PI * variance);
  return {
    logProbability: (example, mean) => {
      const squares = tf.sum<tf.Tensor1D>(tf.squaredDifference(example, mean), 1);
      return tf.sub(tf.mul(squares, -0.5 / variance), normaliser(example.shape[1]));
    },
    mean: (output) => output,
  };
}
