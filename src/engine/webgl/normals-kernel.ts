/** Seeded normal numbers on the card: nothing is sent but the seed. */
import { getKernel, registerKernel, util } from '@tensorflow/tfjs-core';
import type { KernelFunc } from '@tensorflow/tfjs-core';
import { seededNormal, type NormalSettings } from '../seeded-normal.ts';
import { fuserOf } from './patch.ts';

export function registerNormalsOnCard(): void {
  if (getKernel(seededNormal, 'webgl')) return;
  const kernelFunc: KernelFunc = ({ backend, attrs }) => {
    const { shape, seed } = attrs as unknown as NormalSettings;
    const fuser = fuserOf(backend);
    return fuser.tensor(fuser.make(util.sizeFromShape(shape), { kind: 'normals', seed }), shape);
  };
  registerKernel({ kernelName: seededNormal, backendName: 'webgl', kernelFunc });
}
