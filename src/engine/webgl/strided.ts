/**
 * Ways through a tensor: the element at coordinates c of a view is element offset + sum of strides * c of what it looks at.
 * Transposes, slices, broadcasts and repetitions are all of this kind, so none of them needs a program of its own.
 */

/** Sizes and strides of the dimensions, the last one the fastest; no dimension of size 1, neighbours merged where possible. */
export interface Strided {
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}

/** Row-major strides of a shape. */
export function contiguous(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = stride;
    stride *= shape[d];
  }
  return strides;
}

/** The same way with as few dimensions as possible, at least one. */
export function strided(shape: readonly number[], strides: readonly number[], offset = 0): Strided {
  const sizes: number[] = [];
  const steps: number[] = [];
  for (let d = shape.length - 1; d >= 0; d--) {
    if (shape[d] === 1) continue;
    if (sizes.length > 0 && strides[d] === steps[0] * sizes[0]) sizes[0] *= shape[d];
    else {
      sizes.unshift(shape[d]);
      steps.unshift(strides[d]);
    }
  }
  return sizes.length > 0 ? { sizes, strides: steps, offset } : { sizes: [1], strides: [1], offset };
}

/** A tensor of shape `from` repeated along its dimensions of size 1 until it has shape `to`. */
export function broadcast(from: readonly number[], to: readonly number[]): Strided {
  const own = contiguous(from);
  const missing = to.length - from.length;
  const strides = to.map((_, d) => (d < missing || from[d - missing] === 1 ? 0 : own[d - missing]));
  return strided(to, strides);
}

/** Whether the way is a run of neighbours, as in a slice of a vector. */
export const isRun = ({ sizes, strides }: Strided): boolean => sizes.length === 1 && strides[0] === 1;

/** Whether four elements that follow each other in the view, from a multiple of four on, also do so in what it looks at. */
export function keepsFours({ sizes, strides, offset }: Strided): boolean {
  const last = sizes.length - 1;
  const outer = strides.slice(0, last);
  if (strides[last] !== 1 || offset % 4 !== 0) return false;
  return last === 0 || (sizes[last] % 4 === 0 && outer.every((stride) => stride % 4 === 0));
}

/** Whether four elements that follow each other in the view, from a multiple of four on, are all the same one. */
export function repeatsFours({ sizes, strides }: Strided): boolean {
  const last = sizes.length - 1;
  return strides[last] === 0 && (last === 0 || sizes[last] % 4 === 0);
}

/** The strides of the same way for the dimensions of `shape`, or nothing where a dimension of it has no stride of its own. */
export function stridesOver(shape: readonly number[], { sizes, strides }: Strided): number[] | undefined {
  const found = new Array<number>(shape.length).fill(0);
  let d = sizes.length - 1;
  let [left, stride] = [sizes[d], strides[d]];
  for (let k = shape.length - 1; k >= 0; k--) {
    if (shape[k] === 1) continue;
    if (left === 1) [left, stride] = [sizes[--d], strides[d]];
    if (left % shape[k] !== 0) return undefined;
    found[k] = stride;
    stride *= shape[k];
    left /= shape[k];
  }
  return found;
}

/** GLSL for the whole quotient of an index that is never negative. */
export const quotient = (index: string, by: number): string => {
  if (by === 1) return index;
  return isPower(by) ? `(${index} >> ${Math.log2(by)})` : `(${index} / ${by})`;
};

/** GLSL for the remainder of an index that is never negative. */
export const remainder = (index: string, by: number): string =>
  isPower(by) ? `(${index} & ${by - 1})` : `(${index} % ${by})`;

/** GLSL for the place where the way leads from element number `index` of the view. */
export function placeOf({ sizes, strides, offset }: Strided, index: string): string {
  const terms = offset === 0 ? [] : [String(offset)];
  let inner = 1;
  for (let d = sizes.length - 1; d >= 0; d--) {
    const whole = quotient(index, inner);
    const coordinate = d === 0 ? whole : remainder(whole, sizes[d]);
    if (strides[d] !== 0) terms.push(strides[d] === 1 ? coordinate : `${strides[d]} * ${coordinate}`);
    inner *= sizes[d];
  }
  return terms.length > 0 ? terms.join(' + ') : '0';
}

const isPower = (value: number): boolean => value > 0 && (value & (value - 1)) === 0;
