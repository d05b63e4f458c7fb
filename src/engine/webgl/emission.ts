/**
 * Turns expressions into GLSL statements. Each node is asked for at an index, for one number or for four that follow each
 * other; what was computed once in a block is not computed again there.
 */
import { formulaFunctions } from './formulas.ts';
import type { Node, Reduction } from './node.ts';
import { normalsFunctions } from './normals-glsl.ts';
import { productSum } from './product-glsl.ts';
import type { Layout, Signature } from './signature.ts';
import { sampler } from './samplers.ts';
import { isRun, keepsFours, placeOf, quotient, remainder, repeatsFours, type Strided } from './strided.ts';

/** How many numbers are asked for at once. */
export type Lanes = 1 | 4;

export const type = (lanes: Lanes): string => (lanes === 4 ? 'vec4' : 'float');

export class Emission {
  readonly #slots: ReadonlyMap<Node, number>;
  readonly #formulas = new Set<string>();
  readonly #blocks: Map<string, string>[] = [new Map()];
  readonly #lines: string[] = [];
  #names = 0;
  #bits = -1;

  constructor(slots: ReadonlyMap<Node, number>) {
    this.#slots = slots;
  }

  /** The name of a variable that holds the node's numbers from `index` on; with four, the index is a multiple of four. */
  value(node: Node, index: string, lanes: Lanes): string {
    const key = `${node.id}@${index}*${lanes}`;
    return this.#recall(key) ?? this.#remember(key, this.#compute(node, index, lanes));
  }

  /** A new variable. */
  declare(kind: string, expression: string): string {
    const name = this.fresh(kind.startsWith('iv') ? 'q' : kind[0]);
    this.say(`${kind} ${name} = ${expression};`);
    return name;
  }

  fresh(letter: string): string {
    return `${letter}${++this.#names}_`;
  }

  say(line: string): void {
    this.#lines.push(line);
  }

  /** A block of its own: what is computed in it is forgotten after it. */
  block(head: string, fill: () => void): void {
    this.say(`${head} {`);
    this.#blocks.push(new Map());
    fill();
    this.#blocks.pop();
    this.say('}');
  }

  slot(node: Node): number {
    return this.#slots.get(node)!;
  }

  /** The four numbers from `index` on, found one by one. */
  oneByOne(index: string, value: (index: string) => string): string {
    const result = this.declare('vec4', 'vec4(0.0)');
    const lane = this.fresh('l');
    this.block(`for (int ${lane} = 0; ${lane} < 4; ${lane}++)`, () => {
      const place = this.declare('int', `${index} + ${lane}`);
      this.say(`${result}[${lane}] = ${value(place)};`);
    });
    return result;
  }

