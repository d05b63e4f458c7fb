/** Runs in a worker of an isolated page for tests/browser/wasm-threads.test.ts: the same computations on one thread and on two. */
import { getThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { installEngine } from '#engine/install';
import { wasmFiles } from '#lab/wasm-files';
import { threadedBackend } from '#lab/wasm-threads';
import { answers } from './cases.ts';
import { trained } from './training.ts';

export interface Computed {
  readonly threads: number;
  readonly answers: Record<string, Float32Array>;
  readonly training: number[];
  /** Tensors and buffers that are left. */
  readonly held: readonly number[];
}

async function computed(): Promise<Computed> {
  await tf.setBackend('wasm');
  await installEngine();
  const found = await answers();
  // Batches that outgrow the memory that the program begins with.
  const training = await trained({ width: 256, batch: 6000, steps: 3 });
  const { numTensors, numDataBuffers } = tf.memory();
  return { threads: getThreadsCount(), answers: found, training, held: [numTensors, numDataBuffers] };
}

// The program takes at most half of the threads that the processor has.
Object.defineProperty(navigator, 'hardwareConcurrency', { value: 4 });
tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
setWasmPaths(wasmFiles);
const one = await computed();
tf.removeBackend('wasm');
const backend = await threadedBackend(2);
tf.registerBackend('wasm', () => backend, 2);
const two = await computed();
self.postMessage([one, two]);
