/**
 * Expressions over numbers on the graphics card. A node stands for `size` numbers in a row, whatever their shape: a reshaped
 * tensor is the same node. It is computed when somebody needs it; from then on it is a leaf.
 */
import type { Strided } from './strided.ts';
import type { Slab } from './slab.ts';
import type { StockTexture } from './stock-texture.ts';

/** A matrix product [batch, rows, columns], summed over `inner`; strides are [batch, row, column] of each factor. */
export interface Product {
  readonly kind: 'product';
  readonly factors: readonly [Node, Node];
  readonly strides: readonly [readonly number[], readonly number[]];
  readonly offsets: readonly [number, number];
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
}

/** A sum or maximum: number o is taken over the elements `outer(o) + inner(k)` of the child, k below `count`. */
export interface Reduction {
  readonly kind: 'reduction';
  readonly child: Node;
  readonly how: 'sum' | 'max';
  readonly outer: Strided;
  readonly inner: Strided;
  readonly count: number;
}

export type Content =
  | { readonly kind: 'constant'; readonly value: number }
  /** Numbers that still lie with the processor. */
  | { readonly kind: 'values'; readonly values: Float32Array }
  /** Four numbers to a texel, from texel `offset` on. */
  | { readonly kind: 'texture'; readonly slab: Slab; readonly offset: number }
  /** A texture in one of TensorFlow.js's own layouts. */
  | { readonly kind: 'stock'; readonly stock: StockTexture }
  /** Number by number; `formula` names its arguments $0, $1, ... */
  | { readonly kind: 'map'; readonly formula: string; readonly args: readonly Node[] }
  | { readonly kind: 'view'; readonly child: Node; readonly way: Strided }
  /** Rows that are the rows of the pieces, one after another; `widths` are the pieces' lengths of a row. */
  | { readonly kind: 'concat'; readonly pieces: readonly Node[]; readonly widths: readonly number[] }
  | { readonly kind: 'normals'; readonly seed: number }
  | Reduction
  | Product
  | { readonly kind: 'freed' };

let count = 0;

export class Node {
  readonly id = ++count;
  readonly size: number;
  content: Content;
  /** How many tensors and nodes need this one. */
  refs = 0;
  /** How many of them are tensors. */
  holders = 0;
  /** About how many operations stand in the expression, shared ones counted each time. */
  readonly weight: number;
  readonly #inputs: readonly Node[];

  constructor(size: number, content: Content) {
    this.size = size;
    this.content = content;
    const below = children(this);
    for (const child of below) child.refs++;
    this.weight = 1 + below.reduce((sum, child) => sum + (isLeaf(child) ? 0 : child.weight), 0);
    this.#inputs = [...new Set(below.flatMap((child) => child.inputs))];
  }

  /** The textures that a program for this node reads, or a few more. */
  get inputs(): readonly Node[] {
    if (this.content.kind === 'constant') return [];
    return isLeaf(this) ? [this] : this.#inputs;
  }
}

/** Whether the numbers are there, with nothing left to compute. */
export const isLeaf = ({ content }: Node): boolean =>
  content.kind === 'texture' ||
  content.kind === 'stock' ||
  content.kind === 'values' ||
  content.kind === 'constant';

export function children({ content }: Node): readonly Node[] {
  switch (content.kind) {
    case 'map':
      return content.args;
    case 'view':
    case 'reduction':
      return [content.child];
    case 'concat':
      return content.pieces;
    case 'product':
      return content.factors;
    default:
      return [];
  }
}

/** One reader less; the last one frees the textures. */
export function release(node: Node): void {
  if (--node.refs > 0) return;
  const below = children(node);
  const { content } = node;
  node.content = { kind: 'freed' };
  if (content.kind === 'texture') content.slab.release();
  if (content.kind === 'stock') content.stock.release();
  below.forEach(release);
}

/** Puts the computed numbers in the place of the expression, which lets go of what it was made from. */
export function settleAs(node: Node, content: Content): void {
  const below = children(node);
  node.content = content;
  below.forEach(release);
}

/** The nodes of an expression, each once, children first. `Visit` says how often each one is used within. */
export function nodesBelow(roots: readonly Node[]): Map<Node, number> {
  const uses = new Map<Node, number>();
  const visit = (node: Node): void => {
    const known = uses.get(node);
    if (known !== undefined) {
      uses.set(node, known + 1);
      return;
    }
    for (const child of children(node)) visit(child);
    uses.set(node, 1);
  };
  for (const root of roots) visit(root);
  return uses;
}

/** What takes long to compute, number by number: going round a loop, or the twenty rounds of a random number. */
export const isDear = ({ content: { kind } }: Node): boolean =>
  kind === 'product' || kind === 'reduction' || kind === 'normals';

/** Whether computing one number of this node goes round a loop. Views and sums never hold loops when they are drawn. */
export const loops = (node: Node): boolean =>
  holds(node, ({ content: { kind } }) => kind === 'product' || kind === 'reduction');

/** Whether something dear is computed for a number of this node. */
export const holdsDear = (node: Node): boolean => holds(node, isDear);

function holds(node: Node, wanted: (node: Node) => boolean, known = new Map<Node, boolean>()): boolean {
  const found = known.get(node);
  if (found !== undefined) return found;
  const answer = wanted(node) || children(node).some((child) => holds(child, wanted, known));
  known.set(node, answer);
  return answer;
}