  /** Whether a texture has the layout of the result, so that both have the same texel for the same number. */
  #liesAlike({ content }: Node): boolean {
    return content.kind === 'texture' && content.slab.alone && content.slab.bits === this.#bits;
  }

  #recall(key: string): string | undefined {
    return this.#blocks.findLast((block) => block.has(key))?.get(key);
  }

  #remember(key: string, name: string): string {
    this.#blocks.at(-1)!.set(key, name);
    return name;
  }

  #compute(node: Node, index: string, lanes: Lanes): string {
    const { content } = node;
    const one = (index: string) => this.value(node, index, 1);
    switch (content.kind) {
      case 'constant':
        return lanes === 4 ? `vec4(c[${this.slot(node)}])` : `c[${this.slot(node)}]`;
      case 'texture':
      case 'stock': {
        const slot = this.slot(node);
        if (lanes === 4 && index === 'i' && this.#liesAlike(node)) {
          return this.declare('vec4', `texelFetch(T${slot}, p, 0)`);
        }
        return this.declare(type(lanes), lanes === 4 ? `F${slot}(${index})` : `S${slot}(${index})`);
      }
      case 'normals': {
        const drawn = lanes === 4 ? 'Normals' : 'Normal';
        return this.declare(type(lanes), `${drawn}(z[${this.slot(node)}], ${index})`);
      }
      case 'map': {
        this.#formulas.add(content.formula);
        const args = content.args.map((argument) => this.value(argument, index, lanes));
        const formula = content.formula.replace(/\$(\d)/g, (_, place) => args[Number(place)]);
        return this.declare(type(lanes), formula);
      }
      case 'view':
        return this.#view(content, index, lanes) ?? this.oneByOne(index, one);
      case 'concat':
        return this.#concat(content, index, lanes) ?? this.oneByOne(index, one);
      case 'reduction':
        return this.#reduction(content, index, lanes) ?? this.oneByOne(index, one);
      case 'product':
        return productSum(this, content, { index, lanes }) ?? this.oneByOne(index, one);
      default:
        throw new Error(`No program can compute what is ${content.kind}.`);
    }
  }

  place(way: Strided, index: string): string {
    const key = `${way.sizes}/${way.strides}+${way.offset}@${index}`;
    return this.#recall(key) ?? this.#remember(key, this.declare('int', placeOf(way, index)));
  }

  #view({ child, way }: { child: Node; way: Strided }, index: string, lanes: Lanes): string | undefined {
    if (lanes === 1) return this.value(child, this.place(way, index), 1);
    if (keepsFours(way)) return this.value(child, this.place(way, index), 4);
    if (repeatsFours(way)) return `vec4(${this.value(child, this.place(way, index), 1)})`;
    return undefined;
  }

  #concat(
    { pieces, widths }: { pieces: readonly Node[]; widths: readonly number[] },
    index: string,
    lanes: Lanes,
  ): string | undefined {
    const starts = widths.map((_, piece) => widths.slice(0, piece).reduce((sum, width) => sum + width, 0));
    const width = starts.at(-1)! + widths.at(-1)!;
    const single = pieces.every((piece, k) => piece.size === widths[k]);
    const fours = starts.every((start) => start % 4 === 0) && (single || widths.every((w) => w % 4 === 0));
    if (lanes === 4 && !fours) return undefined;
    const result = this.declare(type(lanes), `${type(lanes)}(0.0)`);
    const row = single ? '0' : this.declare('int', quotient(index, width));
    const column = single ? index : this.declare('int', remainder(index, width));
    pieces.forEach((piece, k) => {
      const head = k === 0 ? 'if' : 'else if';
      this.block(`${head} (${column} < ${starts[k] + widths[k]})`, () => {
        const before = single ? '' : `${row} * ${widths[k]} + `;
        const place = this.declare('int', `${before}${column} - ${starts[k]}`);
        this.say(`${result} = ${this.value(piece, place, lanes)};`);
      });
    });
    return result;
  }

  #reduction(reduction: Reduction, index: string, lanes: Lanes): string | undefined {
    const { child, how, outer, inner, count } = reduction;
    const multiples = inner.strides.every((stride) => stride % 4 === 0) && inner.offset % 4 === 0;
    if (lanes === 4 && !(keepsFours(outer) && multiples)) return undefined;
    const base = this.place(outer, index);
    const along =
      lanes === 1 && isRun(inner) && count % 4 === 0 && outer.strides.every((stride) => stride % 4 === 0);
    const width: Lanes = lanes === 4 || along ? 4 : 1;
    const start = how === 'sum' ? '0.0' : '-3.4e38';
    const total = this.declare(type(width), `${type(width)}(${start})`);
    const round = this.fresh('k');
    this.block(`for (int ${round} = 0; ${round} < ${count}; ${round} += ${along ? 4 : 1})`, () => {
      const place = this.declare('int', `${base} + ${placeOf(inner, round)}`);
      const next = this.value(child, place, width);
      this.say(how === 'sum' ? `${total} += ${next};` : `${total} = max(${total}, ${next});`);
    });
    if (!along) return total;
    const [x, y, z, w] = ['x', 'y', 'z', 'w'].map((lane) => `${total}.${lane}`);
    return this.declare(
      'float',
      how === 'sum' ? `${x} + ${y} + ${z} + ${w}` : `max(max(${x}, ${y}), max(${z}, ${w}))`,
    );
  }

  /** The whole program, whose results are the numbers of `outputs`. */
  program(outputs: readonly Node[], { textures, constants, seeds }: Signature, layout: Layout): string {
    const lanes: Lanes = layout.kind === 'fours' ? 4 : 1;
    const at = this.#start(layout);
    const results = outputs.map((node) => this.value(node, at, lanes));
    results.forEach((name, k) => this.say(`O${k} = ${lanes === 4 ? name : `vec4(${name}, 0, 0, 0)`};`));
    return [
      '#version 300 es\nprecision highp float;\nprecision highp int;\nprecision highp sampler2D;',
      ...outputs.map((_, k) => `layout(location = ${k}) out vec4 O${k};`),
      constants.length > 0 ? `uniform float c[${constants.length}];` : '',
      seeds.length > 0 ? `uniform uint z[${seeds.length}];\n${normalsFunctions}` : '',
      textures.length > 0 ? `uniform int o[${textures.length}];` : '',
      ...textures.map((node, slot) => sampler(node, slot)),
      formulaFunctions(this.#formulas),
      'void main() {',
      ...this.#lines,
      '}',
    ].join('\n');
  }

  #start(layout: Layout): string {
    this.say('ivec2 p = ivec2(gl_FragCoord.xy);');
    const fours = layout.kind === 'fours';
    if (layout.kind === 'fours') this.#bits = layout.bits;
    this.say(
      fours ? `int i = ((p.y << ${layout.bits}) + p.x) << 2;` : `int i = p.y * ${layout.columns} + p.x;`,
    );
    return 'i';
  }
}
