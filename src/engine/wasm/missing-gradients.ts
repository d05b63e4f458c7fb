/** Gradients that the WASM backend has no kernels for: of convolutions by their filters, and of `gather` by its table. */
import { backend_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { runWasm, supplyWasm, type Call } from './heap.ts';

export function supplyGradients(): void {
  supplyWasm('Conv2DBackpropFilter', filterGradient);
  supplyWasm('UnsortedSegmentSum', segmentSum);
}

type Convolution = backend_util.Conv2DInfo;

/**
 * dL/dfilter: for each place in the filter, the pictures moved by that place, transposed, times the gradient; one product
 * [filter rows * filter columns * channels in, positions] x [positions, channels out] gives all places at once.
 */
function filterGradient({ inputs: { x, dy }, attrs, backend }: Call): TensorInfo {
  const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs as unknown as {
    strides: number | [number, number];
    pad: 'valid' | 'same' | number;
    dataFormat: 'NHWC' | 'NCHW';
    dimRoundingMode?: 'floor' | 'round' | 'ceil';
    filterShape: [number, number, number, number];
  };
  if (dataFormat === 'NCHW') throw new Error('On WASM a convolution has its channels last (NHWC).');
  const pictures = x.shape as [number, number, number, number];
  const convolution = backend_util.computeConv2DInfo(
    ...([pictures, filterShape, strides, 1, pad, dimRoundingMode] as const),
  );
  const { batchSize, outHeight, outWidth, filterHeight, filterWidth, inChannels } = convolution;
  const positions = batchSize * outHeight * outWidth;
  const moved = backend.makeOutput([filterHeight * filterWidth * inChannels, positions], 'float32');
  fillMoved(
    backend.typedArrayFromHeap(moved) as Float32Array,
    backend.typedArrayFromHeap(x) as Float32Array,
    convolution,
  );
  const gradient = { dataId: dy.dataId, shape: [positions, convolution.outChannels], dtype: dy.dtype };
  const product = runWasm('BatchMatMul', {
    inputs: { a: moved, b: gradient },
    attrs: { transposeA: false, transposeB: false },
    backend,
  });
  backend.disposeData(moved.dataId);
  return { ...product, shape: [...filterShape] };
}

/** Writes what each place of the filter sees: rows (filter row, filter column, channel), columns (picture, row, column). */
function fillMoved(target: Float32Array, pictures: Float32Array, convolution: Convolution): void {
  const {
    filterHeight,
    filterWidth,
    batchSize,
    outHeight,
    inHeight,
    inWidth,
    inChannels,
    strideHeight,
    padInfo,
  } = convolution;
  let at = 0;
  for (let place = 0; place < filterHeight * filterWidth * inChannels; place++) {
    const channel = place % inChannels;
    const right = Math.floor(place / inChannels) % filterWidth;
    const down = Math.floor(place / (inChannels * filterWidth));
    for (let row = 0; row < batchSize * outHeight; row++) {
      const y = (row % outHeight) * strideHeight + down - padInfo.top;
      const inside = y >= 0 && y < inHeight;
      const line = (Math.floor(row / outHeight) * inHeight + y) * inWidth * inChannels + channel;
      at = fillLine(target, { at, pictures, line: inside ? line : -1, right, convolution });
    }
  }
}

interface Line {
  readonly at: number;
  readonly pictures: Float32Array;
  /** Where the line begins in the pictures; negative outside of them. */
  readonly line: number;
  readonly right: number;
  readonly convolution: Convolution;
}

function fillLine(target: Float32Array, { at, pictures, line, right, convolution }: Line): number {
  const { outWidth, inWidth, inChannels, strideWidth, padInfo } = convolution;
  for (let column = 0; column < outWidth; column++) {
    const x = column * strideWidth + right - padInfo.left;
    const seen = line >= 0 && x >= 0 && x < inWidth;
    target[at + column] = seen ? pictures[line + x * inChannels] : 0;
  }
  return at + outWidth;
}

/** Row s of the result is the sum of the rows of x whose segment is s; negative segments are left out. */
function segmentSum({ inputs: { x, segmentIds }, attrs, backend }: Call): TensorInfo {
  const segments = Number(attrs.numSegments);
  const row = x.shape.slice(segmentIds.shape.length);
  const width = util.sizeFromShape(row);
  const sums = backend.makeOutput([segments, ...row], 'float32');
  const target = backend.typedArrayFromHeap(sums).fill(0);
  const source = backend.typedArrayFromHeap(x);
  backend.typedArrayFromHeap(segmentIds).forEach((segment, index) => {
    if (segment < 0 || segment >= segments) return;
    for (let k = 0; k < width; k++) target[segment * width + k] += source[index * width + k];
  });
  return sums;
}
