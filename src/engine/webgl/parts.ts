/**
 * Products in blocks, for a card that is played by the processor: a program draws several parts of its result at once, each
 * into a texture of its own, so that a texel of the second factor, once looked up, serves a row in each part. The parts are
 * then copied below each other. With four parts 8 multiplications come on a texel instead of 3.2.
 */
import { isLeaf, type Node, type Product } from './node.ts';
import { givesFours } from './product-glsl.ts';
import { texelsFor, widthBits } from './slab.ts';

/** How a result is cut: so many parts of so many rows of its texture each. */
export interface Parts {
  readonly count: number;
  readonly rows: number;
  /** Texels of all parts together: a few more than the result has, where its rows don't come out even. */
  readonly texels: number;
}

/** Fewer multiplications than this are not worth the copies. */
const worthCutting = 2 ** 18;

const mostParts = 4;

/** Room that a texture may have too much, so that its parts begin with rows of the matrix. */
const mostRoom = 1.25;

/** Products of the numbers of a node, each asked for at the same place as the node itself. */
function productsIn(node: Node, seen = new Set<Node>()): Product[] {
  if (isLeaf(node) || seen.has(node)) return [];
  seen.add(node);
  const { content } = node;
  if (content.kind === 'product') return [content];
  return content.kind === 'map' ? content.args.flatMap((argument) => productsIn(argument, seen)) : [];
}

/** Whether a node's products are so large that they should be drawn in parts. */
export function isLongProduct(node: Node): boolean {
  const work = productsIn(node).map(({ inner }) => node.size * inner);
  return work.some((multiplications) => multiplications >= worthCutting);
}

/** How to cut what a program draws, if it is worth it and all its products allow it. */
export function partsOf(outputs: readonly Node[], mostDrawn: number): Parts | undefined {
  const [root] = outputs;
  const seen = new Set<Node>();
  const products = outputs.flatMap((node) => productsIn(node, seen));
  const count = Math.min(mostParts, Math.floor(mostDrawn / outputs.length));
  const allow = products.every((product) => givesFours(product) && product.strides[1][0] === 0);
  if (!outputs.some(isLongProduct) || !allow || count < 2) return undefined;
  const texels = texelsFor(root.size);
  const bits = widthBits(texels);
  const width = 2 ** bits;
  const needed = products.reduce((rows, { columns }) => leastMultiple(rows, columns, 4 * width), 1);
  const rows = Math.ceil(texels / width / count / needed) * needed;
  const room = count * rows * width;
  return room <= mostRoom * texels && widthBits(room) === bits ? { count, rows, texels: room } : undefined;
}

/** The least multiple of `rows` texture rows, of so many numbers each, that is a whole number of rows of the matrix. */
function leastMultiple(rows: number, columns: number, numbers: number): number {
  let multiple = rows;
  while ((multiple * numbers) % columns !== 0) multiple += rows;
  return multiple;
}
