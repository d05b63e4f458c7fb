/** jax-js: the same network and loss, its gradient and Adam in one compiled function. */
import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad, type Device } from '@jax-js/jax';
import { createRandom, type Random } from '#data/random';
import { standardisation, standardised } from '#data/standardisation';
import { averageDecay } from '#models/moving-average';
import { cosineSchedule } from '#models/noise-schedule';
import {
  diffusionSteps,
  inputs,
  layers,
  learningRate,
  waves,
  type Setting,
  type Trainer,
  type WeightValues,
} from '../contract.ts';
import { trainingPoints } from '../points.ts';

type Arrays = np.Array[];
type State = Record<'weights' | 'mean' | 'square', Arrays>;
type Drawn = Record<'corrections' | 'input' | 'noise', np.Array>;

export async function jax(setting: Setting): Promise<Trainer> {
  await start(setting);
  const random = createRandom(1);
  const draw = batches(setting.batch, random);
  const step = jit(compiledStep);
  const mix = jit(mixed);
  let state = firstState(setting.width, random);
  let average = tree.ref(state.weights);
  let taken = 0;
  return {
    async train(count) {
      let value = NaN;
      for (let round = 0; round < count; round++) {
        taken += 1;
        const corrections = np.array([1 - Math.pow(0.9, taken), 1 - Math.pow(0.999, taken)]);
        const { loss, next } = step(state, { corrections, ...draw() });
        state = next;
        if (setting.averaged) {
          const share = np.array([1 - averageDecay(taken - 1, 0.995)]);
          average = mix(average, tree.ref(state.weights), share);
        }
        [value] = await loss.data();
      }
      return value;
    },
    weights: () => valuesOf(setting.averaged ? average : state.weights),
  };
}

async function start({ place }: Setting): Promise<void> {
  if (place === 'wasm-threads' && !crossOriginIsolated)
    throw new Error('the page is not isolated from other origins');
  const device: Device = place === 'wasm-threads' ? 'wasm' : place;
  if (!(await init(device)).includes(device)) throw new Error(`jax-js cannot start "${device}" here`);
  defaultDevice(device);
}

function firstState(width: number, random: Random): State {
  const sizes = [inputs, width, width, width, 2];
  const weights = layers.flatMap((name, layer) => {
    const [from, to] = [sizes[layer], sizes[layer + 1]];
    const scale = name === 'output' ? 0 : 1 / Math.sqrt(from);
    const values = random.normals(from * to).map((value) => value * scale);
    return [np.array(values).reshape([from, to]), np.zeros([to])];
  });
  const zeros = () => weights.map(({ shape }) => np.zeros(shape));
  return { weights, mean: zeros(), square: zeros() };
}

/** Every use of an array but its last one takes a reference: that is how jax-js knows when to free it. */
function lossOf(weights: Arrays, input: np.Array, noise: np.Array): np.Array {
  let values = input;
  for (let layer = 0; layer < layers.length; layer++) {
    const sum = np.dot(values, weights[2 * layer]).add(weights[2 * layer + 1]);
    values = layer < layers.length - 1 ? nn.silu(sum) : sum;
  }
  return np.mean(np.square(values.sub(noise)));
}

function compiledStep({ weights, mean, square }: State, { corrections, input, noise }: Drawn) {
  const [loss, gradient] = valueAndGrad(lossOf)(tree.ref(weights), input, noise) as [np.Array, Arrays];
  const nextMean = mean.map((old, i) => old.mul(0.9).add(gradient[i].ref.mul(0.1)));
  const nextSquare = square.map((old, i) => old.mul(0.999).add(np.square(gradient[i]).mul(0.001)));
  const meanCorrection = corrections.ref.slice(0);
  const squareCorrection = corrections.slice(1);
  const nextWeights = weights.map((old, i) => {
    const usualSize = np.sqrt(nextSquare[i].ref.div(squareCorrection.ref)).add(1e-7);
    return old.sub(nextMean[i].ref.div(meanCorrection.ref).div(usualSize).mul(learningRate));
  });
  tree.dispose([meanCorrection, squareCorrection]);
  return { loss, next: { weights: nextWeights, mean: nextMean, square: nextSquare } };
}

function mixed(average: Arrays, weights: Arrays, share: np.Array): Arrays {
  const next = average.map((old, i) => old.ref.add(weights[i].sub(old).mul(share.ref)));
  share.dispose();
  return next;
}

/** Noised examples [batch, 34] and their noise [batch, 2], made in JavaScript and handed over at each step. */
function batches(batch: number, random: Random): () => { input: np.Array; noise: np.Array } {
  const data = trainingPoints();
  const points = standardised(data, standardisation(data));
  const { alphaBar } = cosineSchedule(diffusionSteps, { maxBeta: 0.5 });
  const half = waves / 2;
  return () => {
    const input = new Float32Array(batch * inputs);
    const noise = random.normals(2 * batch) as Float32Array<ArrayBuffer>;
    for (let row = 0; row < batch; row++) {
      const picked = random.integer(points.length / 2);
      const time = 1 + random.integer(diffusionSteps);
      const at = row * inputs;
      for (let axis = 0; axis < 2; axis++)
        input[at + axis] =
          Math.sqrt(alphaBar[time]) * points[2 * picked + axis] +
          Math.sqrt(1 - alphaBar[time]) * noise[2 * row + axis];
      for (let wave = 0; wave < half; wave++) {
        const angle = ((1000 * time) / diffusionSteps) * Math.pow(10_000, -wave / half);
        input[at + 2 + wave] = Math.sin(angle);
        input[at + 2 + half + wave] = Math.cos(angle);
      }
    }
    return { input: np.array(input).reshape([batch, inputs]), noise: np.array(noise).reshape([batch, 2]) };
  };
}

async function valuesOf(weights: Arrays): Promise<WeightValues> {
  const values: WeightValues = {};
  for (const [index, array] of weights.entries()) {
    const name = `${layers[Math.floor(index / 2)]}.${index % 2 === 0 ? 'weight' : 'bias'}`;
    values[name] = { shape: [...array.shape], values: Float32Array.from(await array.ref.data()) };
  }
  return values;
}
