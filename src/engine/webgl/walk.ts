/**
 * Walks over the texels of a factor in steps of the same length. Finding a texel anew from an index takes shifts and masks,
 * which some cards and all software do slowly; a step is an addition and, where a row of the texture may end, a comparison.
 */
import type { Emission } from './emission.ts';
import type { Node } from './node.ts';

export interface Path {
  readonly node: Node;
  /** GLSL of the first number's place, a multiple of four. */
  readonly start: string;
  /** What the places of all starts are multiples of. */
  readonly divisor: number;
  /** Numbers from one step to the next, a multiple of four, and how many steps are taken. */
  readonly step: number;
  readonly steps: number;
}

export interface Walk {
  /** GLSL of the four numbers where the walk stands. */
  readonly here: string;
  /** GLSL that goes one step on. */
  readonly on: string;
}

export function walk(emission: Emission, { node, start, divisor, step, steps }: Path): Walk {
  const { content } = node;
  const slot = emission.slot(node);
  if (content.kind === 'constant') return { here: `vec4(c[${slot}])`, on: '' };
  if (content.kind !== 'texture') {
    const place = emission.declare('int', start);
    return { here: `F${slot}(${place})`, on: `${place} += ${step};` };
  }
  const { alone, bits, width } = content.slab;
  const texel = emission.declare('int', alone ? `(${start}) >> 2` : `((${start}) >> 2) + o[${slot}]`);
  const at = emission.declare('ivec2', `ivec2(${texel} & ${width - 1}, ${texel} >> ${bits})`);
  const texels = step / 4;
  const whole = texels * steps;
  const [right, down] = [texels % width, Math.floor(texels / width)];
  const staysInRow = right === 0 || (alone && width % whole === 0 && divisor % (4 * whole) === 0);
  const wrap = `if (${at}.x >= ${width}) ${at} += ivec2(${-width}, 1);`;
  return {
    here: `texelFetch(T${slot}, ${at}, 0)`,
    on: `${at} += ivec2(${right}, ${down});${staysInRow ? '' : ` ${wrap}`}`,
  };
}
