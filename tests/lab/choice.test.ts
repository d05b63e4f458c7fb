import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** A browser, with a storage that may be forbidden; the module is loaded anew, as on another page. */
async function visit(storage: Partial<Storage>, userAgent = 'browser 1') {
  vi.resetModules();
  vi.stubGlobal('localStorage', storage);
  vi.stubGlobal('navigator', { userAgent });
  return import('#lab/choice');
}

let kept: Map<string, string>;
const storage: Partial<Storage> = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, value),
};
beforeEach(() => (kept = new Map()));
afterEach(() => vi.unstubAllGlobals());

const found = { rates: { webgl: 3, wasm: 12 }, leftOut: [{ backend: 'webgpu', kind: 'missing' }] } as const;

describe("the reader's choice", () => {
  it('is remembered, and can be taken back', async () => {
    (await visit(storage)).choose('cpu');
    const { choose, chosen } = await visit(storage);
    expect(chosen()).toBe('cpu');
    choose(undefined);
    expect((await visit(storage)).chosen()).toBeUndefined();
  });

  it('lasts as long as the page where storage is forbidden', async () => {
    const refuse = () => {
      throw new Error('forbidden');
    };
    const { choose, chosen } = await visit({ getItem: refuse, setItem: refuse });
    choose('wasm');
    expect(chosen()).toBe('wasm');
  });
});

describe('what was measured', () => {
  it('is remembered for each demo', async () => {
    (await visit(storage)).keepMeasurement('a/b', found);
    const { measurementOf, fastest } = await visit(storage);
    expect(measurementOf('a/b')).toMatchObject(found);
    expect(fastest(measurementOf('a/b'))).toBe('wasm');
    expect(measurementOf('a/c')).toBeUndefined();
  });

  it('is measured anew by a renewed browser, and where it was damaged', async () => {
    (await visit(storage)).keepMeasurement('a/b', found);
    expect((await visit(storage, 'browser 2')).measurementOf('a/b')).toBeUndefined();
    kept.set('measured a/b', '{');
    expect((await visit(storage)).measurementOf('a/b')).toBeUndefined();
  });

  it('names no fastest before two were measured', async () => {
    const { fastest } = await visit(storage);
    expect(fastest({ rates: { webgl: 3 }, leftOut: [] })).toBeUndefined();
    expect(fastest(undefined)).toBeUndefined();
  });
});
