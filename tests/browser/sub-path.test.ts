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
  // The test runner has set another mode, in which there would be no service worker.
  const env = { BASE: base, SITE: 'https://example.org', NODE_ENV: 'production' };
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

it('under a sub-path, keeps what was visited and leaves the rest of the host alone', async () => {
  const { page } = await open(browser, `${site.url}introduction/`, { serviceWorkers: 'allow' });
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const list = `${base}offline/files/introduction.json`;
  const isKept = () => page.evaluate((address) => caches.match(address).then(Boolean), list);
  await expect.poll(isKept, { timeout: 30_000 }).toBe(true);
  const scope = await page.evaluate(async () => (await navigator.serviceWorker.ready).scope);
  expect(new URL(scope).pathname).toBe(base);
  await page.context().setOffline(true);
  await page.reload();
  expect(await page.locator('h1').innerText()).toContain('Introduction');
  await page.goto(`${site.url}no-such-article/`);
  expect(await page.locator('[data-missing]').isVisible()).toBe(true);
  await page.context().close();
});
