/** What the engine touches inside the WebGL backend of TensorFlow.js 4.22, whose types keep these parts private. */
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { Node } from './node.ts';

export interface Texture {
  readonly texture: WebGLTexture;
}

/** What the backend knows of one buffer of numbers, and the two fields that the engine adds. */
export interface Entry {
  shape: number[];
  dtype: DataType;
  values?: Float32Array | Int32Array | Uint8Array | null;
  texture?: Texture | null;
  /** Rows and columns of the numbers in the texture; a packed texture has half as many of each. */
  texShape?: [number, number] | null;
  usage?: number | null;
  isPacked?: boolean;
  slice?: { readonly flatOffset: number } | null;
  refCount: number;
  /** The expression that these numbers are, once the engine has met them. */
  node?: Node;
  /** Whether there is nothing but that expression yet. */
  lazy?: boolean;
}

export type DataId = TensorInfo['dataId'];

export interface WebglBackend {
  readonly texData: {
    get(dataId: DataId): Entry;
    has(dataId: DataId): boolean;
  };
  readonly gpgpu: {
    readonly gl: WebGL2RenderingContext;
    createBufferFromTexture(texture: WebGLTexture, rows: number, columns: number): WebGLBuffer;
    createAndWaitForFence(): Promise<void>;
    downloadFloat32MatrixFromBuffer(buffer: WebGLBuffer, size: number): Float32Array;
  };
  readonly textureManager: {
    acquireTexture(shape: [number, number], usage: number, isPacked: boolean): Texture;
    releaseTexture(
      ...texture: [Texture, [number, number], number | null | undefined, boolean | undefined]
    ): void;
  };
  readonly dataRefCount: WeakMap<DataId, number>;
  readonly pendingRead: WeakMap<DataId, unknown>;
  numBytesInGPU: number;
  makeTensorInfo(shape: number[], dtype: DataType): TensorInfo;
  uploadToGPU(dataId: DataId): void;
  incRef(dataId: DataId): void;
  decRef(dataId: DataId): void;
  refCount(dataId: DataId): number;
  disposeData(dataId: DataId, force?: boolean): boolean;
  readSync(dataId: DataId): unknown;
  read(dataId: DataId): Promise<unknown>;
}

/** Textures that programs draw into, as the backend's texture manager counts them. */
export const renderUsage = 0;
