/**
 * Keeps what TensorFlow.js asks for as expressions, and computes an expression when somebody needs its numbers: a matrix
 * product its factors, a reader its values, a kernel of TensorFlow.js its input. One expression is one program; results that
 * others still wait for are drawn along with it.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import { companions } from './companions.ts';
import type { Entry, WebglBackend } from './internals.ts';
import { holdsDear, isLeaf, loops, Node, release, settleAs, type Content } from './node.ts';
import { isLongProduct, partsOf } from './parts.ts';
import { Programs } from './programs.ts';
import { Slab, texelsFor } from './slab.ts';
import { StockTexture } from './stock-texture.ts';
import { isRun, type Strided } from './strided.ts';
import { upload } from './uploads.ts';

/** Expressions that grow beyond this many operations are computed, so that programs stay small. */
const mostOperations = 160;

export class Fuser {
  readonly backend: WebglBackend;
  readonly programs: Programs;
  /** An entry of the backend's, without the side effect that the backend's own look-up has. */
  readonly entry: (info: { dataId: object }) => Entry;
  /** Tensors that are expressions still. */
  readonly pending = new Set<Node>();

  constructor(backend: WebglBackend, entry: (info: { dataId: object }) => Entry) {
    this.backend = backend;
    this.programs = new Programs(backend);
    this.entry = entry;
  }

