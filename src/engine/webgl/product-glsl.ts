/**
 * GLSL of matrix products. How many texels are read for a number decides their speed: where the layout allows it, a texel
 * gives four numbers of a row, or four of the sum. Transposed factors are read as they lie, never copied.
 */
import { type, type Emission, type Lanes } from './emission.ts';
import type { Node, Product } from './node.ts';
import { quotient, remainder } from './strided.ts';

interface Ask {
  readonly index: string;
  readonly lanes: Lanes;
}

const fours = (...numbers: readonly number[]): boolean => numbers.every((number) => number % 4 === 0);

/** The product's numbers from `index` on, or nothing where four cannot be computed together. */
export function productSum(emission: Emission, product: Product, { index, lanes }: Ask): string | undefined {
  const { factors, strides, offsets, rows, columns, inner } = product;
  const [[batchA, rowA, innerA], [batchB, innerB, columnB]] = strides;
  const texels = factors.every(({ content }) => content.kind === 'texture' || content.kind === 'stock');
  const alongA = texels && innerA === 1 && fours(inner, batchA, rowA, offsets[0]);
  const alongB = texels && innerB === 1 && fours(inner, batchB, columnB, offsets[1]);
  const acrossB = columnB === 1 && fours(columns, batchB, innerB, offsets[1]);
  const together = acrossB || (alongA && alongB && fours(columns));
  if (lanes === 4 && !together) return undefined;

  const [column, row, batch] = [
    remainder(index, columns),
    remainder(quotient(index, columns), rows),
    quotient(index, rows * columns),
  ];
  const startA = emission.declare('int', `${offsets[0]} + ${batchA} * ${batch} + ${rowA} * ${row}`);
  const startB = emission.declare('int', `${offsets[1]} + ${batchB} * ${batch} + ${columnB} * ${column}`);
  const total = emission.declare(type(lanes), `${type(lanes)}(0.0)`);
  const a = (k: string) => read(emission, factors[0], `${startA} + ${innerA} * ${k}`);
  const b = (k: string) => read(emission, factors[1], `${startB} + ${innerB} * ${k}`);
  const fourA = (k: string) => `F${emission.slot(factors[0])}(${startA} + ${k})`;
  const fourB = (place: string) => `F${emission.slot(factors[1])}(${startB} + ${place})`;
  const constantB = factors[1].content.kind === 'constant';
  const acrossOf = (k: string) => (constantB ? `vec4(${b(k)})` : fourB(`${innerB} * (${k})`));

  if (lanes === 1) {
    if (alongA && alongB)
      round(emission, inner / 4, (k) => `${total} += dot(${fourA(`4 * ${k}`)}, ${fourB(`4 * ${k}`)});`);
    else round(emission, inner, (k) => `${total} += ${a(k)} * ${b(k)};`);
  } else if (acrossB && alongA) {
    round(emission, inner / 4, (k) => {
      const four = emission.declare('vec4', fourA(`4 * ${k}`));
      const parts = ['x', 'y', 'z', 'w'].map(
        (lane, step) => `${four}.${lane} * ${acrossOf(`4 * ${k} + ${step}`)}`,
      );
      return `${total} += ${parts.join(' + ')};`;
    });
  } else if (acrossB) {
    round(emission, inner, (k) => `${total} += ${a(k)} * ${acrossOf(k)};`);
  } else {
    round(emission, inner / 4, (k) => {
      const four = emission.declare('vec4', fourA(`4 * ${k}`));
      const parts = [0, 1, 2, 3].map((lane) => `dot(${four}, ${fourB(`${lane * columnB} + 4 * ${k}`)})`);
      return `${total} += vec4(${parts.join(', ')});`;
    });
  }
  return total;
}

function round(emission: Emission, count: number, body: (k: string) => string): void {
  const k = emission.fresh('k');
  emission.block(`for (int ${k} = 0; ${k} < ${count}; ${k}++)`, () => emission.say(body(k)));
}

/** One number of a factor, which is a texture or the same number everywhere. */
function read(emission: Emission, node: Node, place: string): string {
  const slot = emission.slot(node);
  return node.content.kind === 'constant' ? `c[${slot}]` : `S${slot}(${place})`;
}
