/** The engine beneath plain TensorFlow.js: models call `tf.*` as ever; this puts faster programs under those calls. */
import { getBackend } from '@tensorflow/tfjs-core';
import { registerSeededNormal } from './seeded-normal.ts';

/** Puts the engine beneath the backend that is set up now, and loads only its part of it. Calling it again changes nothing. */
export async function installEngine(): Promise<void> {
  const backend = getBackend();
  if (backend === 'webgl') (await import('./webgl/install.ts')).installWebglEngine();
  if (backend === 'wasm') (await import('./wasm/install.ts')).installWasmEngine();
  registerSeededNormal(backend);
}
