/**
 * The kernel `SeededNormal`: standard normal numbers of a shape, the same for the same seed on every backend up to rounding.
 * WebGL draws them on the card, as part of the program that needs them; elsewhere the processor does.
 */
import { engine, getKernel, registerKernel, util } from '@tensorflow/tfjs-core';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { seededNormals } from './threefry.ts';
import { cardExpresses } from './webgl/card.ts';
import { fuserOf } from './webgl/patch.ts';

export const seededNormal = 'SeededNormal';

interface Attributes {
  readonly shape: number[];
  /** From 0 to 2^32 - 1. */
  readonly seed: number;
}

export function registerSeededNormal(): void {
  for (const backendName of ['webgl', 'wasm', 'cpu', 'webgpu']) {
    if (getKernel(seededNormal, backendName)) continue;
    const draw = backendName === 'webgl' ? drawnOnCard : drawnByProcessor;
    const kernelFunc: KernelConfig['kernelFunc'] = ({ backend, attrs }) =>
      draw(attrs as unknown as Attributes, backend);
    registerKernel({ kernelName: seededNormal, backendName, kernelFunc });
  }
}

function drawnOnCard({ shape, seed }: Attributes, backend: object): TensorInfo {
  if (!cardExpresses()) return drawnByProcessor({ shape, seed });
  const fuser = fuserOf(backend);
  return fuser.tensor(fuser.make(util.sizeFromShape(shape), { kind: 'normals', seed }), shape);
}

function drawnByProcessor({ shape, seed }: Attributes): TensorInfo {
  return engine().makeTensor(seededNormals(seed, util.sizeFromShape(shape)), shape, 'float32');
}
