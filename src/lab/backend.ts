import * as tf from '@tensorflow/tfjs-core';
import { installEngine } from '#engine/install';
import { NoBackend, type BackendFailure } from './failure.ts';
import { graphicsCard } from './graphics-card.ts';

export type BackendName = 'webgl' | 'webgpu' | 'wasm' | 'cpu';

/** The backend that runs, and those before it that failed here. */
export interface Backend {
  readonly name: BackendName;
  readonly failures: readonly BackendFailure[];
}

/**
 * Chooses where TensorFlow.js computes, loads only that backend, and registers all gradients (the core has none of its own).
 * Works on a page, in a worker and in Node.
 *
 * @param wanted comes first; without a wish, what is probably fastest
 * @param orElse whether another will do where the wanted one fails
 * @throws NoBackend if all that may be tried fail
 */
export async function useBackend(
  wanted?: BackendName,
  { orElse = wanted === undefined } = {},
): Promise<Backend> {
  await registerGradients();
  const failures: BackendFailure[] = [];
  for (const name of orElse ? candidates(wanted, failures) : [wanted!]) {
    try {
      await loaders[name]();
      dropLost(name);
      if (await passesTrial(name)) return { name, failures };
      failures.push({ backend: name, kind: 'wrong' });
    } catch (error) {
      failures.push({ backend: name, ...reasonOf(error) });
    }
  }
  throw new NoBackend(failures);
}

/** What is wanted, then what is probably fastest: a graphics card, unless the processor is what emulates it. */
function* candidates(wanted: BackendName | undefined, failures: BackendFailure[]): Generator<BackendName> {
  if (wanted) yield wanted;
  const isEmulated = graphicsCard() === 'emulated';
  if (isEmulated && wanted !== 'webgl') failures.push({ backend: 'webgl', kind: 'emulated' });
  const order: readonly BackendName[] = isEmulated ? ['wasm', 'webgl', 'cpu'] : ['webgl', 'wasm', 'cpu'];
  yield* order.filter((name) => name !== wanted);
}

/** Goes back to a backend that was chosen before: a thread may hold runs of several. */
export async function resumeBackend(name: BackendName): Promise<void> {
  if (tf.getBackend() !== name) await tf.setBackend(name);
}

/** How many tensors are held now: a run that has stopped leaves as many as there were before it. */
export const tensorCount = (): number => tf.memory().numTensors;

/** The little that is asked of TensorFlow.js' WebGL backend itself. */
interface Graphics {
  readonly gpgpu: { readonly gl: WebGL2RenderingContext };
  readonly binaryCache: Record<string, unknown>;
}

interface GraphicsByWebGpu {
  readonly device: { readonly lost: Promise<unknown> };
}

function graphics(): Graphics | undefined {
  return tf.getBackend() === 'webgl' ? (tf.backend() as unknown as Graphics) : undefined;
}

/** Whether the graphics card was taken away, or ran out of memory since this was asked last. */
export function deviceFault(): 'context' | 'memory' | undefined {
  const gl = graphics()?.gpgpu.gl;
  if (!gl) return undefined;
  if (gl.isContextLost()) return 'context';
  return gl.getError() === gl.OUT_OF_MEMORY ? 'memory' : undefined;
}

/** Calls back when the graphics card is taken away from the present backend: nothing that waits for it will ever end. */
export function onContextLost(listener: () => void): void {
  graphics()?.gpgpu.gl.canvas.addEventListener('webglcontextlost', listener, { once: true });
  if (tf.getBackend() === 'webgpu')
    void (tf.backend() as unknown as GraphicsByWebGpu).device.lost.then(listener);
}

/** A backend whose graphics card is gone makes room for a new one; its compiled programs, which it shares, are gone as well. */
function dropLost(name: BackendName): void {
  const lost = graphics();
  const factory = tf.findBackendFactory(name);
  if (name !== 'webgl' || !lost?.gpgpu.gl.isContextLost() || !factory) return;
  for (const program of Object.keys(lost.binaryCache)) Reflect.deleteProperty(lost.binaryCache, program);
  tf.removeBackend(name);
  tf.registerBackend(name, factory, 2);
}