  /** The node of a tensor, of whichever origin. */
  node(info: TensorInfo): Node {
    const entry = this.entry(info);
    if (entry.node) return entry.node;
    const node = new Node(util.sizeFromShape(entry.shape), this.#leaf(entry));
    return this.#hold(entry, node);
  }

  /** A tensor of this shape whose numbers are the node's. */
  tensor(node: Node, shape: readonly number[]): TensorInfo {
    const info = this.backend.makeTensorInfo([...shape], 'float32');
    const entry = this.entry(info);
    Object.defineProperty(entry, 'lazy', { value: true, writable: true, configurable: true });
    this.#hold(entry, node);
    if (!isLeaf(node)) this.pending.add(node);
    return info;
  }

  /** A node for this content, after what would make its program too large has been computed. */
  make(size: number, content: Content): Node {
    const node = new Node(size, content);
    if (node.inputs.length <= this.programs.most && node.weight <= mostOperations) return node;
    const args = content.kind === 'map' ? content.args : content.kind === 'view' ? [content.child] : [];
    const largest = args
      .filter((child) => !isLeaf(child))
      .sort((a, b) => b.inputs.length + b.weight / 8 - (a.inputs.length + a.weight / 8))[0];
    if (!largest) return node;
    this.compute(largest);
    for (const child of args) child.refs--;
    return this.make(size, content);
  }

  map(formula: string, args: readonly Node[]): Node {
    return this.make(Math.max(...args.map(({ size }) => size)), { kind: 'map', formula, args });
  }

  constant(size: number, value: number): Node {
    return new Node(size, { kind: 'constant', value });
  }

  view(child: Node, size: number, way: Strided): Node {
    if (isRun(way) && way.offset === 0 && size === child.size) return child;
    if (child.content.kind === 'constant') return this.constant(size, child.content.value);
    if (child.content.kind === 'view' && isRun(child.content.way)) {
      const { child: source, way: run } = child.content;
      return this.make(size, {
        kind: 'view',
        child: source,
        way: { ...way, offset: way.offset + run.offset },
      });
    }
    return this.make(size, { kind: 'view', child, way });
  }

  /** Computes the numbers of a node, unless they are there. */
  compute(node: Node): void {
    if (isLeaf(node)) return;
    this.prepare(node);
    const outputs = [node, ...companions(node, this)];
    const parts = partsOf(outputs, this.programs.mostDrawn);
    const texels = parts?.texels ?? texelsFor(node.size);
    const slabs = outputs.map(() => new Slab(this.backend, texels).retain());
    this.#draw(outputs, {
      textures: slabs.map(({ texture }) => texture),
      width: slabs[0].width,
      rows: slabs[0].rows,
      layout: { kind: 'fours', bits: slabs[0].bits, parts },
    });
    outputs.forEach((output, k) => {
      this.pending.delete(output);
      settleAs(output, { kind: 'texture', slab: slabs[k], offset: 0 });
    });
  }

  /** Moves a node's numbers into a texture of the engine's own. */
  copy(node: Node): void {
    const twin = new Node(node.size, {
      kind: 'view',
      child: node,
      way: { sizes: [node.size], strides: [1], offset: 0 },
    });
    this.compute(twin);
    settleAs(node, twin.content);
  }

  /** One tensor less that holds this node. */
  drop(node: Node): void {
    if (--node.holders === 0) this.pending.delete(node);
    release(node);
  }

  /** The numbers of a computed node, read back at once. */
  values(node: Node): Float32Array {
    if (node.content.kind !== 'texture') throw new Error('Only textures are read back.');
    const { texture, width, rows } = node.content.slab;
    return this.programs.read(texture, [width, rows]).subarray(0, node.size);
  }

  /** Gives a kernel of TensorFlow.js the texture that it expects. */
  settle(info: { dataId: object }): void {
    const entry = this.entry(info);
    const node = entry.node!;
    entry.lazy = false;
    this.pending.delete(node);
    const { content } = node;
    if (content.kind === 'constant') entry.values = new Float32Array(node.size).fill(content.value);
    else if (content.kind === 'values') entry.values = content.values;
    else this.#drawAsStock(info, node);
  }

  /** Computes what a program cannot compute on its way: what is read again and again, and sums below sums. */
  prepare(node: Node, seen = new Set<Node>()): void {
    if (isLeaf(node) || seen.has(node)) return;
    seen.add(node);
    const { content } = node;
    const inner = content.kind === 'view' || content.kind === 'reduction' ? [content.child] : [];
    for (const child of inner) if (loops(child)) this.compute(child);
    if (content.kind === 'product') for (const factor of content.factors) this.compute(factor);
    if (content.kind === 'concat') {
      const software = this.programs.mostDrawn > 1;
      let start = 0;
      for (const [k, piece] of content.pieces.entries()) {
        const crooked = start % 4 !== 0 || piece.size !== content.widths[k];
        const apart = software
          ? isLongProduct(piece) || (crooked && holdsDear(piece))
          : crooked && loops(piece);
        if (apart) this.compute(piece);
        start += content.widths[k];
      }
    }
    const below = content.kind === 'map' ? content.args : content.kind === 'concat' ? content.pieces : inner;
    for (const child of below) this.prepare(child, seen);
  }

  #drawAsStock(info: { dataId: object }, node: Node): void {
    this.prepare(node);
    const entry = this.entry(info);
    this.backend.uploadToGPU(info.dataId);
    const [rows, width] = entry.texShape!;
    this.#draw([node], { textures: [entry.texture!], width, rows, layout: { kind: 'ones', columns: width } });
    if (!isLeaf(node)) settleAs(node, { kind: 'stock', stock: new StockTexture(this.backend, entry) });
  }

  #draw(outputs: readonly Node[], target: Parameters<Programs['run']>[1]): void {
    upload(outputs, this.backend);
    this.programs.run(outputs, target);
  }

  #hold(entry: Entry, node: Node): Node {
    // TensorFlow.js copies what it sees of an entry to slices that share its texture; this it must not see.
    Object.defineProperty(entry, 'node', { value: node, writable: true, configurable: true });
    node.refs++;
    node.holders++;
    return node;
  }

  #leaf(entry: Entry): Content {
    if (entry.texture) return { kind: 'stock', stock: new StockTexture(this.backend, entry) };
    const { values } = entry;
    if (!values) throw new Error('A tensor holds no numbers.');
    const floats = values instanceof Float32Array ? values : Float32Array.from(values);
    const [first] = floats;
    const same = floats.at(-1) === first && floats.every((value) => value === first);
    return same ? { kind: 'constant', value: first } : { kind: 'values', values: floats };
  }
}
