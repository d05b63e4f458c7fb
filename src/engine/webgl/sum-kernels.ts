/** Sums, means, maxima and softmax. What is summed may be an expression: it is computed on the way. */
import { backend_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Fuser } from './fuser.ts';
import { overlay, type Ask } from './kernels.ts';
import type { Node } from './node.ts';
import { broadcast, contiguous, strided } from './strided.ts';

/** A single number is the sum of so many at most in one go; longer sums are taken in two stages, the first one in parallel. */
const longestRun = 2048;

export function overlaySums(): void {
  const over =
    (how: 'sum' | 'max', mean = false) =>
    ({ fuser, inputs: { x }, attrs }: Ask) => {
      const axes = util.parseAxisParam(attrs.axis as number | number[], x.shape);
      const { node, count } = reduced(fuser, { child: fuser.node(x), shape: x.shape }, { axes, how });
      const [kept] = backend_util.computeOutAndReduceShapes(x.shape, axes);
      const shape = attrs.keepDims ? backend_util.expandShapeToKeepDim(kept, axes) : kept;
      const scaled = mean ? fuser.map('($0 * $1)', [node, fuser.constant(node.size, 1 / count)]) : node;
      return fuser.tensor(scaled, shape);
    };
  overlay('Sum', over('sum'));
  overlay('Mean', over('sum', true));
  overlay('Max', ({ attrs, ...ask }) =>
    over('max')({ ...ask, attrs: { ...attrs, axis: attrs.reductionIndices } }),
  );
  overlay('Softmax', ({ fuser, inputs: { logits } }) => softmax(fuser, logits));
}

interface Input {
  readonly child: Node;
  readonly shape: readonly number[];
}

function reduced(
  fuser: Fuser,
  { child, shape }: Input,
  { axes, how }: { axes: readonly number[]; how: 'sum' | 'max' },
): { node: Node; count: number } {
  const strides = contiguous(shape);
  const part = (wanted: boolean) => shape.map((_, d) => d).filter((d) => axes.includes(d) === wanted);
  const along = (dimensions: readonly number[]) =>
    strided(
      dimensions.map((d) => shape[d]),
      dimensions.map((d) => strides[d]),
    );
  const count = part(true).reduce((product, d) => product * shape[d], 1);
  const size = child.size / count;
  if (count > longestRun && size < count && count === child.size / size && axes.length === shape.length) {
    return { node: inTwoStages(fuser, child, how), count };
  }
  const ways = { outer: along(part(false)), inner: along(part(true)) };
  return { node: fuser.make(size, { kind: 'reduction', child, how, count, ...ways }), count };
}

/** Everything into one number: rows first, then their results. */
function inTwoStages(fuser: Fuser, child: Node, how: 'sum' | 'max'): Node {
  const rows = divisorNear(child.size, Math.ceil(Math.sqrt(child.size)));
  const row = child.size / rows;
  if (row > child.size / 2) return oneRow(fuser, child, { rows: 1, row: child.size, how });
  return oneRow(fuser, oneRow(fuser, child, { rows, row, how }), { rows: 1, row: rows, how });
}

function oneRow(
  fuser: Fuser,
  child: Node,
  { rows, row, how }: { rows: number; row: number; how: 'sum' | 'max' },
): Node {
  const [outer, inner] = [strided([rows], [row]), strided([row], [1])];
  return fuser.make(rows, { kind: 'reduction', child, how, outer, inner, count: row });
}

function divisorNear(size: number, near: number): number {
  for (let divisor = near; divisor > 1; divisor--) if (size % divisor === 0) return divisor;
  return 1;
}

/** exp(x - max) / sum exp(x - max), along the last dimension. */
function softmax(fuser: Fuser, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  const row = shape.at(-1) ?? 1;
  const node = fuser.node({ dataId, shape, dtype });
  const rows = node.size / row;
  const spread = (column: Node) => fuser.view(column, node.size, broadcast([rows, 1], [rows, row]));
  const largest = oneRow(fuser, node, { rows, row, how: 'max' });
  const powers = fuser.map('exp($0 - $1)', [node, spread(largest)]);
  const sum = oneRow(fuser, powers, { rows, row, how: 'sum' });
  return fuser.tensor(fuser.map('($0 / $1)', [powers, spread(sum)]), shape);
}
