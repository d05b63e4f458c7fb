/**
 * Small computations that the engine must do exactly as plain TensorFlow.js does: values and gradients of everything that it
 * takes over, and what it must leave alone. They run in Node and in a page. Longer than other files: a list, read line by line.
 */
import * as tf from '@tensorflow/tfjs-core';
import { createRandom } from '#data/random';
import { relativistic } from '#models/adversarial-objectives';
import { createCritic, criticLoss, judged, type GanWeights } from '#models/gan';

export type Case = () => tf.Tensor;

/** Seeded normal numbers of a shape, the same wherever they are asked for. */
export const drawn = (shape: number[], seed = 1): tf.Tensor =>
  tf.tensor(createRandom(seed).normals(tf.util.sizeFromShape(shape)), shape);

type Unary = (x: tf.Tensor) => tf.Tensor;
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const positive = (x: tf.Tensor): tf.Tensor => tf.add(tf.square(x), 0.1);

const unary: Record<string, Unary> = {
  neg: tf.neg,
  square: tf.square,
  sqrt: (x) => tf.sqrt(positive(x)),
  rsqrt: (x) => tf.rsqrt(positive(x)),
  exp: tf.exp,
  log: (x) => tf.log(positive(x)),
  log1p: (x) => tf.log1p(positive(x)),
  expm1: tf.expm1,
  abs: tf.abs,
  sign: tf.sign,
  sin: tf.sin,
  cos: tf.cos,
  reciprocal: (x) => tf.reciprocal(positive(x)),
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  relu: tf.relu,
  relu6: tf.relu6,
  elu: tf.elu,
  softplus: tf.softplus,
  leakyRelu: (x) => tf.leakyRelu(x, 0.3),
  clip: (x) => tf.clipByValue(x, -0.5, 0.7),
  step: (x) => tf.step(x, 0.2),
  powers: (x) => tf.add(tf.pow(x, 3), tf.pow(positive(x), 1.5)),
};

const binary: Record<string, Binary> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: (a, b) => tf.div(a, positive(b)),
  maximum: tf.maximum,
  minimum: tf.minimum,
  squaredDifference: tf.squaredDifference,
};

const shapes: readonly (readonly [number[], number[]])[] = [
  [[5, 3], [3]],
  [
    [4, 8],
    [4, 1],
  ],
  [
    [5, 1],
    [1, 3],
  ],
  [
    [2, 3, 4],
    [3, 1],
  ],
  [[7], []],
];

const spreads = new Set(['add', 'sub', 'mul', 'div']);

const weighted = (y: tf.Tensor): tf.Scalar => tf.sum(tf.mul(y, drawn(y.shape, 77)));

/** The gradients of a weighted sum of the result, as one vector. */
export const slopes = (f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[]): tf.Tensor =>
  tf.concat(
    tf
      .grads((...given) => weighted(f(...given)))(inputs)
      .map((slope) => tf.reshape(slope, [-1])),
  );

function elementwise(): Record<string, Case> {
  const cases: Record<string, Case> = {};
  for (const [name, f] of Object.entries(unary)) {
    cases[name] = () => f(drawn([9, 15]));
    if (name !== 'step') cases[`slope of ${name}`] = () => slopes(f, [drawn([9, 15])]);
  }
  for (const [name, f] of Object.entries(binary)) {
    for (const [a, b] of shapes) {
      cases[`${name} of ${a} and ${b}`] = () => f(drawn(a), drawn(b, 2));
      // TensorFlow.js has no gradients of the others where shapes differ.
      const inputs = () => [drawn(a), drawn(spreads.has(name) ? b : a, 2)];
      cases[`slopes of ${name} of ${a} and ${b}`] = () =>
        slopes(f as (...inputs: tf.Tensor[]) => tf.Tensor, inputs());
    }
  }
  return cases;
}

const large = (): tf.Tensor => tf.tanh(drawn([12, 20, 8]));