class Missing extends Error {}

function reasonOf(error: unknown): Pick<BackendFailure, 'kind' | 'detail'> {
  if (error instanceof Missing) return { kind: 'missing' };
  return { kind: 'failed', detail: error instanceof Error ? error.message : String(error) };
}

/** Plain Node has no `import.meta.env`; in a bundle for browsers `SSR` is false, so that Node's branches are cut away. */
const inNode = import.meta.env === undefined || import.meta.env.SSR;

const loaders: Readonly<Record<BackendName, () => Promise<void>>> = {
  async webgl() {
    if (graphicsCard() === 'none') throw new Missing();
    await import('@tensorflow/tfjs-backend-webgl');
  },
  async webgpu() {
    if (!(await hasWebGpu())) throw new Missing();
    await import('@tensorflow/tfjs-backend-webgpu');
  },
  async wasm() {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    // Its own way to threads works in no bundle; ours comes instead.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    setWasmPaths(await wasmPaths());
    const threads = wasmThreads();
    if (!inNode && threads > 1) await (await import('./wasm-threads.ts')).preferThreads(threads);
  },
  async cpu() {
    await import('@tensorflow/tfjs-backend-cpu');
  },
};

/**
 * How many threads WASM may use: half of what the processor runs at once, for two of these are often one core, and four at most. One
 * outside of a worker, where waiting is forbidden, and where the page is not isolated from other sites, so that threads share no
 * memory: that takes headers of the host (src/build/header-files.ts).
 */
function wasmThreads(): number {
  const shared = typeof document === 'undefined' && typeof Worker !== 'undefined' && crossOriginIsolated;
  return shared ? Math.min(4, Math.floor(navigator.hardwareConcurrency / 2)) : 1;
}

/** In Node the umbrella package registers the gradients: the core's own file of them cannot be loaded there. */
async function registerGradients(): Promise<void> {
  if (tf.getGradient('MatMul') || tf.getGradient('BatchMatMul')) return;
  if (inNode) await import('@tensorflow/tfjs');
  else await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
}

/** In Node the folder of the package, in a browser the addresses that the bundler gave to its files. */
async function wasmPaths(): Promise<string | Record<string, string>> {
  if (!inNode) return (await import('./wasm-files.ts')).wasmFiles;
  const { createRequire } = await import('node:module');
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  return main.slice(0, Math.max(main.lastIndexOf('/'), main.lastIndexOf('\\')) + 1);
}

/** Whether the browser hands out a graphics card through WebGPU. */
async function hasWebGpu(): Promise<boolean> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<object | null> } };
  return gpu !== undefined && (await gpu.requestAdapter()) !== null;
}

/** Starts the backend, lets it multiply two matrices whose product is known, and fit a line. */
async function passesTrial(name: BackendName): Promise<boolean> {
  if (!(await tf.setBackend(name))) throw new Error('it could not be set up');
  await tf.ready();
  await installEngine();
  const product = tf.tidy(() =>
    tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])),
  );
  const numbers = await product.data();
  tf.dispose(product);
  const isRight = [19, 22, 43, 50].every((value, index) => Math.abs(numbers[index] - value) < 1e-3);
  return isRight && (await learns());
}

/** Whether ten steps of gradient descent find the slope of y = 2 x: the gradients are right, and their numbers finite. */
async function learns(): Promise<boolean> {
  const slope = tf.tidy(() => {
    const x = tf.tensor2d([-1, -0.5, 0.5, 1], [4, 1]);
    const error = (slope: tf.Tensor) =>
      tf.mean<tf.Scalar>(tf.square(tf.sub(tf.matMul(x, slope as tf.Tensor2D), tf.mul(x, 2))));
    let slope: tf.Tensor = tf.zeros([1, 1]);
    for (let step = 0; step < 10; step++) slope = tf.sub(slope, tf.mul(tf.grad(error)(slope), 0.5));
    return slope;
  });
  const [found] = await slope.data();
  tf.dispose(slope);
  return Math.abs(found - 2) < 0.01;
}
