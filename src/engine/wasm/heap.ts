/** What the engine touches of the WASM backend of TensorFlow.js 4.22, and how its kernels are replaced. */
import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import type { KernelConfig, KernelFunc, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';

export interface WasmBackend {
  incRef(dataId: object): void;
  disposeData(dataId: object): boolean;
  makeOutput(shape: number[], dtype: 'float32'): TensorInfo;
  /** A view into the backend's memory: stale as soon as anything is allocated. */
  typedArrayFromHeap(info: TensorInfo): Float32Array | Int32Array | Uint8Array;
}

export interface Call {
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly attrs: NamedAttrMap;
  readonly backend: WasmBackend;
}

type Answer = (call: Call) => TensorInfo | undefined;

const installed = new WeakSet<KernelFunc>();

/** Registers a kernel in front of the one of that name, which answers where this one does not. */
export function overlayWasm(name: string, answer: Answer): void {
  const original = getKernel(name, 'wasm') as KernelConfig | undefined;
  if (!original || installed.has(original.kernelFunc)) return;
  const kernelFunc: KernelFunc = (call) => answer(call as unknown as Call) ?? original.kernelFunc(call);
  installed.add(kernelFunc);
  unregisterKernel(name, 'wasm');
  registerKernel({ ...original, kernelFunc });
}

/** Registers a kernel that the backend lacks. */
export function supplyWasm(kernelName: string, answer: (call: Call) => TensorInfo): void {
  if (getKernel(kernelName, 'wasm')) return;
  const kernelFunc: KernelFunc = (call) => answer(call as unknown as Call);
  registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
}

/** Calls another kernel of the backend; the result is the caller's. */
export function runWasm(
  name: string,
  { inputs, attrs, backend }: Partial<Call> & Pick<Call, 'backend'>,
): TensorInfo {
  const { kernelFunc } = getKernel(name, 'wasm');
  return kernelFunc({ inputs: inputs as never, attrs, backend }) as TensorInfo;
}
