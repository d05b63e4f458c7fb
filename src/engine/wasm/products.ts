/**
 * On WASM the product of plain matrices runs in XNNPACK, about ten times as fast as the loop that multiplies matrices which
 * are to be transposed on the way. So transposes are made first, and sums down the columns become products with a row of ones.
 */
import { backend_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { overlayWasm, runWasm, type Call, type WasmBackend } from './heap.ts';

export function overlayWasmProducts(): void {
  overlayWasm('BatchMatMul', (call) => {
    const { inputs, attrs, backend } = call;
    if (!attrs.transposeA && !attrs.transposeB) return undefined;
    const plain = { ...attrs, transposeA: false, transposeB: false };
    const a = attrs.transposeA ? swapped(inputs.a, backend) : inputs.a;
    const b = attrs.transposeB ? swapped(inputs.b, backend) : inputs.b;
    const product = runWasm('BatchMatMul', { inputs: { a, b }, attrs: plain, backend });
    if (attrs.transposeA) backend.disposeData(a.dataId);
    if (attrs.transposeB) backend.disposeData(b.dataId);
    return product;
  });
  overlayWasm('Sum', columnSums);
}

/** The last two dimensions change places. */
function swapped(x: TensorInfo, backend: WasmBackend): TensorInfo {
  const order = x.shape.map((_, d) => d);
  const last = order.length - 1;
  const perm = [...order.slice(0, -2), last, last - 1];
  return runWasm('Transpose', { inputs: { x }, attrs: { perm }, backend });
}

/** The sum over the first dimensions; over any others TensorFlow.js's kernel does well. */
function columnSums({ inputs: { x }, attrs, backend }: Call): TensorInfo | undefined {
  const axes = util.parseAxisParam(attrs.axis as number | number[], x.shape);
  const leading = axes.length > 0 && axes.length < x.shape.length && axes.every((axis) => axis < axes.length);
  if (!leading || x.dtype !== 'float32' || x.shape.includes(0)) return undefined;
  const [shape, summed] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const [rows, columns] = [util.sizeFromShape(summed), util.sizeFromShape(shape)];
  const ones = backend.makeOutput([1, rows], 'float32');
  backend.typedArrayFromHeap(ones).fill(1);
  const matrix = { dataId: x.dataId, shape: [rows, columns], dtype: x.dtype };
  const attributes = { transposeA: false, transposeB: false };
  const sums = runWasm('BatchMatMul', { inputs: { a: ones, b: matrix }, attrs: attributes, backend });
  backend.disposeData(ones.dataId);
  return { ...sums, shape: attrs.keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape };
}
