import { env } from '@tensorflow/tfjs-core';

/** Whether the card has WebGL 2 and draws into 32-bit floats, which the engine's textures are made of. */
export const cardExpresses = (): boolean =>
  env().getNumber('WEBGL_VERSION') === 2 && env().getBool('WEBGL_RENDER_FLOAT32_ENABLED');

/** Whether the processor plays the graphics card: few threads, for which every texel that is looked up takes its time. */
export const isSoftware = (gl: WebGL2RenderingContext): boolean =>
  /swiftshader|llvmpipe|softpipe|basic render/i.test(rendererOf(gl));

function rendererOf(gl: WebGL2RenderingContext): string {
  const name = String(gl.getParameter(gl.RENDERER));
  // Chrome and Safari give the name away only through the extension, at whose mention Firefox warns.
  if (!name.startsWith('WebKit')) return name;
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  return names ? String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)) : name;
}
