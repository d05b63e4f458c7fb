/** Matrix products, with factors that are transposed, cut out of a longer vector or shared by a batch. */
import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { unary } from './formulas.ts';
import type { Fuser } from './fuser.ts';
import { overlay, type Ask } from './kernels.ts';
import { isLeaf, type Node } from './node.ts';
import { contiguous, strided, stridesOver } from './strided.ts';
import { spread } from './elementwise-kernels.ts';

/** Products of so many multiplications gain more from side by side numbers than the copy costs. */
const worthTurning = 2 ** 20;

const activations: Readonly<Record<string, string | undefined>> = {
  relu: unary.Relu,
  relu6: unary.Relu6,
  elu: unary.Elu,
  sigmoid: unary.Sigmoid,
};

export function overlayProducts(): void {
  overlay('BatchMatMul', (ask) => {
    const result = product(ask);
    return result && ask.fuser.tensor(result.node, result.shape);
  });
  overlay('_FusedMatMul', (ask) => {
    const { fuser, inputs, attrs } = ask;
    const activation = String(attrs.activation ?? 'linear');
    const formula = activations[activation];
    if (inputs.preluActivationWeights || (!formula && activation !== 'linear')) return undefined;
    const result = product(ask);
    if (!result) return undefined;
    const { node, shape } = result;
    const sum = inputs.bias ? fuser.map('($0 + $1)', [node, spread(fuser, inputs.bias, shape)]) : node;
    return fuser.tensor(formula ? fuser.map(formula, [sum]) : sum, shape);
  });
}

interface Factor {
  readonly node: Node;
  readonly strides: readonly number[];
  readonly offset: number;
}

function product({ fuser, inputs: { a, b }, attrs }: Ask): { node: Node; shape: number[] } | undefined {
  const [rows, inner] = ends(a.shape, Boolean(attrs.transposeA));
  const [innerB, columns] = ends(b.shape, Boolean(attrs.transposeB));
  const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const [countA, countB] = [util.sizeFromShape(batchA), util.sizeFromShape(batchB)];
  const same = util.arraysEqual(batchA, batchB);
  if (inner !== innerB || !(same || countA === 1 || countB === 1)) return undefined;
  const batch = countA >= countB && batchA.length >= batchB.length ? batchA : batchB;
  const along = factor(fuser, a, { count: countA, swapped: Boolean(attrs.transposeA) });
  const second = factor(fuser, b, { count: countB, swapped: Boolean(attrs.transposeB) });
  const long = rows * columns * inner >= worthTurning && inner % 4 === 0 && along.strides[2] !== 1;
  const first = long ? turned(fuser, along, [countA, rows, inner]) : along;
  const node = fuser.make(util.sizeFromShape(batch) * rows * columns, {
    kind: 'product',
    factors: [first.node, second.node],
    strides: [first.strides, second.strides],
    offsets: [first.offset, second.offset],
    ...{ rows, columns, inner },
  });
  return { node, shape: [...batch, rows, columns] };
}

function ends(shape: readonly number[], swapped: boolean): readonly [number, number] {
  const [rows, columns] = [shape.at(-2)!, shape.at(-1)!];
  return swapped ? [columns, rows] : [rows, columns];
}

/** Where a factor's numbers lie: [batch, row, column] of the matrix as it is multiplied. Its numbers are computed now. */
function factor(
  fuser: Fuser,
  info: TensorInfo,
  { count, swapped }: { count: number; swapped: boolean },
): Factor {
  const shape = [count, info.shape.at(-2)!, info.shape.at(-1)!];
  const { node, strides, offset } = seen(fuser, fuser.node(info), shape);
  const [batch, row, column] = [count === 1 ? 0 : strides[0], strides[1], strides[2]];
  return { node, strides: swapped ? [batch, column, row] : [batch, row, column], offset };
}

/** A factor copied so that the numbers of one sum lie side by side: four of them are then one texel. */
function turned(fuser: Fuser, { node, strides, offset }: Factor, shape: readonly number[]): Factor {
  if (node.content.kind === 'constant') return { node, strides, offset };
  const copy = fuser.view(node, util.sizeFromShape([...shape]), strided(shape, strides, offset));
  fuser.compute(copy);
  const [batch, row, inner] = contiguous(shape);
  return { node: copy, strides: [shape[0] === 1 ? 0 : batch, row, inner], offset: 0 };
}

/** Looks through a view at what lies in a texture already; anything else is computed. */
function seen(fuser: Fuser, node: Node, shape: readonly number[]): Factor {
  const { content } = node;
  const strides = content.kind === 'view' ? stridesOver(shape, content.way) : undefined;
  if (content.kind === 'view' && strides) {
    fuser.compute(content.child);
    return { node: content.child, strides, offset: content.way.offset };
  }
  fuser.compute(node);
  if (!isLeaf(node)) throw new Error('A factor was not computed.');
  return { node, strides: contiguous(shape), offset: 0 };
}
