import * as tf from '@tensorflow/tfjs-core';
import { decode, encode, reparameterised, type Draw, type Gaussian, type VaeWeights } from './vae.ts';

/**
 * log w = log p(x, z) - log q(z | x) in nats for several codes of each example, drawn from its posterior.
 *
 * @param example [batch, dimension]
 * @param draw `noise` [draws * batch, latent], all examples once, then all again; so `label`, [batch], is repeated here
 * @returns [draws, batch]
 */
export function logWeights(weights: VaeWeights, example: tf.Tensor2D, draw: Draw): tf.Tensor2D {
  return tf.tidy(() => {
    const { noise, likelihood, label } = draw;
    const draws = noise.shape[0] / example.shape[0];
    const repeated = <T extends tf.Tensor2D>(tensor: T) => tf.tile(tensor, [draws, 1]);
    const { mean, logVariance } = encode(weights, example, label);
    const posterior: Gaussian = { mean: repeated(mean), logVariance: repeated(logVariance) };
    const latent = reparameterised(posterior, noise); // [draws * batch, latent]
    const labels = label && Int32Array.from({ length: noise.shape[0] }, (_, i) => label[i % label.length]);
    const explained = likelihood.logProbability(repeated(example), decode(weights, latent, labels));
    // log p(z) - log q(z | x): the constants with 2 pi cancel, and (z - mean) / deviation is the noise.
    const surprise = tf.sub(tf.square(latent), tf.add(tf.square(noise), posterior.logVariance));
    const ratio = tf.mul(tf.sum<tf.Tensor1D>(surprise, 1), -0.5);
    return tf.reshape(tf.add(explained, ratio), [draws, example.shape[0]]);
  });
}

/**
 * The importance-weighted bound, log of the mean of w over the draws, in nats: [draws, batch] -> [batch]. With one draw it is
 * the evidence lower bound; with more it is tighter on average, and it estimates log p(x) from below. Burda et al. 2016, eq. 8.
 */
export function importanceBound(logWeights: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => tf.sub(tf.logSumExp(logWeights, 0), Math.log(logWeights.shape[0])));
}

/**
 * The effective number of draws, (sum w)^2 / sum w^2, from 1 to all: [draws, batch] -> [batch]. A proposal that misses a mode
 * cannot be recognised by it.
 */
export function effectiveDraws(logWeights: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => {
    const once: tf.Tensor1D = tf.logSumExp(logWeights, 0);
    const twice: tf.Tensor1D = tf.logSumExp(tf.mul(logWeights, 2), 0);
    return tf.exp(tf.sub(tf.mul(once, 2), twice));
  });
}
