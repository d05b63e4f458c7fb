/** What draws for WebGL here. An emulated card is the processor's work by a detour, and the page itself is painted on it as well. */
export type GraphicsCard = 'real' | 'emulated' | 'none';

/** How the programs that do a card's work on the processor call themselves: of Chromium, of Linux, of macOS and of Windows. */
const emulators = /swiftshader|llvmpipe|softpipe|software|basic render/i;
/** Chromium and Safari give this name to every card, and the true one elsewhere. Firefox has only one name, and warns who asks for another. */
const masked = 'WebKit WebGL';

/** Asked by making a context that can draw numbers, and letting go of it; a worker needs an off-screen canvas for that. */
export function graphicsCard(): GraphicsCard {
  const context = newContext();
  if (!context || context.isContextLost()) return 'none';
  const draws = context.getExtension('EXT_color_buffer_float') !== null;
  const isEmulated = emulators.test(nameOf(context));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  if (!draws) return 'none';
  return isEmulated ? 'emulated' : 'real';
}

function newContext(): WebGL2RenderingContext | null {
  if (typeof document !== 'undefined') return document.createElement('canvas').getContext('webgl2');
  if (typeof OffscreenCanvas === 'undefined') return null;
  return new OffscreenCanvas(1, 1).getContext('webgl2');
}

function nameOf(context: WebGL2RenderingContext): string {
  const name = String(context.getParameter(context.RENDERER));
  if (name !== masked) return name;
  const names = context.getExtension('WEBGL_debug_renderer_info');
  return names ? String(context.getParameter(names.UNMASKED_RENDERER_WEBGL)) : name;
}
