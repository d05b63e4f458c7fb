/**
 * The kernel `SeededNormal`: standard normal numbers of a shape, the same for the same seed on every backend up to rounding.
 * Here the processor draws them; on WebGL the card does, as part of the program that needs them (webgl/normals-kernel.ts).
 */
import { engine, getKernel, registerKernel, util } from '@tensorflow/tfjs-core';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { seededNormals } from './threefry.ts';

export const seededNormal = 'SeededNormal';

export interface NormalSettings {
  readonly shape: number[];
  /** From 0 to 2^32 - 1. */
  readonly seed: number;
}

/** Registers the kernel for a backend that has none of its own. */
export function registerSeededNormal(backendName: string): void {
  if (getKernel(seededNormal, backendName)) return;
  const kernelFunc: KernelFunc = ({ attrs }) => drawnByProcessor(attrs as unknown as NormalSettings);
  registerKernel({ kernelName: seededNormal, backendName, kernelFunc });
}

function drawnByProcessor({ shape, seed }: NormalSettings): TensorInfo {
  return engine().makeTensor(seededNormals(seed, util.sizeFromShape(shape)), shape, 'float32');
}
