/** The engine beneath plain TensorFlow.js: models call `tf.*` as ever; this puts faster programs under those calls. */
import { getBackend } from '@tensorflow/tfjs-core';
import { registerSeededNormal } from './seeded-normal.ts';
import { overlayCopies } from './wasm/copies.ts';
import { supplyGradients } from './wasm/missing-gradients.ts';
import { overlayWasmProducts } from './wasm/products.ts';
import { installWebglEngine } from './webgl/install.ts';

/** Puts the engine beneath the backend that is set up now. Calling it again changes nothing. */
export function installEngine(): void {
  registerSeededNormal();
  const backend = getBackend();
  if (backend === 'webgl') installWebglEngine();
  if (backend !== 'wasm') return;
  overlayCopies();
  overlayWasmProducts();
  supplyGradients();
}
