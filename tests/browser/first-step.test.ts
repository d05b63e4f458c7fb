/**
 * What a reader downloads from the press of Play to the first step of training, in compressed bytes. Only the backend that runs
 * may be among it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstStepDownload, type Answer } from '../../scripts/bench/first-step.ts';
import { root } from '../../scripts/tools.mjs';
import { launch, open } from './browser.ts';

const limit = 190_000;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

describe('from the press of Play to the first step of training', () => {
  it.each(['webgl', 'wasm'])('%s costs at most 190 kB, and no other backend comes along', async (backend) => {
    const { page } = await open(browser, `denoising-diffusion/?backend=${backend}`, {
      viewport: { width: 1000, height: 1200 },
    });
    const answers = await firstStepDownload(page);
    await page.context().close();
    const counted = answers.filter(backend === 'wasm' ? isLibrary : () => true);
    const total = counted.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(total, answers.map(({ url, bytes }) => `${bytes} ${url}`).join('\n')).toBeLessThanOrEqual(limit);
    expect(total).toBeGreaterThan(50_000);
    expect([...new Set(answers.flatMap(({ text }) => backendsIn(text)))]).toEqual([backend]);
  });

  it('would recognise every backend', () => {
    const folder = join(root, 'dist', '_astro');
    const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
    const found = scripts.flatMap((name) => backendsIn(readFileSync(join(folder, name), 'utf8')));
    expect(found).toEqual(expect.arrayContaining(['webgl', 'wasm', 'cpu']));
  });
});

/**
 * TensorFlow.js with one backend is what has the limit. With WebGL it is small enough for the lab, the model and the demo to fit
 * below the same limit; the binary of WebAssembly leaves no room for them.
 */
const isLibrary = ({ url, text }: Answer): boolean =>
  /\.wasm$|tensorflow-[^/]+\.js$/.test(url) || backendsIn(text).length > 0;

/** The backends that a script holds, by what their kernels say of themselves. WebGL borrows some thirty of the processor's. */
function backendsIn(script: string): string[] {
  const named = [...script.matchAll(/backendName:\s*[`'"](\w+)[`'"]/g)].map(([, name]) => name);
  const counts = Map.groupBy(named, (name) => name);
  return [...counts].filter(([, kernels]) => kernels.length > 60).map(([name]) => name);
}