const rearranged: Record<string, Case> = {
  'a transpose of an expression': () => tf.transpose(tf.exp(drawn([9, 16]))),
  'a transpose of three dimensions': () => tf.transpose(large(), [2, 0, 1]),
  'a slice with crooked edges': () => tf.slice(large(), [1, 3, 1], [7, 9, 5]),
  'a slice of a slice of a transpose': () =>
    tf.slice(tf.transpose(tf.slice(large(), [0, 5, 0], [12, 10, 8]), [1, 0, 2]), [2, 0, 4], [3, 12, 4]),
  'pieces of a vector': () => tf.add(tf.slice(drawn([40]), 3, 16), tf.slice(drawn([40]), 24, 16)),
  'a split': () => tf.mul(...(tf.split(large(), 2, 1) as [tf.Tensor, tf.Tensor])),
  'a split into unequal parts': () => tf.concat(tf.split(large(), [3, 10, 7], 1).reverse(), 1),
  'joined columns of three widths': () =>
    tf.concat([tf.sin(drawn([6, 2])), drawn([6, 5], 2), tf.cos(drawn([6, 4], 3))], 1),
  'joined columns of fours': () => tf.concat([tf.sin(drawn([6, 8])), drawn([6, 4], 2)], -1),
  'forty joined vectors': () =>
    tf.concat(Array.from({ length: 40 }, (_, k) => tf.exp(drawn([k + 1], k + 1)))),
  'a stack': () => tf.stack([tf.sin(drawn([3, 5])), drawn([3, 5], 2)], 1),
  'an unstack': () => tf.add(...(tf.unstack(tf.sin(drawn([2, 7])), 0) as [tf.Tensor, tf.Tensor])),
  tiles: () => tf.tile(tf.sin(drawn([3, 5])), [2, 3]),
  'more dimensions': () => tf.mul(tf.expandDims(tf.exp(drawn([3, 5])), 1), tf.ones([3, 2, 1])),
  'a pad, which the engine does not know': () =>
    tf.pad(tf.exp(drawn([3, 5])), [
      [1, 0],
      [2, 1],
    ]),
  'a gather of an expression': () => tf.gather(tf.exp(drawn([6, 4])), tf.tensor1d([3, 0, 3], 'int32')),
  'a choice between expressions': () =>
    tf.where(tf.greater(tf.sin(drawn([30])), 0.1), tf.exp(drawn([30])), tf.zeros([30])),
  'whole numbers': () =>
    tf.add(tf.cast(tf.tensor1d([1, 2, 3], 'int32'), 'float32'), tf.argMax(drawn([3, 9]), 1)),
  'the same number everywhere': () =>
    tf.add(tf.mul(tf.ones([200]), tf.fill([200], 3)), tf.zerosLike(drawn([200]))),
};

const sums: Record<string, Case> = {
  'a sum over everything': () => tf.sum(tf.square(large())),
  'a long sum': () => tf.sum(tf.square(drawn([6000]))),
  'a long sum of a prime count': () => tf.sum(tf.abs(drawn([5003]))),
  'sums over each dimension': () =>
    tf.concat([0, 1, 2].map((axis) => tf.reshape(tf.sum(tf.sin(large()), axis), [-1]))),
  'sums over two dimensions': () =>
    tf.concat(
      [
        [0, 1],
        [0, 2],
        [1, 2],
      ].map((axes) => tf.reshape(tf.sum(large(), axes, true), [-1])),
    ),
  'a mean that is spread again': () => tf.sub(large(), tf.mean(large(), 2, true)),
  'a mean of squares in a row, and its slope': () =>
    slopes((x) => tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), 1e-3))), [drawn([6, 20])]),
  maxima: () => tf.max(tf.sin(drawn([7, 11])), 1),
  softmax: () => tf.softmax(tf.mul(drawn([7, 11]), 3)),
  'the slope of softmax': () => slopes((x) => tf.softmax(x), [drawn([7, 12])]),
  'the slope of logSoftmax': () => slopes((x) => tf.logSoftmax(x), [drawn([7, 12])]),
  'a sum of sums': () => tf.sum(tf.exp(tf.sum(tf.mul(large(), 0.1), 2))),
  'forty summands': () => tf.addN(Array.from({ length: 40 }, (_, k) => drawn([33], k))),
};

