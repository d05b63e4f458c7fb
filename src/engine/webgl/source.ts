/** The text of a whole program, from what its results are and how they lie. */
import { Emission, type Lanes, type Start } from './emission.ts';
import { formulaFunctions } from './formulas.ts';
import type { Node } from './node.ts';
import { normalsFunctions } from './normals-glsl.ts';
import { sampler } from './samplers.ts';
import type { Layout, Signature } from './signature.ts';

/** GLSL of a fragment shader that draws the numbers of `outputs`, part after part of each. */
export function source(
  outputs: readonly Node[],
  { slots, textures, constants, seeds }: Signature,
  layout: Layout,
): string {
  const lanes: Lanes = layout.kind === 'fours' ? 4 : 1;
  const starts = startsOf(layout);
  const emission = new Emission(slots, starts, layout.kind === 'fours' ? layout.bits : undefined);
  begin(emission, layout);
  const results = outputs.flatMap((node) => starts.map(({ index }) => emission.value(node, index, lanes)));
  results.forEach((name, k) => emission.say(`O${k} = ${lanes === 4 ? name : `vec4(${name}, 0, 0, 0)`};`));
  return [
    '#version 300 es\nprecision highp float;\nprecision highp int;\nprecision highp sampler2D;',
    ...results.map((_, k) => `layout(location = ${k}) out vec4 O${k};`),
    constants.length > 0 ? `uniform float c[${constants.length}];` : '',
    seeds.length > 0 ? `uniform uint z[${seeds.length}];\n${normalsFunctions}` : '',
    textures.length > 0 ? `uniform int o[${textures.length}];` : '',
    ...textures.map((node, slot) => sampler(node, slot)),
    formulaFunctions(emission.formulas),
    'void main() {',
    ...emission.lines,
    '}',
  ].join('\n');
}

function startsOf(layout: Layout): Start[] {
  const count = layout.kind === 'fours' ? (layout.parts?.count ?? 1) : 1;
  return Array.from({ length: count }, (_, part) => ({ index: `i${part}`, texel: `p${part}` }));
}

/** Index and texel where each part begins: in the whole result, while the program sees one part of its height. */
function begin(emission: Emission, layout: Layout): void {
  startsOf(layout).forEach(({ index, texel }, part) => {
    const down = layout.kind === 'fours' && layout.parts ? part * layout.parts.rows : 0;
    emission.say(`ivec2 ${texel} = ivec2(gl_FragCoord.xy) + ivec2(0, ${down});`);
    emission.say(
      layout.kind === 'fours'
        ? `int ${index} = ((${texel}.y << ${layout.bits}) + ${texel}.x) << 2;`
        : `int ${index} = ${texel}.y * ${layout.columns} + ${texel}.x;`,
    );
  });
}
