/** The data that every side trains on: eight Gaussians, as many as the demo draws. */
import { eightGaussians } from '#data/eight-gaussians';
import { createRandom } from '#data/random';

export const points = eightGaussians;

/** [4000 * 2] */
export const trainingPoints = (): Float32Array => points(4000, createRandom(1).fork('training data'));