function products(): Record<string, Case> {
  const cases: Record<string, Case> = {};
  const sizes = [
    [5, 7, 3],
    [8, 12, 16],
    [6, 16, 10],
    [128, 64, 256],
    [96, 32, 96],
    [34, 64, 128],
  ];
  for (const [rows, inner, columns] of sizes) {
    for (const turned of [0, 1, 2, 3]) {
      const [a, b] = [(turned & 1) === 1, (turned & 2) === 2];
      const first = () => tf.sin(drawn(a ? [inner, rows] : [rows, inner]));
      const second = () => drawn(b ? [columns, inner] : [inner, columns], 2);
      const product = (x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y, a, b);
      cases[`${rows} x ${inner} x ${columns}, turned ${turned}`] = () => product(first(), second());
      cases[`slopes of ${rows} x ${inner} x ${columns}, turned ${turned}`] = () =>
        slopes(product as (...inputs: tf.Tensor[]) => tf.Tensor, [first(), second()]);
    }
  }
  return {
    ...cases,
    'a batch of products': () => tf.matMul(drawn([3, 5, 8]), drawn([3, 8, 4], 2)),
    'a batch that shares a factor': () => tf.matMul(drawn([3, 5, 8]), drawn([1, 6, 8], 2), false, true),
    'a product of pieces of a vector': () => {
      const vector = tf.exp(tf.mul(drawn([200]), 0.1));
      const piece = (start: number, shape: [number, number]) =>
        tf.reshape(tf.slice(vector, start, shape[0] * shape[1]), shape) as tf.Tensor2D;
      return tf.matMul(piece(4, [8, 8]), tf.transpose(piece(71, [12, 8])));
    },
    'a product with bias and activation': () =>
      tf.fused.matMul({
        a: drawn([6, 9]) as tf.Tensor2D,
        b: drawn([9, 8], 2) as tf.Tensor2D,
        bias: drawn([8], 3),
        activation: 'relu',
      }),
    'a wide layer, and its slopes': () =>
      slopes(
        (x, weight, bias) => {
          const sum = tf.add(tf.matMul(x as tf.Tensor2D, weight as tf.Tensor2D), bias);
          return tf.mul(sum, tf.sigmoid(sum));
        },
        [drawn([256, 40]), drawn([40, 128], 2), drawn([128], 3)],
      ),
    'a convolution, and its slopes': () =>
      slopes(
        (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, [2, 1], 'same'),
        [drawn([2, 7, 6, 3]), drawn([3, 3, 3, 4], 2)],
      ),
    'a convolution without borders, and its slopes': () =>
      slopes(
        (x, filter) => tf.relu(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'valid')),
        [drawn([2, 6, 5, 2]), drawn([3, 2, 2, 5], 2)],
      ),
    'the slope of a table that rows are gathered from': () =>
      slopes((table) => tf.gather(tf.tanh(table), tf.tensor1d([4, 0, 4, 2], 'int32')), [drawn([5, 3])]),
    'a slope of a slope': () => {
      const net = (x: tf.Tensor) =>
        tf.sum(tf.softplus(tf.matMul(tf.relu(x as tf.Tensor2D), drawn([4, 8], 5) as tf.Tensor2D)));
      return tf.grad((x) => tf.sum(tf.square(tf.grad(net as (x: tf.Tensor) => tf.Scalar)(x))))(drawn([6, 4]));
    },
  };
}

const critic = (): GanWeights => createCritic(createRandom(6), { dimension: 2, widths: [12, 8] });
const real = (): tf.Tensor2D => drawn([6, 2], 8) as tf.Tensor2D;

/** What a critic's penalties need: its slope as an expression, and slopes of a loss that holds that slope. */
const slopesOfSlopes: Record<string, Case> = {
  'the slope of a critic': () => judged(critic(), real()).slope,
  "the slopes of a critic's loss with every penalty": () => {
    const names = Object.keys(critic());
    const share = tf.sigmoid(drawn([6, 1], 10)) as tf.Tensor2D;
    const pair = { real: real(), fake: drawn([6, 2], 9) as tf.Tensor2D, share };
    const rules = { objective: relativistic, r1: 0.7, r2: 0.4, unitSlope: 0.5 };
    const named = (tensors: tf.Tensor[]) => Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
    return slopes((...tensors) => criticLoss(named(tensors), pair, rules), Object.values(critic()));
  },
};

const endurance: Record<string, Case> = {
  'a chain of three hundred operations': () => {
    let x = drawn([50]);
    for (let round = 0; round < 100; round++) x = tf.sin(tf.add(tf.mul(x, 1.01), drawn([50], round % 9)));
    return x;
  },
  'an expression whose inputs are gone': () => {
    const [a, b] = [tf.square(drawn([64])), drawn([64], 2)];
    const sum = tf.add(a, tf.sin(b));
    tf.dispose([a, b]);
    const twice = tf.mul(sum, 2);
    sum.dispose();
    return twice;
  },
  'clones and shapes of one tensor': () => {
    const x = tf.exp(drawn([4, 6]));
    const [flat, copy] = [tf.reshape(x, [24]), tf.clone(x)];
    x.dispose();
    return tf.add(tf.reshape(flat, [4, 6]), copy);
  },
};

export const cases: Readonly<Record<string, Case>> = {
  ...elementwise(),
  ...rearranged,
  ...sums,
  ...products(),
  ...slopesOfSlopes,
  ...endurance,
};

/** The largest difference, measured in units of the largest number that is expected; infinite where numbers are missing. */
export function difference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Infinity;
  const size = Math.max(1, ...Array.from(expected, Math.abs));
  const gaps = Array.from(expected, (value, index) => Math.abs(found[index] - value) / size);
  return gaps.some(Number.isNaN) ? Infinity : Math.max(0, ...gaps);
}

/** The numbers of every case on the backend that is set up. */
export async function answers(): Promise<Record<string, Float32Array>> {
  const found: Record<string, Float32Array> = {};
  for (const [name, run] of Object.entries(cases)) {
    const result = tf.tidy(run);
    found[name] = Float32Array.from(await result.data());
    result.dispose();
  }
  return found;
}
