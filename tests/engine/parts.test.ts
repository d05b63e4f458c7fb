import { describe, expect, it } from 'vitest';
import { Node } from '../../src/engine/webgl/node.ts';
import { partsOf } from '../../src/engine/webgl/parts.ts';
import { contiguous } from '../../src/engine/webgl/strided.ts';

const numbers = (size: number): Node => new Node(size, { kind: 'values', values: new Float32Array(size) });

/** A product [rows, inner] x [inner, columns], the second factor another one for each matrix of a batch. */
const product = (rows: number, inner: number, columns: number, batch = 1): Node => {
  const strides = [contiguous([batch, rows, inner]), contiguous([batch, inner, columns])];
  if (batch === 1) strides.forEach((stride) => (stride[0] = 0));
  const factors = [numbers(batch * rows * inner), numbers(batch * inner * columns)] as const;
  const sizes = { rows, columns, inner };
  return new Node(batch * rows * columns, {
    ...{ kind: 'product', factors, offsets: [0, 0], strides: [strides[0], strides[1]], ...sizes },
  });
};
const activated = (node: Node): Node =>
  new Node(node.size, { kind: 'map', formula: 'Relu($0)', args: [node] });

describe('the parts in which a product is drawn', () => {
  it('are four, each with whole rows of the matrix', () => {
    expect(partsOf([activated(product(512, 128, 128))], 8)).toEqual({ count: 4, rows: 32, texels: 2 ** 14 });
  });

  it('are fewer where a program has more results than it can draw into at once', () => {
    const sum = product(512, 128, 128);
    const more = [1, 2, 3].map(() => activated(sum));
    expect(partsOf([sum, more[0]], 8)?.count).toBe(4);
    expect(partsOf([sum, ...more], 8)?.count).toBe(2);
    expect(partsOf([sum, ...more], 4)).toBeUndefined();
  });

  it('leave some room where the rows do not come out even, but not much', () => {
    // 34 rows of 32 texels are 17 rows of a texture; 5 rows for each part are 20.
    expect(partsOf([product(34, 512, 128)], 8)).toEqual({ count: 4, rows: 5, texels: 1280 });
    expect(partsOf([product(3, 4096, 128)], 8)).toBeUndefined();
  });

  it('are none where the product is small, where the second factor differs, and on a real card', () => {
    expect(partsOf([product(32, 32, 32)], 8)).toBeUndefined();
    expect(partsOf([product(128, 64, 64, 4)], 8)).toBeUndefined();
    expect(partsOf([product(512, 128, 128)], 1)).toBeUndefined();
  });
});
