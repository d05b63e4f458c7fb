/** The engine beneath WebGL, in a page of its own: the same numbers as plain TensorFlow.js, and few calls to the card. */
import type { Browser, Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/tools.mjs';
import { cases, difference } from '../engine/cases.ts';
import type { engineTests } from '../engine/page.ts';
import { launch } from './browser.ts';

type Tests = typeof engineTests;

let browser: Browser;
let page: Page;

/** Runs one of the page's functions there. */
const ask = <Name extends keyof Tests>(
  name: Name,
  ...args: Parameters<Tests[Name]>
): Promise<Awaited<ReturnType<Tests[Name]>>> => askOf(page, name, ...args);

const askOf = <Name extends keyof Tests>(
  page: Page,
  name: Name,
  ...args: Parameters<Tests[Name]>
): Promise<Awaited<ReturnType<Tests[Name]>>> =>
  page.evaluate(
    ([name, args]) =>
      (globalThis as unknown as { engineTests: Record<string, (...args: unknown[]) => unknown> }).engineTests[
        name
      ](...args),
    [name, args] as [string, unknown[]],
  ) as Promise<Awaited<ReturnType<Tests[Name]>>>;

async function program(): Promise<string> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      minify: false,
      lib: { entry: `${root}/tests/engine/page.ts`, formats: ['iife'], name: 'page' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [{ output }] = [built].flat() as { output: { code?: string }[] }[];
  return output[0].code!;
}

beforeAll(async () => {
  browser = await launch();
  page = await browser.newPage();
  await page.addScriptTag({ content: await program() });
});
afterAll(() => browser.close());

describe('the engine beneath WebGL', () => {
  let expected: Awaited<ReturnType<Tests['allAnswers']>>;
  let found: Awaited<ReturnType<Tests['allAnswers']>>;

  beforeAll(async () => {
    expected = await ask('allAnswers', 'cpu');
    found = await ask('allAnswers', 'webgl');
  });

  // The sine of a card may be off by 2^-11 (SwiftShader's is by 2e-4), with or without the engine.
  it.each(Object.keys(cases))('computes %s', (name) => {
    expect(difference(found.answers[name], expected.answers[name])).toBeLessThan(1e-3);
  });

  it('leaves no tensor, no buffer and no texture behind', () => {
    expect(found.after).toEqual(found.before);
  });

  it('takes at most 64 draw calls, 4 uploads and one read-back for a reference step', async () => {
    const { calls, losses, held } = await ask('referenceStep', 8);
    for (const { draws, uploads, readBacks } of calls.slice(3)) {
      expect(draws).toBeLessThanOrEqual(64);
      expect(uploads).toBeLessThanOrEqual(4);
      expect(readBacks).toBe(1);
    }
    expect(losses.every((loss) => loss > 0 && loss < 3)).toBe(true);
    expect(held).toEqual([0, 0, 0, 0]);
  });

  it('trains like plain TensorFlow.js, fifty steps within a thousandth', async () => {
    const size = { width: 24, batch: 48, steps: 50 };
    expect(difference(await ask('trained', size), await ask('trainedPlainly', size))).toBeLessThan(1e-3);
  });

  it('has the gradient of the digit denoiser', async () => {
    expect(difference(await ask('digitGradient', 'webgl'), await ask('digitGradient', 'cpu'))).toBeLessThan(
      1e-4,
    );
  });

  it('draws the normals on the card that the processor draws', async () => {
    const { onCard, byProcessor } = await ask('normals', 123456789, 4001);
    expect(difference(onCard, byProcessor)).toBeLessThan(1e-4);
  });

  it('works on a new backend after the context was lost', async () => {
    expect(await ask('afterLoss')).toEqual([4, 6, 4, 6]);
  });

  it('computes the same where it takes the card for a real one, with still fewer draw calls', async () => {
    const other = await browser.newPage();
    await other.evaluate(() => {
      const { prototype } = WebGL2RenderingContext;
      const original = prototype.getExtension as (this: WebGL2RenderingContext, name: string) => unknown;
      prototype.getExtension = function (this: WebGL2RenderingContext, name: string) {
        return name === 'WEBGL_debug_renderer_info' ? null : original.call(this, name);
      } as typeof prototype.getExtension;
    });
    await other.addScriptTag({ content: await program() });
    const { answers } = await askOf(other, 'allAnswers', 'webgl');
    for (const name of Object.keys(cases)) {
      expect(difference(answers[name], expected.answers[name]), name).toBeLessThan(1e-3);
    }
    const { calls } = await askOf(other, 'referenceStep', 5);
    expect(calls.at(-1)!.draws).toBeLessThanOrEqual(13);
    await other.close();
  });
});
