import * as tf from '@tensorflow/tfjs-core';

/**
 * What the two players of a generative adversarial network make small. Both read raw scores of the critic, [batch], high for real
 * examples; where a score is read as a probability, the sigmoid is inside the loss.
 */
export interface Objective {
  readonly critic: (real: tf.Tensor1D, fake: tf.Tensor1D) => tf.Scalar;
  readonly generator: (fake: tf.Tensor1D, real: tf.Tensor1D) => tf.Scalar;
}

const mean = (scores: tf.Tensor1D): tf.Scalar => tf.mean<tf.Scalar>(scores);

/** -log sigmoid(score): what it costs to call a score real. Finite for every finite score. */
const realCost = (score: tf.Tensor1D): tf.Scalar => mean(tf.softplus(tf.neg(score)));

/** -log(1 - sigmoid(score)): what it costs to call a score fake. */
const fakeCost = (score: tf.Tensor1D): tf.Scalar => mean(tf.softplus(score));

/** The game of two players with one value, -V. Goodfellow et al. 2014, eq. 1. */
export const minimax: Objective = {
  critic: (real, fake) => tf.add(realCost(real), fakeCost(fake)),
  generator: (fake) => tf.neg(fakeCost(fake)),
};

/** The same critic; the generator wants its fakes called real. Goodfellow et al. 2014, section 3. */
export const nonSaturating: Objective = {
  critic: minimax.critic,
  generator: (fake) => realCost(fake),
};

/** Scores are pulled to 1 for real and 0 for fake, by squares. Mao et al. 2017, eq. 9. */
export const leastSquares: Objective = {
  critic: (real, fake) => tf.mul(tf.add(mean(tf.square(tf.sub(real, 1))), mean(tf.square(fake))), 0.5),
  generator: (fake) => tf.mul(mean(tf.square(tf.sub(fake, 1))), 0.5),
};

/** The difference of mean scores; only for a critic whose slope is held near 1. Arjovsky et al. 2017, eq. 2. */
export const wasserstein: Objective = {
  critic: (real, fake) => tf.sub(mean(fake), mean(real)),
  generator: (fake) => tf.neg(mean(fake)),
};

/** A real and a fake are judged as a pair: which of them is the real one? Jolicoeur-Martineau 2019; Huang et al. 2024, eq. 2. */
export const relativistic: Objective = {
  critic: (real, fake) => realCost(tf.sub(real, fake)),
  generator: (fake, real) => realCost(tf.sub(fake, real)),
};

/** All of them by name, in the order in which they were invented. */
export const objectives = { minimax, nonSaturating, leastSquares, wasserstein, relativistic };
