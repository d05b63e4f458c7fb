/**
 * The WASM backend with threads. TensorFlow.js 4.22 starts them from the text of its own program, which no bundle keeps as it was and
 * no strict policy lets run; here they start from a file of the site (`wasm-thread.ts`).
 *
 * Only products, convolutions and some element-wise operations share their work, and each wakes and awaits every thread. On a
 * processor of two free cores the reference step (width 128, batch 512) ran 51 times a second on two threads and 67 times on one, a
 * network of width 512 ran 10.7 and 6.4 times; where painting the page took the second core, 22 and 54. So threads are timed on a
 * layer of the reference before they are used, once for all demos: what is small enough to be fast on one thread stays there.
 */
import { BackendWasm, setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import createProgram from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js';
import * as tf from '@tensorflow/tfjs-core';
import thread from './wasm-thread.ts?worker&url';
import { wasmFiles } from './wasm-files.ts';

type Program = Awaited<ReturnType<typeof createProgram>> & {
  /** Emscripten's threads: eight are made at once, however many are wanted. */
  readonly PThread: { readonly unusedWorkers: Worker[] };
  cwrap(name: string, result: 'number' | null, parameters: 'number'[]): (...values: number[]) => number;
};

/** Threads that have not answered by then, in milliseconds, never will. */
const patience = 20_000;
/** How many times as fast as one thread several must be: they take cores from the rest of the device. */
const worthwhile = 1.2;

let decided: Promise<void> | undefined;

/** Registers the backend `wasm` with so many threads if they start here and are the faster way; else it stays as it is. */
export const preferThreads = (count: number): Promise<void> => (decided ??= decide(count));

async function decide(count: number): Promise<void> {
  const factory = tf.findBackendFactory('wasm');
  const alone = await duration();
  const threaded = await threadedBackend(count).catch(() => undefined);
  if (!threaded) return;
  register(() => threaded);
  if ((await duration()) * worthwhile > alone) register(factory);
}

function register(factory: () => tf.KernelBackend | Promise<tf.KernelBackend>): void {
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', factory, 2);
}

/** Milliseconds of ten hidden layers of the reference network, the best of a few tries. */
async function duration(): Promise<number> {
  await tf.setBackend('wasm');
  const [state, weights] = [tf.ones([512, 128]), tf.ones([128, 128])];
  const tries = Array.from({ length: 4 }, () => {
    const began = performance.now();
    for (let layer = 0; layer < 10; layer++)
      tf.tidy(() => void tf.sigmoid(tf.add(tf.matMul(state, weights), 1)));
    return performance.now() - began;
  });
  tf.dispose([state, weights]);
  return Math.min(...tries);
}

/** @throws Error when the threads do not start */
export async function threadedBackend(count: number): Promise<BackendWasm> {
  const file = 'tfjs-backend-wasm-threaded-simd.wasm';
  const locateFile = (name: string): string => (name === file ? wasmFiles[file] : thread);
  let late: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error('no thread answers')), patience);
  });
  const program = (await Promise.race([createProgram({ locateFile }), silence])) as Program;
  clearTimeout(late);
  program.tfjs = functionsOf(program);
  setThreadsCount(count);
  const backend = new BackendWasm(program);
  for (const spare of program.PThread.unusedWorkers.splice(0)) spare.terminate();
  return backend;
}

/** What the backend calls, as TensorFlow.js itself names it. */
function functionsOf({ cwrap }: Program): Program['tfjs'] {
  const numbers = (count: number) => new Array<'number'>(count).fill('number');
  return {
    init: cwrap('init', null, []),
    initWithThreadsCount: cwrap('init_with_threads_count', null, numbers(1)),
    getThreadsCount: cwrap('get_threads_count', 'number', []),
    registerTensor: cwrap('register_tensor', null, numbers(3)),
    disposeData: cwrap('dispose_data', null, numbers(1)),
    dispose: cwrap('dispose', null, []),
  };
}
