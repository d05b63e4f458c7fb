import * as tf from '@tensorflow/tfjs-core';

/** The numbers that training changes, by name: `hidden1.weight`, `hidden1.bias`, ... The names are those of the weights' file. */
export type Weights = Readonly<Record<string, tf.Tensor>>;

/** The names and shapes of some weights: all that is needed to cut them out of one long vector again. */
export type Layout = readonly { readonly name: string; readonly shape: readonly number[] }[];

/** Where models get their random numbers from. The seeded source of the data folder fits. */
export interface RandomNumbers {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** A whole number from 0 to `below` - 1. */
  integer(below: number): number;
  /** Independent draws from the standard normal distribution. */
  normals(count: number): Float32Array;
}

/** The names and shapes of weights, in their order. */
export function layoutOf(weights: Weights): Layout {
  return Object.entries(weights).map(([name, { shape }]) => ({ name, shape: [...shape] }));
}

/** How many numbers a layout holds. */
export function parameterCount(layout: Layout): number {
  return layout.reduce((count, { shape }) => count + tf.util.sizeFromShape([...shape]), 0);
}

/** All tensors, one after another, as one vector: one optimiser step is then a handful of operations instead of hundreds. */
export function flattened(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.tidy(() => tf.concat1d(tensors.map((tensor) => tf.reshape(tensor, [tensor.size]))));
}

/** The inverse of `flattened`: cuts the vector into named tensors. The caller disposes of them. */
export function unflattened(vector: tf.Tensor1D, layout: Layout): Weights {
  let offset = 0;
  const entries = layout.map(({ name, shape }) => {
    const size = tf.util.sizeFromShape([...shape]);
    const piece = tf.tidy(() => tf.reshape(tf.slice1d(vector, offset, size), [...shape]));
    offset += size;
    return [name, piece] as const;
  });
  return Object.fromEntries(entries);
}

/** A loss and its gradient with respect to every weight, both of them for the caller to dispose of. */
export function lossAndGradient(
  loss: (weights: Weights) => tf.Scalar,
  parameters: tf.Tensor1D,
  layout: Layout,
): { loss: tf.Scalar; gradient: tf.Tensor1D } {
  return tf.tidy(() => {
    const named = (tensors: readonly tf.Tensor[]) =>
      Object.fromEntries(layout.map(({ name }, index) => [name, tensors[index]]));
    const lossOfTensors = (...tensors: tf.Tensor[]) => loss(named(tensors));
    const weights = unflattened(parameters, layout);
    const { value, grads } = tf.valueAndGrads(lossOfTensors)(Object.values(weights));
    return { loss: value, gradient: flattened(grads) };
  });
}

/** Reads weights back from the device, ready for a weights' file. */
export async function weightValues(
  weights: Weights,
): Promise<Record<string, { shape: number[]; values: Float32Array }>> {
  const read = async ([name, tensor]: [string, tf.Tensor]) =>
    [
      name,
      { shape: Array.from<number>(tensor.shape), values: Float32Array.from(await tensor.data()) },
    ] as const;
  return Object.fromEntries(await Promise.all(Object.entries(weights).map(read)));
}

/** The inverse of `weightValues`. The caller disposes of the tensors. */
export function weightsFrom(
  values: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: Float32Array }>>,
): Weights {
  return Object.fromEntries(
    Object.entries(values).map(([name, { shape, values }]) => [
      name,
      tf.tensor(values, [...shape], 'float32'),
    ]),
  );
}
