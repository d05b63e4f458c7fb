/**
 * Turns expressions into GLSL statements. Each node is asked for at an index, for one number or for four that follow each
 * other; what was computed once in a block is not computed again there.
 */
import type { Node, Product, Reduction } from './node.ts';
import { productSums } from './product-glsl.ts';
import { isRun, keepsFours, placeOf, quotient, remainder, repeatsFours, type Strided } from './strided.ts';

/** How many numbers are asked for at once. */
export type Lanes = 1 | 4;

/** Where the numbers of one part of the result begin: GLSL names of the index and of the texel. */
export interface Start {
  readonly index: string;
  readonly texel: string;
}

export const type = (lanes: Lanes): string => (lanes === 4 ? 'vec4' : 'float');

const keyOf = (node: Node, index: string, lanes: Lanes): string => `${node.id}@${index}*${lanes}`;

export class Emission {
  readonly #slots: ReadonlyMap<Node, number>;
  readonly #starts: readonly Start[];
  readonly #bits: number | undefined;
  readonly #blocks: Map<string, string>[] = [new Map()];
  readonly lines: string[] = [];
  readonly formulas = new Set<string>();
  #names = 0;

  /** @param bits of textures in which the same number has the same texel as in the result */
  constructor(slots: ReadonlyMap<Node, number>, starts: readonly Start[], bits?: number) {
    this.#slots = slots;
    this.#starts = starts;
    this.#bits = bits;
  }

  /** The name of a variable that holds the node's numbers from `index` on; with four, the index is a multiple of four. */
  value(node: Node, index: string, lanes: Lanes): string {
    const key = keyOf(node, index, lanes);
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
    this.lines.push(line);
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

  /** The four numbers from `index` on, found one by one; a node may have fewer. */
  #oneByOne(node: Node, index: string): string {
    const result = this.declare('vec4', 'vec4(0.0)');
    const lane = this.fresh('l');
    this.block(`for (int ${lane} = 0; ${lane} < ${Math.min(4, node.size)}; ${lane}++)`, () => {
      const place = this.declare('int', `${index} + ${lane}`);
      this.say(`${result}[${lane}] = ${this.value(node, place, 1)};`);
    });
    return result;
  }

  /** The texel of a texture that has the layout of the result, where both have the same texel for the same number. */
  #sameTexel({ content }: Node, index: string): string | undefined {
    const alike = content.kind === 'texture' && content.slab.alone && content.slab.bits === this.#bits;
    return alike ? this.#starts.find((start) => start.index === index)?.texel : undefined;
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
    switch (content.kind) {
      case 'constant':
        return lanes === 4 ? `vec4(c[${this.slot(node)}])` : `c[${this.slot(node)}]`;
      case 'texture':
      case 'stock': {
        const slot = this.slot(node);
        const texel = lanes === 4 ? this.#sameTexel(node, index) : undefined;
        if (texel) return this.declare('vec4', `texelFetch(T${slot}, ${texel}, 0)`);
        return this.declare(type(lanes), lanes === 4 ? `F${slot}(${index})` : `S${slot}(${index})`);
      }
      case 'normals': {
        const drawn = lanes === 4 ? 'Normals' : 'Normal';
        return this.declare(type(lanes), `${drawn}(z[${this.slot(node)}], ${index})`);
      }
      case 'map': {
        this.formulas.add(content.formula);
        const args = content.args.map((argument) => this.value(argument, index, lanes));
        const formula = content.formula.replace(/\$(\d)/g, (_, place) => args[Number(place)]);
        return this.declare(type(lanes), formula);
      }
      case 'view':
        return this.#view(content, index, lanes) ?? this.#oneByOne(node, index);
      case 'concat':
        return this.#concat(content, index, lanes) ?? this.#oneByOne(node, index);
      case 'reduction':
        return this.#reduction(content, index, lanes) ?? this.#oneByOne(node, index);
      case 'product':
        return this.#product(node, content, { index, lanes }) ?? this.#oneByOne(node, index);
      default:
        throw new Error(`No program can compute what is ${content.kind}.`);
    }
  }

  /** A product is computed for all parts of the result together: they share a factor. */
  #product(
    node: Node,
    product: Product,
    { index, lanes }: { index: string; lanes: Lanes },
  ): string | undefined {
    const starts = this.#starts.map((start) => start.index);
    const indices = lanes === 4 && starts.includes(index) ? starts : [index];
    const sums = productSums(this, product, { indices, lanes });
    sums?.forEach((sum, k) => this.#remember(keyOf(node, indices[k], lanes), sum));
    return sums?.[indices.indexOf(index)];
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
    const begins = outer.strides.every((stride, d) => outer.sizes[d] === 1 || stride % 4 === 0);
    const along = lanes === 1 && isRun(inner) && count % 4 === 0 && begins;
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
}
