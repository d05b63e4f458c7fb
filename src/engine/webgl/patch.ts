/**
 * Ties expressions into an instance of the WebGL backend. Every kernel of TensorFlow.js finds its inputs through
 * `texData.get`, so that is where an expression is computed; the other methods replaced here only count references or read.
 */
import type { DataId, Entry, WebglBackend } from './internals.ts';
import { Fuser } from './fuser.ts';
import { release, type Node } from './node.ts';

const fusers = new WeakMap<object, Fuser>();

/** The fuser of a backend; the first call ties it in. A new backend, made after a lost context, gets one of its own. */
export function fuserOf(backend: object): Fuser {
  const known = fusers.get(backend);
  if (known) return known;
  const fuser = tie(backend as WebglBackend);
  fusers.set(backend, fuser);
  return fuser;
}

function tie(backend: WebglBackend): Fuser {
  const look = backend.texData.get.bind(backend.texData);
  const entry = ({ dataId }: { dataId: object }): Entry => look(dataId);
  const fuser = new Fuser(backend, entry);
  backend.texData.get = (dataId) => {
    if (look(dataId).lazy) fuser.settle({ dataId });
    return look(dataId);
  };
  backend.incRef = (dataId) => void look(dataId).refCount++;
  backend.decRef = (dataId) => {
    if (backend.texData.has(dataId)) look(dataId).refCount--;
  };
  backend.refCount = (dataId) => (backend.texData.has(dataId) ? look(dataId).refCount : 0);
  tieDisposal(backend, fuser);
  tieReading(backend, fuser);
  return fuser;
}

function tieDisposal(backend: WebglBackend, fuser: Fuser): void {
  const dispose = backend.disposeData.bind(backend);
  backend.disposeData = (dataId, force = false) => {
    if (!backend.texData.has(dataId) || backend.pendingRead.has(dataId)) return dispose(dataId, force);
    const entry = fuser.entry({ dataId });
    if (!entry.node) return dispose(dataId, force);
    if (!force && entry.refCount > 1) {
      entry.refCount--;
      return false;
    }
    letGo(entry, { dataId, fuser });
    return dispose(dataId, force);
  };
}

/** The tensor goes; its node lives on while expressions need it, and so does its texture. */
function letGo(entry: Entry, { dataId, fuser }: { dataId: DataId; fuser: Fuser }): void {
  const node = entry.node!;
  const { content } = node;
  if (content.kind === 'stock' && content.stock.texture === entry.texture && node.refs > 1) {
    const shared = entry.slice || (fuser.backend.dataRefCount.get(dataId) ?? 1) > 1;
    if (shared) fuser.copy(node);
    else content.stock.take(entry);
  }
  entry.node = undefined;
  entry.lazy = false;
  fuser.drop(node);
}

function tieReading(backend: WebglBackend, fuser: Fuser): void {
  const readSync = backend.readSync.bind(backend);
  const read = backend.read.bind(backend);
  backend.readSync = (dataId) => {
    const node = own(dataId, fuser);
    return node ? fuser.values(node) : readSync(dataId);
  };
  backend.read = (dataId) => {
    const node = own(dataId, fuser);
    return node ? readSoon(node, fuser) : read(dataId);
  };
}

/** The node of a tensor that lies in a texture of its own of the engine, after it has been computed. */
function own(dataId: DataId, fuser: Fuser): Node | undefined {
  const { lazy, node } = fuser.entry({ dataId });
  if (!lazy || !node) return undefined;
  fuser.compute(node);
  const { content } = node;
  return content.kind === 'texture' && content.slab.alone ? node : undefined;
}

/** Waits for the card without blocking the thread. The texture stays until then, whoever disposes of the tensor. */
async function readSoon(node: Node, { backend }: Fuser): Promise<Float32Array> {
  if (node.content.kind !== 'texture') throw new Error('Only textures are read back.');
  const { gpgpu } = backend;
  const { texture, rows, width } = node.content.slab;
  node.refs++;
  const buffer = gpgpu.createBufferFromTexture(texture.texture, rows, width);
  await gpgpu.createAndWaitForFence();
  const values = gpgpu.downloadFloat32MatrixFromBuffer(buffer, node.size);
  gpgpu.gl.deleteBuffer(buffer);
  release(node);
  return values;
}
