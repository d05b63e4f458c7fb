/**
 * GLSL of matrix products. How many texels are read for a number decides their speed: where the layout allows it, a texel
 * gives four numbers of a row, or four of the sum. Transposed factors are read as they lie.
 */
import { type, type Emission, type Lanes } from './emission.ts';
import type { Node, Product } from './node.ts';
import { quotient, remainder } from './strided.ts';
import { walk, type Walk } from './walk.ts';

interface Ask {
  readonly index: string;
  readonly lanes: Lanes;
}

const fours = (...numbers: readonly number[]): boolean => numbers.every((number) => number % 4 === 0);
const components = ['x', 'y', 'z', 'w'];

/** The product's numbers from `index` on, or nothing where four cannot be computed together. */
export function productSum(emission: Emission, product: Product, { index, lanes }: Ask): string | undefined {
  const { factors, strides, offsets, columns, inner } = product;
  const [[batchA, rowA, innerA], [batchB, innerB, columnB]] = strides;
  const texels = factors.every(({ content }) => content.kind === 'texture' || content.kind === 'stock');
  const alongA = texels && innerA === 1 && fours(inner, batchA, rowA, offsets[0]);
  const alongB = texels && innerB === 1 && fours(inner, batchB, columnB, offsets[1]);
  const acrossB = columnB === 1 && fours(columns, batchB, innerB, offsets[1]);
  if (lanes === 4 && !acrossB && !(alongA && alongB && fours(columns))) return undefined;

  const place = placeIn(emission, product, index);
  const pathA = { node: factors[0], start: place.a, divisor: divisorOf(offsets[0], batchA, rowA) };
  const pathB = { node: factors[1], start: place.b, divisor: divisorOf(offsets[1], batchB, columnB) };
  const total = emission.declare(type(lanes), `${type(lanes)}(0.0)`);
  if (alongA && alongB && !(lanes === 4 && acrossB)) {
    const steps = inner / 4;
    const a = walk(emission, { ...pathA, step: 4, steps });
    const columnsB = Array.from({ length: lanes }, (_, lane) =>
      walk(emission, { ...pathB, start: `${place.b} + ${lane * columnB}`, step: 4, steps }),
    );
    rounds(emission, steps, () => {
      const four = emission.declare('vec4', a.here);
      const dots = columnsB.map(({ here }) => `dot(${four}, ${here})`);
      return [
        `${total} += ${lanes === 4 ? `vec4(${dots.join(', ')})` : dots[0]};`,
        a.on,
        ...columnsB.map(({ on }) => on),
      ];
    });
  } else if (lanes === 4 && alongA) {
    const a = walk(emission, { ...pathA, step: 4, steps: inner / 4 });
    const b = walk(emission, { ...pathB, divisor: 4, step: innerB, steps: inner });
    rounds(emission, inner / 4, () => {
      const four = emission.declare('vec4', a.here);
      return [a.on, ...components.flatMap((lane) => [`${total} += ${four}.${lane} * ${b.here};`, b.on])];
    });
  } else if (lanes === 4) {
    const b: Walk = walk(emission, { ...pathB, divisor: 4, step: innerB, steps: inner });
    rounds(emission, inner, (k) => [
      `${total} += ${number(emission, factors[0], `${place.a} + ${innerA} * ${k}`)} * ${b.here};`,
      b.on,
    ]);
  } else {
    rounds(emission, inner, (k) => {
      const a = number(emission, factors[0], `${place.a} + ${innerA} * ${k}`);
      return [`${total} += ${a} * ${number(emission, factors[1], `${place.b} + ${innerB} * ${k}`)};`];
    });
  }
  return total;
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

function rounds(emission: Emission, count: number, body: (k: string) => readonly string[]): void {
  const k = emission.fresh('k');
  emission.block(`for (int ${k} = 0; ${k} < ${count}; ${k}++)`, () => {
    for (const line of body(k)) emission.say(line);
  });
}

/** One number of a factor, which is a texture or the same number everywhere. */
function number(emission: Emission, node: Node, place: string): string {
  const slot = emission.slot(node);
  return node.content.kind === 'constant' ? `c[${slot}]` : `S${slot}(${place})`;
}
