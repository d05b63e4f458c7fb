/** What runs in the page for tests/browser/engine.test.ts; each function of `engineTests` gives plain numbers. */
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { createRandom } from '#data/random';
import { installEngine } from '#engine/install';
import { trainingStep } from '#models/diffusion';
import { batchOf, createTraining, disposeTraining } from '#models/training';
import { createDigitDenoiser, digitDenoiser } from '#models/digit-denoiser';
import { linearSchedule } from '#models/noise-schedule';
import { createPointDenoiser, pointDenoiser } from '#models/point-denoiser';
import { flattened, layoutOf, lossAndGradient, type Weights } from '#models/weights';
import { seededNormals } from '../../src/engine/threefry.ts';
import { answers, drawn } from './cases.ts';
import { countGpuCalls, type GpuCount } from './gpu-count.ts';
import { trained, trainedPlainly, type Size } from './training.ts';

async function on(backend: 'cpu' | 'webgl'): Promise<void> {
  await tf.setBackend(backend);
  await tf.ready();
  await installEngine();
}

const adam = (rate: number): tf.Optimizer => tf.train.adam(rate);

/** Tensors, buffers of the engine, buffers of the backend, bytes on the card: all are zero when nothing is held. */
function held(): number[] {
  const { numTensors, numDataBuffers, ...rest } = tf.memory();
  return [
    numTensors,
    numDataBuffers,
    tf.backend().numDataIds(),
    (rest as { numBytesInGPU?: number }).numBytesInGPU ?? 0,
  ];
}

async function allAnswers(backend: 'cpu' | 'webgl') {
  await on(backend);
  const before = held();
  const found = Object.entries(await answers()).map(([name, values]) => [name, [...values]] as const);
  return { answers: Object.fromEntries(found), before, after: held() };
}

/** What a step of the reference network asks of the card, from the sixth step on, and the losses. */
async function referenceStep(steps: number, count: GpuCount) {
  const random = createRandom(1);
  const weights = createPointDenoiser(random.fork('weights'));
  const training = createTraining(weights);
  tf.dispose(weights);
  const values = random.fork('points').normals(2000);
  const network = (weights: Weights) => pointDenoiser(weights, { steps: 100 });
  const options = {
    network,
    schedule: linearSchedule(100),
    target: 'noise',
    learningRate: 1e-3,
    random,
  } as const;
  const calls: GpuCount[] = [];
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const before = { ...count };
    const batch = batchOf({ values, dimension: 2 }, 512, random);
    const loss = trainingStep(training, batch, options);
    losses.push((await loss.data())[0]);
    tf.dispose([loss, batch.clean]);
    calls.push({
      draws: count.draws - before.draws,
      uploads: count.uploads - before.uploads,
      readBacks: count.readBacks - before.readBacks,
    });
  }
  disposeTraining(training);
  return { calls, losses, held: held() };
}

/** Loss and gradient of a small digit denoiser: splits, normalisation, products from both sides, transposes. */
async function digitGradient(backend: 'cpu' | 'webgl'): Promise<number[]> {
  await on(backend);
  const size = { width: 12, blocks: 1, channelHidden: 16, tokenHidden: 8, condition: 12 };
  const weights = createDigitDenoiser(createRandom(3), size);
  const parameters = tf.tidy(() =>
    tf.add(flattened(Object.values(weights)), tf.mul(drawn([countOf(weights)]), 0.1)),
  );
  const time = Int32Array.from([3, 50, 99]);
  const loss = (named: Weights) =>
    tf.tidy(() => {
      const output = digitDenoiser(named, { steps: 100 })(
        drawn([3, 256], 4) as tf.Tensor2D,
        time,
        Int32Array.from([1, -1, 7]),
      );
      return tf.mean<tf.Scalar>(tf.square(tf.sub(output, drawn([3, 256], 5))));
    });
  const result = lossAndGradient(loss, parameters as tf.Tensor1D, layoutOf(weights));
  const numbers = [...(await result.loss.data()), ...(await result.gradient.data())];
  tf.dispose([weights, parameters, result.loss, result.gradient]);
  return numbers;
}

const countOf = (weights: Weights): number =>
  Object.values(weights).reduce((sum, weight) => sum + weight.size, 0);

/** Normals drawn on the card and those of the processor. */
async function normals(seed: number, count: number) {
  await on('webgl');
  const tensor = tf.engine().runKernel('SeededNormal', {}, { shape: [count], seed }) as tf.Tensor;
  const onCard = [...(await tensor.data())];
  tensor.dispose();
  return { onCard, byProcessor: [...seededNormals(seed, count)] };
}

/** A new backend after the card's context is gone; what it computes then. */
async function afterLoss(): Promise<number[]> {
  await on('webgl');
  const { gl } = (tf.backend() as unknown as { gpgpu: { gl: WebGL2RenderingContext } }).gpgpu;
  const kept = tf.tidy(() => tf.exp(tf.tensor1d([0, 1])));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  kept.dispose();
  tf.removeBackend('webgl');
  const { MathBackendWebGL, GPGPUContext } = await import('@tensorflow/tfjs-backend-webgl');
  const canvas = new OffscreenCanvas(1, 1);
  const fresh = canvas.getContext('webgl2') as unknown as WebGLRenderingContext;
  tf.registerBackend('webgl', () => new MathBackendWebGL(new GPGPUContext(fresh)), 2);
  await on('webgl');
  const result = tf.tidy(() => tf.matMul(tf.exp(tf.zeros([2, 2])), tf.tensor2d([1, 2, 3, 4], [2, 2])));
  const values = [...(await result.data())];
  result.dispose();
  return values;
}

const count = countGpuCalls();

export const engineTests = {
  allAnswers,
  digitGradient,
  normals,
  afterLoss,
  referenceStep: async (steps: number) => {
    await on('webgl');
    return referenceStep(steps, count);
  },
  trained: async (size: Size) => {
    await on('webgl');
    return trained(size);
  },
  trainedPlainly: async (size: Size) => {
    await on('cpu');
    return trainedPlainly(size, adam);
  },
};

(globalThis as unknown as { engineTests: typeof engineTests }).engineTests = engineTests;
