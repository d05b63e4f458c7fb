import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, launch, open, pages } from './browser.ts';
import { deadLinks } from './dead-links.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

describe.each(pages)('/%s', (path) => {
  it('loads without a complaint, a broken file or a request to another origin', async () => {
    const { page, noise } = await open(browser, path);
    await page.waitForLoadState('networkidle');
    expect(noise).toEqual({ complaints: [], foreign: [], broken: [] });
    await page.context().close();
  });

  it('links only to places that exist', async () => {
    const { page } = await open(browser, path);
    expect(await deadLinks(page)).toEqual([]);
    await page.context().close();
  });
});

it('answers an unknown address with a page that leads home', async () => {
  const { page } = await open(browser, 'no-such-article/');
  expect(await page.locator(`a[href="${new URL(address()).pathname}"]`).count()).toBeGreaterThan(0);
  await page.context().close();
});
