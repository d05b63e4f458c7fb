/** Compiles programs once and runs them: one triangle over the result's texture, into up to four textures at once. */
import { isSoftware } from './card.ts';
import type { Texture, WebglBackend } from './internals.ts';
import type { Node } from './node.ts';
import { signature, type Layout, type Signature } from './signature.ts';
import { Slab } from './slab.ts';
import { source } from './source.ts';

interface Program {
  readonly handle: WebGLProgram;
  readonly constants: WebGLUniformLocation | null;
  readonly seeds: WebGLUniformLocation | null;
  readonly offsets: WebGLUniformLocation | null;
}

/** Where a program draws: textures of the same size; a layout in parts says how high each part is. */
export interface Target {
  readonly textures: readonly Texture[];
  readonly width: number;
  readonly rows: number;
  readonly layout: Layout;
}

const triangle = `#version 300 es
void main() { gl_Position = vec4(vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0, 0.0, 1.0); }`;

export class Programs {
  /** How many textures a program may read. */
  readonly most: number;
  /** Into how many textures at once a product may be drawn; one, where a real card has many threads to do it. */
  readonly mostDrawn: number;
  readonly #backend: WebglBackend;
  readonly #gl: WebGL2RenderingContext;
  readonly #known = new Map<string, Program>();
  readonly #frames = new Map<number, WebGLFramebuffer>();
  #corner: WebGLShader | undefined;
  #emptyArray: WebGLVertexArrayObject | null = null;

  constructor(backend: WebglBackend) {
    this.#backend = backend;
    this.#gl = backend.gpgpu.gl;
    this.mostDrawn = isSoftware(this.#gl) ? Number(this.#gl.getParameter(this.#gl.MAX_DRAW_BUFFERS)) : 1;
    this.most = Math.min(16, Number(this.#gl.getParameter(this.#gl.MAX_TEXTURE_IMAGE_UNITS)));
  }

  run(outputs: readonly Node[], target: Target): void {
    if (target.layout.kind === 'fours' && target.layout.parts)
      this.#runInParts(outputs, target, target.layout);
    else this.#draw(outputs, target);
  }

  /** Draws the parts of each texture into textures of their own, and copies them below each other. */
  #runInParts(
    outputs: readonly Node[],
    { textures, width, layout }: Target,
    { bits, parts }: Extract<Layout, { kind: 'fours' }>,
  ): void {
    const gl = this.#gl;
    const { count, rows } = parts!;
    const pieces = Array.from({ length: count * textures.length }, () =>
      new Slab(this.#backend, rows * width, bits).retain(),
    );
    this.#draw(outputs, { textures: pieces.map(({ texture }) => texture), width, rows, layout });
    gl.activeTexture(gl.TEXTURE0);
    pieces.forEach((piece, k) => {
      gl.bindTexture(gl.TEXTURE_2D, textures[Math.floor(k / count)].texture);
      gl.readBuffer(gl.COLOR_ATTACHMENT0 + k);
      gl.copyTexSubImage2D(gl.TEXTURE_2D, 0, 0, (k % count) * rows, 0, 0, width, rows);
      piece.release();
    });
    gl.bindTexture(gl.TEXTURE_2D, null);
  }

  #draw(outputs: readonly Node[], target: Target): void {
    const gl = this.#gl;
    const signed = signature(outputs, target.layout);
    const program = this.#program(signed, outputs, target.layout);
    this.#aim(target);
    gl.useProgram(program.handle);
    gl.bindVertexArray((this.#emptyArray ??= gl.createVertexArray()));
    this.#hand(program, signed);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    gl.bindVertexArray(null);
  }

  /** Reads a texture of the engine back, at once. */
  read(texture: Texture, [width, rows]: readonly [number, number]): Float32Array {
    const gl = this.#gl;
    const values = new Float32Array(4 * width * rows);
    this.#aim({ textures: [texture], width, rows, layout: { kind: 'fours', bits: 0 } });
    gl.readPixels(0, 0, width, rows, gl.RGBA, gl.FLOAT, values);
    return values;
  }

  #aim({ textures, width, rows }: Target): void {
    const gl = this.#gl;
    const known = this.#frames.get(textures.length);
    const frame = known ?? gl.createFramebuffer();
    const attached = textures.map((_, k) => gl.COLOR_ATTACHMENT0 + k);
    gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
    textures.forEach(({ texture }, k) =>
      gl.framebufferTexture2D(gl.FRAMEBUFFER, attached[k], gl.TEXTURE_2D, texture, 0),
    );
    if (!known) {
      gl.drawBuffers(attached);
      this.#frames.set(textures.length, frame);
    }
    gl.viewport(0, 0, width, rows);
    gl.scissor(0, 0, width, rows);
  }

  #hand(program: Program, { textures, constants, seeds }: Signature): void {
    const gl = this.#gl;
    const offsets = textures.map(({ content }, unit) => {
      const texture = content.kind === 'texture' ? content.slab.texture : undefined;
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(
        gl.TEXTURE_2D,
        (texture ?? (content.kind === 'stock' ? content.stock.texture : undefined))!.texture,
      );
      return content.kind === 'texture' ? content.offset : 0;
    });
    if (program.offsets) gl.uniform1iv(program.offsets, offsets);
    if (program.constants) gl.uniform1fv(program.constants, constants);
    if (program.seeds) gl.uniform1uiv(program.seeds, seeds);
  }

  #program(signed: Signature, outputs: readonly Node[], layout: Layout): Program {
    const known = this.#known.get(signed.name);
    if (known) return known;
    const handle = this.#linked(source(outputs, signed, layout));
    const gl = this.#gl;
    gl.useProgram(handle);
    signed.textures.forEach((_, unit) => gl.uniform1i(gl.getUniformLocation(handle, `T${unit}`), unit));
    const place = (name: string) => gl.getUniformLocation(handle, name);
    const program = { handle, constants: place('c'), seeds: place('z'), offsets: place('o') };
    this.#known.set(signed.name, program);
    return program;
  }

  #linked(text: string): WebGLProgram {
    const gl = this.#gl;
    const handle = gl.createProgram();
    const fragment = this.#shader(gl.FRAGMENT_SHADER, text);
    gl.attachShader(handle, (this.#corner ??= this.#shader(gl.VERTEX_SHADER, triangle)));
    gl.attachShader(handle, fragment);
    gl.linkProgram(handle);
    if (gl.getProgramParameter(handle, gl.LINK_STATUS) === false && !gl.isContextLost()) {
      throw new Error(
        `A program of the engine does not compile: ${gl.getShaderInfoLog(fragment) || gl.getProgramInfoLog(handle)}\n${text}`,
      );
    }
    gl.deleteShader(fragment);
    return handle;
  }

  #shader(kind: number, text: string): WebGLShader {
    const gl = this.#gl;
    const shader = gl.createShader(kind);
    if (!shader) throw new Error('The graphics card went away.');
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    return shader;
  }
}
