import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/tools.mjs';
import { address, launch, pages } from './browser.ts';
import { pageWeight, tensorflowMark } from './page-weight.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

describe.each(pages)('reading /%s without touching a demo', (path) => {
  it('costs at most 250 kB, of which 20 kB script and no TensorFlow.js', async () => {
    const weight = await pageWeight(browser, address(path));
    expect(weight.tensorflow).toEqual([]);
    expect(weight.script / 1000).toBeLessThanOrEqual(20);
    expect(weight.total / 1000).toBeLessThanOrEqual(250);
    expect(weight.total).toBeGreaterThan(5000);
  });
});

it('would recognise TensorFlow.js: exactly the files that demos load hold it', () => {
  const folder = join(root, 'dist', '_astro');
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const holding = scripts.filter((name) => tensorflowMark.test(readFileSync(join(folder, name), 'utf8')));
  expect(holding.length).toBeGreaterThan(0);
});
