/**
 * Puts the engine in front of TensorFlow.js's WebGL kernels: what a kernel can express becomes an expression, everything
 * else (whole numbers, texts, empty tensors, few numbers that lie with the processor) goes to the kernel that was there.
 */
import { getKernel, registerKernel, unregisterKernel, util } from '@tensorflow/tfjs-core';
import type { KernelConfig, KernelFunc, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Fuser } from './fuser.ts';
import { fuserOf } from './patch.ts';

export interface Ask {
  readonly fuser: Fuser;
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly attrs: NamedAttrMap;
}

/** Answers with tensors, or with nothing where the kernel of TensorFlow.js should. */
export type Expressed = (ask: Ask) => TensorInfo | TensorInfo[] | undefined;

/** With few numbers that the processor holds already, TensorFlow.js computes at once what a program would do later. */
const fewNumbers = 128;

const installed = new WeakSet<KernelFunc>();

/** Registers an expression in front of the kernel of that name, if there is one; `always`, even of few numbers. */
export function overlay(name: string, expressed: Expressed, { always = false } = {}): void {
  const original = getKernel(name, 'webgl') as KernelConfig | undefined;
  if (!original || installed.has(original.kernelFunc)) return;
  const kernelFunc: KernelFunc = (call) => {
    const inputs = (call.inputs ?? {}) as unknown as Record<string, TensorInfo>;
    const fuser = fuserOf(call.backend);
    const given = Object.values(inputs).filter((info: TensorInfo | undefined) => info !== undefined);
    if (!expressible(given) || (!always && few(fuser, given))) return original.kernelFunc(call);
    return expressed({ fuser, inputs, attrs: call.attrs ?? {} }) ?? original.kernelFunc(call);
  };
  installed.add(kernelFunc);
  unregisterKernel(name, 'webgl');
  registerKernel({ ...original, kernelFunc });
}

const expressible = (inputs: readonly TensorInfo[]): boolean =>
  inputs.every(({ dtype, shape }) => dtype === 'float32' && util.sizeFromShape(shape) > 0);

function few(fuser: Fuser, inputs: readonly TensorInfo[]): boolean {
  const small = (info: TensorInfo): boolean => {
    const { lazy, texture, values } = fuser.entry(info);
    return !lazy && !texture && Boolean(values) && util.sizeFromShape(info.shape) <= fewNumbers;
  };
  return inputs.length > 0 && inputs.every(small);
}
