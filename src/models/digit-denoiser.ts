import * as tf from '@tensorflow/tfjs-core';
import { dense, denseAcrossRows, denseAcrossRowsWeights, denseWeights, silu } from './dense.ts';
import type { Denoiser } from './diffusion.ts';
import { timeFeatures } from './time-features.ts';
import type { RandomNumbers, Weights } from './weights.ts';

/**
 * The weights of the digit denoiser: `patches` (in), `condition1` and `condition2`, for each block b `block<b>.modulation`,
 * `.tokens1`, `.tokens2`, `.channels1`, `.channels2`, then `finalModulation` and `pixels` (out); each a weight and a bias.
 */
export type DigitDenoiserWeights = Weights;

const patchSide = 4; // pixels
const patchesPerSide = 4;
const patchPixels = patchSide ** 2;
/** A 16 x 16 picture is 16 patches of 4 x 4 pixels: the tokens. */
const tokens = patchesPerSide ** 2;
const classes = 10;
const waves = 32;

/** How large the network is. The default has 275,312 parameters. */
export interface DigitDenoiserSize {
  /** Numbers per patch. */
  readonly width?: number;
  readonly blocks?: number;
  /** Hidden units of the dense pair that works on each patch. */
  readonly channelHidden?: number;
  /** Hidden units of the dense pair that works across patches. */
  readonly tokenHidden?: number;
  /** Numbers that carry time and label. */
  readonly condition?: number;
}

/**
 * First weights of the denoiser, for the caller to dispose of. Its output layer is zero, so that it starts by answering
 * zero, and the layers that end a residual branch start small.
 */
export function createDigitDenoiser(
  random: RandomNumbers,
  size: DigitDenoiserSize = {},
): DigitDenoiserWeights {
  const { width = 96, blocks = 4, channelHidden = 192, tokenHidden = 32, condition = 64 } = size;
  const layer = (name: string, shape: readonly [number, number], gain = 1) =>
    denseWeights(name, shape, { random, gain });
  const block = (name: string) => ({
    ...layer(`${name}.modulation`, [condition, 4 * width], 0.1),
    ...denseAcrossRowsWeights(`${name}.tokens1`, [tokens, tokenHidden], { random }),
    ...denseAcrossRowsWeights(`${name}.tokens2`, [tokenHidden, tokens], { random, gain: 0.5 }),
    ...layer(`${name}.channels1`, [width, channelHidden]),
    ...layer(`${name}.channels2`, [channelHidden, width], 0.5),
  });
  return {
    ...layer('patches', [patchPixels, width]),
    ...layer('condition1', [waves + classes, condition]),
    ...layer('condition2', [condition, condition]),
    ...Object.assign({}, ...Array.from({ length: blocks }, (_, index) => block(`block${index}`))),
    ...layer('finalModulation', [condition, 2 * width], 0.1),
    ...layer('pixels', [width, patchPixels], 0),
  };
}

/**
 * The network: patches -> blocks -> patches. Every product is between plain matrices, so that it trains on WebGL, WASM and
 * CPU alike. After the MLP-Mixer of Tolstikhin et al. 2021, with time and label as in Peebles and Xie 2023.
 *
 * @param options `steps` is T, the number of steps of the schedule
 * @returns a denoiser of pictures [batch, 256] with labels from 0 to 9, or -1 for none
 */
export function digitDenoiser(weights: DigitDenoiserWeights, { steps }: { steps: number }): Denoiser {
  const blocks = Object.keys(weights).filter((name) => /^block\d+\.tokens1\.weight$/.test(name)).length;
  return (noisy, time, label) =>
    tf.tidy(() => {
      const condition = conditionOf(weights, { time, label, steps }); // [batch, condition]
      let state = dense(patchesOf(noisy), weights, 'patches'); // [16 * batch, width]
      for (let index = 0; index < blocks; index++) {
        state = mixerBlock(state, condition, { weights, name: `block${index}` });
      }
      const [scale, shift]: tf.Tensor2D[] = tf.split(dense(condition, weights, 'finalModulation'), 2, 1);
      return pictureOf(dense(modulated(state, scale, shift), weights, 'pixels')); // [batch, 256]
    });
}

