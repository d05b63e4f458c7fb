/**
 * Textures of the engine: RGBA floats, number after number, four to a texel, whatever the shape. Reshaping such a tensor
 * costs nothing, it can be sent to the card and read back without a program that rearranges it, and vectors that lie
 * together share one texture. They come from TensorFlow.js's own pool.
 */
import { renderUsage, type Texture, type WebglBackend } from './internals.ts';

export class Slab {
  readonly texture: Texture;
  /** Base-2 logarithm of the texels in a row. */
  readonly bits: number;
  readonly rows: number;
  readonly #backend: WebglBackend;
  #users = 0;
  /** Whether one node has the texture to itself, from its first texel on. */
  readonly alone: boolean;

  /** @param shared base-2 logarithm of the texels in a row of a texture for several vectors */
  constructor(backend: WebglBackend, texels: number, shared?: number) {
    this.#backend = backend;
    this.alone = shared === undefined;
    this.bits = shared ?? widthBits(texels);
    this.rows = Math.ceil(texels / this.width);
    this.texture = backend.textureManager.acquireTexture(this.#shape(), renderUsage, true);
    backend.numBytesInGPU += this.#bytes();
  }

  get width(): number {
    return 2 ** this.bits;
  }

  retain(): this {
    this.#users++;
    return this;
  }

  release(): void {
    if (--this.#users > 0) return;
    this.#backend.textureManager.releaseTexture(this.texture, this.#shape(), renderUsage, true);
    this.#backend.numBytesInGPU -= this.#bytes();
  }

  /** The texture manager counts numbers, two by two in a packed texel. */
  #shape(): [number, number] {
    return [2 * this.rows, 2 * this.width];
  }

  #bytes(): number {
    return 16 * this.rows * this.width;
  }
}

/** Rows about as long as there are rows, and a power of two, so that finding a texel takes a shift and a mask. */
export const widthBits = (texels: number): number => Math.ceil(Math.log2(Math.max(1, texels)) / 2);

export const texelsFor = (size: number): number => Math.ceil(size / 4);
