/** Sends numbers to the graphics card: all that a program needs travel together, in one texture, with one call. */
import type { WebglBackend } from './internals.ts';
import { nodesBelow, settleAs, type Node } from './node.ts';
import { Slab, texelsFor } from './slab.ts';

/** Texels in a row of a texture that vectors share. */
const sharedBits = 8;

export function upload(outputs: readonly Node[], backend: WebglBackend): void {
  const waiting = [...nodesBelow(outputs).keys()].filter(({ content }) => content.kind === 'values');
  if (waiting.length === 0) return;
  const texels = waiting.reduce((sum, { size }) => sum + texelsFor(size), 0);
  const slab = new Slab(backend, texels, sharedBits);
  const all = new Float32Array(4 * slab.width * slab.rows);
  let offset = 0;
  for (const node of waiting) {
    if (node.content.kind === 'values') all.set(node.content.values, 4 * offset);
    settleAs(node, { kind: 'texture', slab: slab.retain(), offset });
    offset += texelsFor(node.size);
  }
  const { gl } = backend.gpgpu;
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_2D, slab.texture.texture);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, slab.width, slab.rows, gl.RGBA, gl.FLOAT, all);
  gl.bindTexture(gl.TEXTURE_2D, null);
}
