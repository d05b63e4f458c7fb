import * as tf from '@tensorflow/tfjs-core';
import type { Objective } from './adversarial-objectives.ts';
import { pull } from './adversarial-round.ts';
import { judged, scored, type GanWeights } from './gan.ts';
import { unflattened } from './weights.ts';
import type { Training } from './training.ts';

/** Real examples and as many fakes, [batch, dimension] each. */
export interface Examples {
  readonly real: tf.Tensor2D;
  readonly fake: tf.Tensor2D;
}

/** What can be read off both players while they play. */
export interface Signals {
  /** Both losses, without penalties. */
  readonly criticLoss: number;
  readonly generatorLoss: number;
  /** In how many of a hundred pairs the real example has the higher score; a guess is right in 50. */
  readonly accuracy: number;
  /** Mean length of the critic's slope, at real examples and fakes. */
  readonly slope: number;
  /** Mean length of `pull`. */
  readonly pullLength: number;
  /** Mean score of all examples. */
  readonly meanScore: number;
}

/** Measures both players on examples that neither has seen. */
export async function signals(
  critic: Training,
  { real, fake }: Examples,
  objective: Objective,
): Promise<Signals> {
  const read = tf.tidy(() => {
    const weights = weightsOf(critic);
    const [atReal, atFake] = [real, fake].map((example) => judged(weights, example));
    const isRight = tf.cast(tf.greater(atReal.score, atFake.score), 'float32');
    return tf.stack([
      objective.critic(atReal.score, atFake.score),
      objective.generator(atFake.score, atReal.score),
      tf.mul(tf.mean(isRight), 100),
      tf.mean(lengths(tf.concat2d([atReal.slope, atFake.slope], 0))),
      tf.mean(lengths(pull(weights, { real, fake }, objective))),
      tf.mean(tf.concat1d([atReal.score, atFake.score])),
    ]);
  });
  const [criticLoss, generatorLoss, accuracy, slope, pullLength, meanScore] = await read.data();
  tf.dispose(read);
  return { criticLoss, generatorLoss, accuracy, slope, pullLength, meanScore };
}

/** The critic's scores at places [count, dimension]. */
export async function scoresAt(critic: Training, places: tf.Tensor2D): Promise<Float32Array> {
  const scores = tf.tidy(() => scored(weightsOf(critic), places));
  const values = Float32Array.from(await scores.data());
  tf.dispose(scores);
  return values;
}

/**
 * Arrows x, y, dx, dy along the pull on the first `count` fakes. Lengths go with the root of the pull's, or strong ones would leave
 * nothing to see of weak ones, and end at 0.8.
 */
export async function pullArrows(
  critic: Training,
  { real, fake, count }: Examples & { count: number },
  objective: Objective,
): Promise<Float32Array> {
  const arrows = tf.tidy(() => {
    const pulls = tf.slice2d(pull(weightsOf(critic), { real, fake }, objective), [0, 0], [count, 2]);
    const length = tf.reshape(lengths(pulls), [count, 1]);
    const shown = tf.minimum(tf.mul(tf.sqrt(length), 0.4), 0.8);
    const arrow = tf.mul<tf.Tensor2D>(pulls, tf.div(shown, tf.add(length, 1e-12)));
    return tf.concat2d([tf.slice2d(fake, [0, 0], [count, 2]), arrow], 1); // [count, 4]
  });
  const values = Float32Array.from(await arrows.data());
  tf.dispose(arrows);
  return values;
}

const weightsOf = ({ parameters, layout }: Training): GanWeights => unflattened(parameters, layout);

/** Of each row: [batch, dimension] -> [batch]. */
const lengths = (rows: tf.Tensor2D): tf.Tensor1D => tf.sqrt(tf.sum<tf.Tensor1D>(tf.square(rows), 1));
