import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from '../../scripts/server.mjs';
import { root, runTool } from '../../scripts/tools.mjs';
import { launch, open, pages } from './browser.ts';
import { deadLinks } from './dead-links.ts';

const base = '/some/series/';
let browser: Browser;
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  const directory = join(root, '.cache', 'sub-path');
  const env = { BASE: base, SITE: 'https://example.org' };
  const { ok } = await runTool('astro', ['build', '--outDir', directory], { env, output: 'on failure' });
  if (!ok) throw new Error('The site does not build under a sub-path.');
  site = await serve({ directory, base });
  browser = await launch();
}, 300_000);
afterAll(async () => {
  await browser.close();
  await site.close();
});

describe.each(pages)('under a sub-path, /%s', (path) => {
  it('finds its files and links, and names its own address', async () => {
    const { page, noise } = await open(browser, site.url + path);
    await page.waitForLoadState('networkidle');
    expect(noise).toEqual({ complaints: [], foreign: [], broken: [] });
    expect(await deadLinks(page)).toEqual([]);
    const canonical = page.locator('link[rel=canonical]');
    expect(await canonical.getAttribute('href')).toBe(`https://example.org${base}${path}`);
    await page.context().close();
  });
});
