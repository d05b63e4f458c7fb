import { afterEach, describe, expect, it, vi } from 'vitest';
import { useBackend } from '#lab/backend';
import { graphicsCard } from '#lab/graphics-card';

const RENDERER = 1;
const UNMASKED_RENDERER_WEBGL = 2;

/** An off-screen canvas whose WebGL gives these names; a browser that knows only one name has no extension to ask for another. */
function offer(name: string, unmasked?: string, { draws = true } = {}): void {
  const extensions: Record<string, object | null> = {
    EXT_color_buffer_float: draws ? {} : null,
    WEBGL_debug_renderer_info: unmasked === undefined ? null : { UNMASKED_RENDERER_WEBGL },
    WEBGL_lose_context: { loseContext: () => undefined },
  };
  const context = {
    RENDERER,
    isContextLost: () => false,
    getExtension: (asked: string) => extensions[asked],
    getParameter: (asked: number) => (asked === RENDERER ? name : unmasked),
  };
  vi.stubGlobal('OffscreenCanvas', class {
    getContext = () => context;
  }); // prettier-ignore
}

afterEach(() => vi.unstubAllGlobals());

describe('the graphics card', () => {
  it.each([
    ['WebKit WebGL', 'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)'],
    ['WebKit WebGL', 'ANGLE (Microsoft, Microsoft Basic Render Driver (0x0000008C) Direct3D11 vs_5_0 ps_5_0, D3D11)'],
    ['WebKit WebGL', 'Apple Software Renderer'],
    ['llvmpipe, or similar'],
  ])('is emulated: %s %s', (name, unmasked?: string) => {
    offer(name, unmasked);
    expect(graphicsCard()).toBe('emulated');
  }); // prettier-ignore

  it.each([
    ['WebKit WebGL', 'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)'],
    ['WebKit WebGL', 'Apple GPU'],
    ['WebKit WebGL'],
    ['Mozilla'],
    ['Intel(R) HD Graphics 400, or similar'],
  ])('is real, or may be: %s %s', (name, unmasked?: string) => {
    offer(name, unmasked);
    expect(graphicsCard()).toBe('real');
  });

  it('is none where numbers cannot be drawn, or nothing at all', () => {
    offer('Mali-400', undefined, { draws: false });
    expect(graphicsCard()).toBe('none');
    vi.unstubAllGlobals();
    expect(graphicsCard()).toBe('none');
  });
});

describe('without a wish', () => {
  it('WebAssembly comes before an emulated card', async () => {
    offer('llvmpipe, or similar');
    expect(await useBackend()).toEqual({
      name: 'wasm',
      failures: [{ backend: 'webgl', kind: 'emulated' }],
    });
  });

  it('WebAssembly runs where there is no card', async () => {
    expect(await useBackend()).toEqual({ name: 'wasm', failures: [{ backend: 'webgl', kind: 'missing' }] });
  });
});

describe('a wish that cannot be met', () => {
  it('gives way to the others where they will do', async () => {
    const { name, failures } = await useBackend('webgl', { orElse: true });
    expect(name).toBe('wasm');
    expect(failures).toEqual([{ backend: 'webgl', kind: 'missing' }]);
  });

  it('gives way to WebAssembly before an emulated card', async () => {
    offer('llvmpipe, or similar');
    const { name, failures } = await useBackend('webgpu', { orElse: true });
    expect(name).toBe('wasm');
    expect(failures.map(({ backend, kind }) => `${backend} ${kind}`)).toEqual([
      expect.stringMatching(/^webgpu/),
      'webgl emulated',
    ]);
  });

  it('stops what wants nothing else', async () => {
    await expect(useBackend('webgl')).rejects.toMatchObject({
      failures: [{ backend: 'webgl', kind: 'missing' }],
    });
  });
});