/** What the network is told besides the picture: the time as waves, the label as a one in its place; none is all zeros. */
function conditionOf(
  weights: Weights,
  { time, label, steps }: { time: Int32Array; label?: Int32Array; steps: number },
): tf.Tensor2D {
  const known = tf.concat2d(
    [timeFeatures(time, { steps, dimension: waves }), labelFeatures(time.length, label)],
    1,
  );
  const hidden = silu(dense(known, weights, 'condition1')); // [batch, condition]
  return silu(dense(hidden, weights, 'condition2'));
}

/** One row per example with a 1 in the column of its class: [batch, 10]. */
export function labelFeatures(count: number, label?: Int32Array): tf.Tensor2D {
  const features = new Float32Array(count * classes);
  label?.forEach((value, row) => {
    if (value >= 0) features[row * classes + value] = 1;
  });
  return tf.tensor2d(features, [count, classes]);
}

/**
 * One block: first the patches of a picture exchange what they know, channel by channel, then each patch thinks for itself.
 * Both times the state is normalised, then scaled and shifted by the condition, and the result is added to the state.
 */
function mixerBlock(
  state: tf.Tensor2D,
  condition: tf.Tensor2D,
  { weights, name }: { weights: Weights; name: string },
): tf.Tensor2D {
  const modulation = dense(condition, weights, `${name}.modulation`); // [batch, 4 * width]
  const [scale1, shift1, scale2, shift2]: tf.Tensor2D[] = tf.split(modulation, 4, 1); // [batch, width] each
  const byPatch = tf.reshape<tf.Rank.R2>(modulated(state, scale1, shift1), [tokens, -1]); // [16, batch * width]
  const exchanged = silu(denseAcrossRows(byPatch, weights, `${name}.tokens1`)); // [tokenHidden, batch * width]
  const told = tf.reshape(denseAcrossRows(exchanged, weights, `${name}.tokens2`), state.shape);
  const mixed: tf.Tensor2D = tf.add(state, told); // [16 * batch, width]
  const hidden = silu(dense(modulated(mixed, scale2, shift2), weights, `${name}.channels1`));
  return tf.add(mixed, dense(hidden, weights, `${name}.channels2`));
}

/**
 * The state, normalised per patch to mean square 1 (Zhang and Sennrich 2019), times 1 + scale plus shift. This is how time
 * and label steer the network (Perez et al. 2018).
 *
 * @param state [16 * batch, width]
 * @param scale [batch, width], as is `shift`
 */
function modulated(state: tf.Tensor2D, scale: tf.Tensor2D, shift: tf.Tensor2D): tf.Tensor2D {
  const size = tf.rsqrt(tf.add(tf.mean(tf.square(state), 1, true), 1e-6)); // [16 * batch, 1]
  const normalised = tf.reshape(tf.mul(state, size), [tokens, ...scale.shape]);
  const steered = tf.add(tf.mul(normalised, tf.add(scale, 1)), shift); // [16, batch, width]
  return tf.reshape(steered, state.shape);
}

/**
 * Cuts pictures [batch, 256] into patches [16 * batch, 16]: first the top left patch of every picture, then the next patch
 * of every picture, and so on. In this order both kinds of mixing are products of plain matrices.
 */
export function patchesOf(picture: tf.Tensor2D): tf.Tensor2D {
  const pixels = tf.reshape(picture, [-1, patchesPerSide, patchSide, patchesPerSide, patchSide]);
  return tf.reshape(tf.transpose(pixels, [1, 3, 0, 2, 4]), [-1, patchPixels]);
}

/** The inverse of `patchesOf`. */
export function pictureOf(patches: tf.Tensor2D): tf.Tensor2D {
  const pixels = tf.reshape(patches, [patchesPerSide, patchesPerSide, -1, patchSide, patchSide]);
  return tf.reshape(tf.transpose(pixels, [2, 0, 3, 1, 4]), [-1, tokens * patchPixels]);
}
