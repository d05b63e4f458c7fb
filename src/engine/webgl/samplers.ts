/** GLSL that finds numbers in textures, whichever layout they have. */
import type { Node } from './node.ts';
import { stockSampler } from './stock-texture.ts';

/** GLSL of `F<slot>(i)`, four numbers from place i on, and `S<slot>(i)`, one number. */
export function sampler({ content }: Node, slot: number): string {
  const declared = `uniform sampler2D T${slot};`;
  if (content.kind === 'stock') {
    return `${declared}
${stockSampler(slot, content.stock.layout)}
vec4 F${slot}(int i) { return vec4(S${slot}(i), S${slot}(i + 1), S${slot}(i + 2), S${slot}(i + 3)); }`;
  }
  if (content.kind !== 'texture') throw new Error('Only textures can be read by a program.');
  const { alone, bits, width } = content.slab;
  const texel = alone ? 'i >> 2' : `(i >> 2) + o[${slot}]`;
  return `${declared}
vec4 F${slot}(int i) { int t = ${texel}; return texelFetch(T${slot}, ivec2(t & ${width - 1}, t >> ${bits}), 0); }
float S${slot}(int i) { vec4 v = F${slot}(i); int l = i & 3; return l < 2 ? (l == 0 ? v.x : v.y) : (l == 2 ? v.z : v.w); }`;
}
