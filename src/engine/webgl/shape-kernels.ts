/** Kernels that only say where numbers lie: none of them moves a number. */
import { backend_util, slice_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Fuser } from './fuser.ts';
import { overlay, type Ask } from './kernels.ts';
import type { Node } from './node.ts';
import { contiguous, strided } from './strided.ts';

/** Pieces that one program joins, each in a branch of its own. */
const mostPieces = 12;

export function overlayShapes(): void {
  overlay('Reshape', ({ fuser, inputs: { x }, attrs }) =>
    renamed(fuser, x, util.inferFromImplicitShape(attrs.shape as number[], util.sizeFromShape(x.shape))),
  );
  overlay('ExpandDims', ({ fuser, inputs: { input }, attrs }) => {
    const dimension = Number(attrs.dim);
    const shape = [...input.shape];
    shape.splice(dimension < 0 ? dimension + input.shape.length + 1 : dimension, 0, 1);
    return renamed(fuser, input, shape);
  });
  overlay('Cast', ({ fuser, inputs: { x }, attrs }) =>
    attrs.dtype === 'float32' ? renamed(fuser, x, x.shape) : undefined,
  );
  overlay('Transpose', ({ fuser, inputs: { x }, attrs }) => {
    const order = attrs.perm as number[];
    const strides = contiguous(x.shape);
    const shape = order.map((d) => x.shape[d]);
    const way = strided(
      shape,
      order.map((d) => strides[d]),
    );
    return fuser.tensor(fuser.view(fuser.node(x), util.sizeFromShape(shape), way), shape);
  });
  overlay('Tile', ({ fuser, inputs: { x }, attrs }) => {
    const repeats = attrs.reps as number[];
    const strides = contiguous(x.shape);
    const shape = x.shape.map((size, d) => size * repeats[d]);
    const way = strided(
      x.shape.flatMap((size, d) => [repeats[d], size]),
      strides.flatMap((stride) => [0, stride]),
    );
    return fuser.tensor(fuser.view(fuser.node(x), util.sizeFromShape(shape), way), shape);
  });
  overlay('Slice', ({ fuser, inputs: { x }, attrs }) => {
    const [begin, size] = slice_util.parseSliceParams(x, attrs.begin as number[], attrs.size as number[]);
    slice_util.assertParamsValid(x, begin, size);
    return size.includes(0) ? undefined : cut(fuser, x, { begin, size });
  });
  overlay('SplitV', ({ fuser, inputs: { x }, attrs }) => {
    const axis = util.parseAxisParam(Number(attrs.axis), x.shape)[0];
    const sizes = backend_util.prepareSplitSize(x, attrs.numOrSizeSplits as number[], axis);
    const begin = x.shape.map(() => 0);
    return sizes.map((part) => {
      const piece = cut(fuser, x, {
        begin: [...begin],
        size: x.shape.map((n, d) => (d === axis ? part : n)),
      });
      begin[axis] += part;
      return piece;
    });
  });
  overlay('Concat', joined(false));
  overlay('Pack', joined(true));
  overlay('Fill', ({ fuser, attrs }) => {
    const { shape, value, dtype } = attrs as { shape: number[]; value: unknown; dtype?: string };
    if (typeof value !== 'number' || (dtype ?? 'float32') !== 'float32') return undefined;
    return fuser.tensor(fuser.constant(util.sizeFromShape(shape), value), shape);
  });
  const filled =
    (value: number) =>
    ({ fuser, inputs: { x } }: Ask) =>
      fuser.tensor(fuser.constant(util.sizeFromShape(x.shape), value), x.shape);
  overlay('ZerosLike', filled(0));
  overlay('OnesLike', filled(1));
}

/** The same numbers under another shape: one more reference to them. TensorFlow.js's own textures may have to be rearranged. */
function renamed(fuser: Fuser, info: TensorInfo, shape: number[]): TensorInfo | undefined {
  const entry = fuser.entry(info);
  if (!entry.lazy) return entry.texture ? fuser.tensor(fuser.node(info), shape) : undefined;
  entry.refCount++;
  return { dataId: info.dataId, shape, dtype: info.dtype };
}

function cut(
  fuser: Fuser,
  info: TensorInfo,
  { begin, size }: { begin: readonly number[]; size: readonly number[] },
): TensorInfo {
  const strides = contiguous(info.shape);
  const offset = begin.reduce((sum, start, d) => sum + start * strides[d], 0);
  const node = fuser.view(fuser.node(info), util.sizeFromShape([...size]), strided(size, strides, offset));
  return fuser.tensor(node, size);
}

/** Concat and Pack: rows that are made of the pieces' rows. Pack's pieces lack the dimension along which they are joined. */
const joined =
  (packs: boolean) =>
  ({ fuser, inputs, attrs }: Ask): TensorInfo => {
    const pieces = Object.values(inputs);
    const [{ shape }] = pieces;
    const dimensions = shape.length + (packs ? 1 : 0);
    const axis = Number(attrs.axis) < 0 ? Number(attrs.axis) + dimensions : Number(attrs.axis);
    const widths = pieces.map((piece) => util.sizeFromShape(piece.shape.slice(axis)));
    const along = packs ? pieces.length : pieces.reduce((sum, piece) => sum + piece.shape[axis], 0);
    const out = [...shape.slice(0, axis), along, ...shape.slice(packs ? axis : axis + 1)];
    const nodes = pieces.map((piece) => fuser.node(piece));
    return fuser.tensor(concatenation(fuser, nodes, widths), out);
  };

/** Joins as many pieces as one program can read; longer rows of pieces are joined in groups first. */
function concatenation(fuser: Fuser, pieces: readonly Node[], widths: readonly number[]): Node {
  if (pieces.length === 1) return pieces[0];
  const groups: { pieces: Node[]; width: number; widths: number[]; inputs: Set<Node> }[] = [];
  for (const [k, piece] of pieces.entries()) {
    const last = groups.at(-1);
    const inputs = new Set([...(last?.inputs ?? []), ...piece.inputs]);
    if (last && inputs.size <= fuser.programs.most && last.pieces.length < mostPieces) {
      last.pieces.push(piece);
      last.widths.push(widths[k]);
      last.width += widths[k];
      last.inputs = inputs;
    } else
      groups.push({ pieces: [piece], widths: [widths[k]], width: widths[k], inputs: new Set(piece.inputs) });
  }
  const nodes = groups.map((group) => {
    const node = group.pieces.length === 1 ? group.pieces[0] : whole(fuser, group.pieces, group.widths);
    if (groups.length > 1) fuser.compute(node);
    return node;
  });
  if (nodes.length === 1) return nodes[0];
  const joint = nodes.length <= mostPieces ? whole : concatenation;
  return joint(
    fuser,
    nodes,
    groups.map(({ width }) => width),
  );
}

function whole(fuser: Fuser, pieces: readonly Node[], widths: readonly number[]): Node {
  const size = pieces.reduce((sum, piece) => sum + piece.size, 0);
  return fuser.make(size, { kind: 'concat', pieces, widths });
}
