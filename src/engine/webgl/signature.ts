/**
 * The name of a program: two expressions of the same build share one program, whatever their textures, constants and seeds.
 * Walking an expression in a fixed order also says which texture, constant and seed goes where.
 */
import { isLeaf, type Node } from './node.ts';
import type { Parts } from './parts.ts';
import type { Strided } from './strided.ts';

/** How a program's result lies in its texture: four numbers to a texel, or one, as TensorFlow.js has it. */
export type Layout =
  | { readonly kind: 'fours'; readonly bits: number; readonly parts?: Parts }
  | { readonly kind: 'ones'; readonly columns: number };

export interface Signature {
  readonly name: string;
  readonly textures: readonly Node[];
  readonly constants: readonly number[];
  readonly seeds: readonly number[];
  /** The place of each node among the textures, constants or seeds. */
  readonly slots: ReadonlyMap<Node, number>;
}

const way = ({ sizes, strides, offset }: Strided): string => `${sizes}/${strides}+${offset}`;

export function signature(outputs: readonly Node[], layout: Layout): Signature {
  const textures: Node[] = [];
  const constants: number[] = [];
  const seeds: number[] = [];
  const slots = new Map<Node, number>();
  const numbers = new Map<Node, number>();
  const parts: string[] = [];

  const slot = (node: Node, list: Node[]): number => {
    slots.set(node, list.length);
    return list.push(node) - 1;
  };
  const leaf = (node: Node): string => {
    const { content } = node;
    if (content.kind === 'constant') {
      slots.set(node, constants.length);
      constants.push(content.value);
      return 'c';
    }
    slot(node, textures);
    if (content.kind === 'stock') return `s${content.stock.layout}`;
    // Vectors that were sent together lie at a place that changes from step to step.
    if (content.kind === 'texture') return `${content.slab.alone ? 't' : 'shared'}${content.slab.bits}`;
    throw new Error('Numbers must be on the graphics card before a program is named.');
  };
  const refer = (node: Node): number => numbers.get(node) ?? describe(node);
  const body = (node: Node): string => {
    const { content } = node;
    switch (content.kind) {
      case 'map':
        return `m${content.formula}(${content.args.map(refer)})`;
      case 'view':
        return `v${refer(content.child)}[${way(content.way)}]`;
      case 'concat':
        return `j${content.widths}(${content.pieces.map(refer)})`;
      case 'reduction':
        return `${content.how}${refer(content.child)}[${way(content.outer)}][${way(content.inner)}]${content.count}`;
      case 'product': {
        const { factors, strides, offsets, rows, columns, inner } = content;
        return `p${factors.map(refer)}[${strides.join('/')}+${offsets}]${rows},${columns},${inner}`;
      }
      case 'normals':
        slots.set(node, seeds.length);
        seeds.push(content.seed);
        return 'n';
      default:
        throw new Error(`An expression was used after it was freed (${content.kind}).`);
    }
  };
  const describe = (node: Node): number => {
    const text = isLeaf(node) ? leaf(node) : body(node);
    const number = parts.push(text) - 1;
    numbers.set(node, number);
    return number;
  };

  const results = outputs.map(refer);
  const target =
    layout.kind === 'fours'
      ? `4:${layout.bits}:${layout.parts?.count}*${layout.parts?.rows}`
      : `1:${layout.columns}`;
  const name = `${target}|${outputs[0].size}|${results}|${parts.join(';')}`;
  return { name, textures, constants, seeds, slots };
}
