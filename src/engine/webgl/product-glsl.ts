/**
 * GLSL of matrix products. How many texels are read for a number decides their speed: where the layout allows it, a texel
 * gives four numbers of a row, or four of the sum, and serves several rows. Transposed factors are read as they lie.
 */
import { type, type Emission, type Lanes } from './emission.ts';
import type { Node, Product } from './node.ts';
import { quotient, remainder } from './strided.ts';
import { walk } from './walk.ts';

interface Ask {
  /** Places in the result; all of them lie in the same column and share the second factor. */
  readonly indices: readonly string[];
  readonly lanes: Lanes;
}

const fours = (...numbers: readonly number[]): boolean => numbers.every((number) => number % 4 === 0);
const components = ['x', 'y', 'z', 'w'];

/** Of which factor a texel holds four numbers of the sum, and whether one of the second holds four columns. */
function reach({ factors, strides, offsets, columns, inner }: Product) {
  const [[batchA, rowA, innerA], [batchB, innerB, columnB]] = strides;
  const texels = factors.every(({ content }) => content.kind === 'texture' || content.kind === 'stock');
  return {
    alongA: texels && innerA === 1 && fours(inner, batchA, rowA, offsets[0]),
    alongB: texels && innerB === 1 && fours(inner, batchB, columnB, offsets[1]),
    acrossB: columnB === 1 && fours(columns, batchB, innerB, offsets[1]),
  };
}

/** Whether four numbers of the product can be computed together. */
export function givesFours(product: Product): boolean {
  const { alongA, alongB, acrossB } = reach(product);
  return acrossB || (alongA && alongB && fours(product.columns));
}

/** The product's numbers from each of the indices on, or nothing where four cannot be computed together. */
export function productSums(
  emission: Emission,
  product: Product,
  { indices, lanes }: Ask,
): string[] | undefined {
  if (lanes === 4 && !givesFours(product)) return undefined;
  const { factors, strides, offsets, inner } = product;
  const [[batchA, rowA, innerA], [batchB, innerB, columnB]] = strides;
  const { alongA, alongB, acrossB } = reach(product);
  const places = indices.map((index) => placeIn(emission, product, index));
  const totals = indices.map(() => emission.declare(type(lanes), `${type(lanes)}(0.0)`));
  const pathsA = places.map(({ a }) => ({
    ...{ node: factors[0], start: a, divisor: divisorOf(offsets[0], batchA, rowA) },
    ...{ step: 4, steps: inner / 4 },
  }));
  const pathB = (lane: number, stride: number) => ({
    ...{ node: factors[1], start: `${places[0].b} + ${lane * stride}` },
    divisor: divisorOf(offsets[1], batchB, columnB, stride),
  });
  const oneOfA = (row: number, k: string) =>
    number(emission, factors[0], `${places[row].a} + ${innerA} * ${k}`);

  if (alongA && acrossB && lanes === 4) {
    const a = pathsA.map((path) => walk(emission, path));
    const b = components.map((_, lane) =>
      walk(emission, { ...pathB(lane, innerB), divisor: 4, step: 4 * innerB, steps: inner / 4 }),
    );
    rounds(emission, inner / 4, () => {
      const rows = b.map(({ here }) => emission.declare('vec4', here));
      totals.forEach((total, row) => {
        const four = emission.declare('vec4', a[row].here);
        emission.say(
          `${total} += ${components.map((lane, k) => `${four}.${lane} * ${rows[k]}`).join(' + ')};`,
        );
      });
      [...a, ...b].forEach(({ on }) => emission.say(on));
    });
  } else if (alongA && alongB) {
    const a = pathsA.map((path) => walk(emission, path));
    const b = Array.from({ length: lanes }, (_, lane) =>
      walk(emission, { ...pathB(lane, columnB), step: 4, steps: inner / 4 }),
    );
    rounds(emission, inner / 4, () => {
      const columns = b.map(({ here }) => emission.declare('vec4', here));
      totals.forEach((total, row) => {
        const four = emission.declare('vec4', a[row].here);
        const dots = columns.map((column) => `dot(${four}, ${column})`);
        emission.say(`${total} += ${lanes === 4 ? `vec4(${dots.join(', ')})` : dots[0]};`);
      });
      [...a, ...b].forEach(({ on }) => emission.say(on));
    });
  } else if (lanes === 4) {
    const b = walk(emission, { ...pathB(0, 0), divisor: 4, step: innerB, steps: inner });
    rounds(emission, inner, (k) => {
      const four = emission.declare('vec4', b.here);
      totals.forEach((total, row) => emission.say(`${total} += ${oneOfA(row, k)} * ${four};`));
      emission.say(b.on);
    });
  } else {
    rounds(emission, inner, (k) => {
      const b = number(emission, factors[1], `${places[0].b} + ${innerB} * ${k}`);
      totals.forEach((total, row) => emission.say(`${total} += ${oneOfA(row, k)} * ${b};`));
    });
  }
  return totals;
}

/** Where the sum of number `index` begins in each factor. */
function placeIn(
  emission: Emission,
  { strides, offsets, rows, columns }: Product,
  index: string,
): { a: string; b: string } {
  const [[batchA, rowA], [batchB, , columnB]] = strides;
  const column = emission.declare('int', remainder(index, columns));
  const row = emission.declare('int', remainder(quotient(index, columns), rows));
  const batch = batchA === 0 && batchB === 0 ? '0' : emission.declare('int', quotient(index, rows * columns));
  return {
    a: emission.declare('int', `${offsets[0]} + ${batchA} * ${batch} + ${rowA} * ${row}`),
    b: emission.declare('int', `${offsets[1]} + ${batchB} * ${batch} + ${columnB} * ${column}`),
  };
}

/** The greatest number that divides all of them; 0 is divided by every number. */
function divisorOf(...numbers: readonly number[]): number {
  const greatest = (a: number, b: number): number => (b === 0 ? a : greatest(b, a % b));
  return numbers.reduce(greatest, 0);
}

function rounds(emission: Emission, count: number, body: (k: string) => void): void {
  const k = emission.fresh('k');
  emission.block(`for (int ${k} = 0; ${k} < ${count}; ${k}++)`, () => body(k));
}

/** One number of a factor, which is a texture or the same number everywhere. */
function number(emission: Emission, node: Node, place: string): string {
  const slot = emission.slot(node);
  return node.content.kind === 'constant' ? `c[${slot}]` : `S${slot}(${place})`;
}
