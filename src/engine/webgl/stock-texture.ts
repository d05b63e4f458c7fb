/** Textures that TensorFlow.js's own kernels made: read where they lie, in the layout that they have. */
import { util } from '@tensorflow/tfjs-core';
import type { Entry, Texture, WebglBackend } from './internals.ts';
import { quotient, remainder } from './strided.ts';

export class StockTexture {
  readonly texture: Texture;
  /** What a program must know to find a number; a part of its name. */
  readonly layout: string;
  readonly #backend: WebglBackend;
  readonly #entry: Pick<Entry, 'texShape' | 'usage' | 'isPacked' | 'dtype'>;
  #taken = false;

  constructor(backend: WebglBackend, entry: Entry) {
    this.#backend = backend;
    this.texture = entry.texture!;
    this.#entry = { ...entry };
    this.layout = JSON.stringify([
      entry.texShape,
      entry.isPacked ? matrices(entry.shape) : 0,
      entry.slice?.flatOffset ?? 0,
    ]);
  }

  /** Takes the texture over from a tensor that goes, so that it lives as long as expressions need it. */
  take(entry: Entry): void {
    this.#taken = true;
    entry.texture = null;
  }

  release(): void {
    if (!this.#taken) return;
    const { texShape, usage, isPacked, dtype } = this.#entry;
    // The pool's drawers are labelled with these values as they are, `undefined` included.
    this.#backend.textureManager.releaseTexture(this.texture, texShape!, usage, isPacked);
    this.#backend.numBytesInGPU -= texShape![0] * texShape![1] * util.bytesPerElement(dtype);
  }
}

/** A shape as a pile of matrices: how many, rows, columns. */
function matrices(shape: readonly number[]): [number, number, number] {
  const [rows, columns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  return [util.sizeFromShape(shape.slice(0, -2)), rows, columns];
}

/** GLSL of `float S<slot>(int i)`, the number at place i of a stock texture of this layout. */
export function stockSampler(slot: number, layout: string): string {
  const [texShape, pile, offset] = JSON.parse(layout) as [
    [number, number],
    [number, number, number] | 0,
    number,
  ];
  const place = offset === 0 ? 'i' : `(i + ${offset})`;
  if (pile === 0) {
    const [x, y] = [remainder(place, texShape[1]), quotient(place, texShape[1])];
    return `float S${slot}(int i) { return texelFetch(T${slot}, ivec2(${x}, ${y}), 0).r; }`;
  }
  const [, rows, columns] = pile;
  const [texelRows, texelColumns] = [Math.ceil(rows / 2), Math.ceil(columns / 2)];
  const width = Math.max(1, Math.ceil(texShape[1] / 2));
  return `float S${slot}(int i) {
  int row = ${remainder(quotient('i', columns), rows)}; int column = ${remainder('i', columns)};
  int t = ${quotient('i', rows * columns)} * ${texelRows * texelColumns} + (row >> 1) * ${texelColumns} + (column >> 1);
  vec4 v = texelFetch(T${slot}, ivec2(${remainder('t', width)}, ${quotient('t', width)}), 0);
  return (row & 1) == 0 ? ((column & 1) == 0 ? v.x : v.y) : ((column & 1) == 0 ? v.z : v.w);
}`;
}
