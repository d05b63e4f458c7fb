/** Kernels that work number by number, with broadcasting. */
import { broadcast_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { binary, unary, withAttributes } from './formulas.ts';
import type { Fuser } from './fuser.ts';
import { overlay, type Ask } from './kernels.ts';
import type { Node } from './node.ts';
import { broadcast } from './strided.ts';

export function overlayElementwise(): void {
  for (const [name, formula] of Object.entries(unary)) {
    overlay(name, ({ fuser, inputs: { x } }) => fuser.tensor(fuser.map(formula, [fuser.node(x)]), x.shape));
  }
  for (const [name, [formula, fold]] of Object.entries(binary)) {
    overlay(name, ({ fuser, inputs: { a, b } }) => {
      const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
      const [x, y] = [spread(fuser, a, shape), spread(fuser, b, shape)];
      const size = util.sizeFromShape(shape);
      const node =
        x.content.kind === 'constant' && y.content.kind === 'constant'
          ? fuser.constant(size, fold(x.content.value, y.content.value))
          : fuser.map(formula, [x, y]);
      return fuser.tensor(node, shape);
    });
  }
  for (const [name, [formula, attributes]] of Object.entries(withAttributes)) {
    overlay(name, ({ fuser, inputs: { x }, attrs }) => {
      const node = fuser.node(x);
      const settings = attributes.map((attribute) => fuser.constant(node.size, Number(attrs[attribute])));
      return fuser.tensor(fuser.map(formula, [node, ...settings]), x.shape);
    });
  }
  // TensorFlow.js's own forgets what it adds up on the way when there are many.
  overlay('AddN', sumOfMany, { always: true });
}

function sumOfMany({ fuser, inputs }: Ask): TensorInfo {
  const [first, ...others] = Object.values(inputs);
  const add = (sum: Node, info: TensorInfo) => fuser.map('($0 + $1)', [sum, fuser.node(info)]);
  return fuser.tensor(others.reduce(add, fuser.node(first)), first.shape);
}

/** A tensor's numbers as they stand in a broadcast result of this shape. */
export function spread(fuser: Fuser, info: TensorInfo, shape: readonly number[]): Node {
  const size = util.sizeFromShape([...shape]);
  return fuser.view(fuser.node(info), size, broadcast(info.shape, shape));
}
