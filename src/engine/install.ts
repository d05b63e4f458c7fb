/** The engine beneath plain TensorFlow.js: models call `tf.*` as ever; this puts faster programs under those calls. */
import { getBackend } from '@tensorflow/tfjs-core';
import { installWebglEngine } from './webgl/install.ts';

/** Puts the engine beneath the backend that is set up now. Calling it again changes nothing. */
export function installEngine(): void {
  if (getBackend() === 'webgl') installWebglEngine();
}
