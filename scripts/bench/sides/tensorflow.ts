/** TensorFlow.js as its own documentation has one load it: the whole package, nothing of ours installed in it. */
import type * as tfjs from '@tensorflow/tfjs';
import type { Setting } from '../contract.ts';

export type TensorFlow = typeof tfjs;

/** @throws Error when the backend cannot be started here */
export async function loadTensorFlow({ place }: Setting): Promise<TensorFlow> {
  if (place === 'wasm-threads') return withThreads();
  const tf = await import('@tensorflow/tfjs');
  if (place === 'wasm') {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    setWasmPaths((await import('#lab/wasm-files')).wasmFiles);
  }
  if (place === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
  return started(tf, place);
}

/**
 * Its threads start from the text of their own program, which no bundle keeps as it was: here the files of the packages run as
 * they are.
 */
async function withThreads(): Promise<TensorFlow> {
  if (!crossOriginIsolated) throw new Error('the page is not isolated from other origins');
  const folder = new URL('/tensorflow/', location.href).href;
  await import(/* @vite-ignore */ `${folder}tf.min.js`);
  await import(/* @vite-ignore */ `${folder}tf-backend-wasm.min.js`);
  const { tf } = globalThis as unknown as {
    tf: TensorFlow & { wasm: { setWasmPaths(folder: string): void; getThreadsCount(): number } };
  };
  tf.wasm.setWasmPaths(folder);
  if (!(await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT')))
    throw new Error('it finds no threads in this browser');
  return started(tf, 'wasm');
}

async function started(tf: TensorFlow, name: string): Promise<TensorFlow> {
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js cannot start "${name}" here`);
  await tf.ready();
  return tf;
}
