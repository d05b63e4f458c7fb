/** Reading without a connection: what is kept by itself, what is kept on request, and what an update must not break. */
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serve, type Site } from '../../scripts/server.mjs';
import { root } from '../../scripts/tools.mjs';
import { launch } from './browser.ts';

/** With weights that must be kept, and a lighter one. */
const article = 'denoising-diffusion/';
const light = 'introduction/';
/** Two cores train models at the same time. */
const patient = { timeout: 20_000 };
const folder = join(root, '.cache', 'offline-test');

let browser: Browser;
let site: Site;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

beforeEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(root, 'dist'), folder, { recursive: true });
  site = await serve({ directory: folder, base: '/' });
  context = await browser.newContext({ viewport: { width: 1000, height: 1200 } });
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page and waits until the service worker has all that it keeps of it by itself. */
async function visit(path: string): Promise<void> {
  await page.goto(site.url + path);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const list = `/offline/files/${path.replace(/\/$/, '') || 'index'}.json`;
  const isThere = () => page.evaluate((address) => caches.match(address).then(Boolean), list);
  await expect.poll(isThere, { timeout: 30_000 }).toBe(true);
}

async function play(name: string, steps = 10): Promise<void> {
  const demo = page.locator(`#demo-${name}`);
  await demo.scrollIntoViewIfNeeded();
  await demo.locator('[data-action="play"]').click();
  const painted = (element: Element, wanted: number) =>
    Number((element as HTMLElement).dataset.step ?? -1) >= wanted;
  await expect.poll(() => demo.evaluate(painted, steps), { timeout: 120_000, interval: 200 }).toBe(true);
}

/** Everything that this site stored, in bytes, as the page of what is kept counts it. */
async function keptBytes(): Promise<number> {
  await page.goto(`${site.url}offline/`);
  await expect.poll(() => page.locator('[data-total]').getAttribute('data-bytes'), patient).not.toBeNull();
  return Number(await page.locator('[data-total]').getAttribute('data-bytes'));
}

describe('a visited article', () => {
  it('opens again without a connection, dressed as before; a page that was not visited says so', async () => {
    await visit(light);
    await context.setOffline(true);
    await page.reload();
    expect(await page.locator('h1').innerText()).toContain('Introduction');
    const serif = await page.evaluate(() => document.fonts.check('1rem "Source Serif"'));
    expect(serif).toBe(true);
    await page.goto(site.url + article);
    expect(await page.locator('[data-missing]').isVisible()).toBe(true);
    expect(await page.locator(`[data-page="/${light}"] a`).count()).toBe(1);
  });

  it('is kept without the programs of its demos until one is played', async () => {
    await visit(light);
    const programs = () =>
      page.evaluate(async () => {
        const names = (await caches.keys()).filter((name) => name.endsWith(' assets'));
        const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
        return keys.flat().filter(({ url }) => /\/worker[.-]/.test(url)).length;
      });
    expect(await programs()).toBe(0);
    await play('smallest');
    expect(await programs()).toBe(1);
    await context.setOffline(true);
    await page.reload();
    await play('smallest');
  });
});

describe('an article kept on request', () => {
  it('says its size before, plays its demos with their weights offline, and is gone when removed', async () => {
    await visit(article);
    const before = await keptBytes();
    await visit(article);
    const section = page.locator('[data-keep]');
    await section.scrollIntoViewIfNeeded();
    await expect
      .poll(() => section.locator('[data-control=amount]').innerText(), patient)
      .toMatch(/[\d.]+ MB/);
    await section.locator('[data-control=keep]').click();
    await expect
      .poll(() => section.locator('[data-control=status]').innerText(), { timeout: 60_000 })
      .toBe('Kept. It opens without a connection now.');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-control'));
    await expect.poll(focused, patient).toBe('remove');
    expect(await section.locator('[data-control=keep]').isVisible()).toBe(false);
    const after = await keptBytes();
    expect(after - before).toBeGreaterThan(3e6);

    await context.setOffline(true);
    await page.goto(site.url + article);
    const digits = page.locator('#demo-digits');
    await digits.scrollIntoViewIfNeeded();
    await digits.locator('[data-knob="count"] input').fill('10');
    await play('digits', 1);

    await page.goto(`${site.url}offline/`);
    await page.locator(`[data-page="/${article}"] [data-control=remove]`).click();
    await expect
      .poll(async () => Number(await page.locator('[data-total]').getAttribute('data-bytes')), patient)
      .toBeLessThan(before);
    await page.goto(site.url + article);
    expect(await page.locator('[data-missing]').isVisible()).toBe(true);
  });

  it('says that nothing is kept when the connection breaks on the way', async () => {
    await visit('');
    await page.goto(`${site.url}offline/`);
    await page.evaluate(() => {
      const whole = window.fetch;
      window.fetch = (input, options) =>
        String(input).endsWith('.safetensors')
          ? Promise.reject(new TypeError('Failed to fetch'))
          : whole(input, options);
    });
    const row = page.locator(`[data-page="/${article}"]`);
    await row.locator('[data-control=keep]').click();
    await expect
      .poll(() => row.locator('[data-control=status]').innerText(), patient)
      .toMatch(/Not everything arrived/);
    expect(await page.evaluate(() => caches.match('/data/digits-train.bin').then(Boolean))).toBe(false);
  });
});

it('says that there is no room when the browser refuses more', async () => {
  await visit('');
  await page.goto(`${site.url}offline/`);
  await page.evaluate(() => {
    Cache.prototype.put = () => Promise.reject(new DOMException('Quota exceeded.', 'QuotaExceededError'));
  });
  const row = page.locator(`[data-page="/${article}"]`);
  await row.locator('[data-control=keep]').click();
  await expect
    .poll(() => row.locator('[data-control=status]').innerText(), patient)
    .toMatch(/not enough room/);
  expect(await row.locator('[data-control=remove]').isVisible()).toBe(false);
});

it('keeps the whole series, and removes everything', async () => {
  await visit('');
  const before = await keptBytes();
  await page.locator('[data-whole] [data-control=keep]').click();
  const status = page.locator('[data-whole] [data-control=status]');
  await expect.poll(() => status.innerText(), { timeout: 180_000 }).toMatch(/^Kept/);
  expect(await keptBytes()).toBeGreaterThan(before + 4e6);
  await context.setOffline(true);
  await page.goto(`${site.url}introduction/`);
  expect(await page.locator('h1').innerText()).toContain('Introduction');
  await page.goto(`${site.url}offline/`);
  await page.locator('[data-remove-all]').click();
  await expect.poll(() => page.locator('[data-space-status]').innerText(), patient).toMatch(/Removed/);
  expect(await page.locator('[data-others] > li').count()).toBe(0);
  await page.goto(`${site.url}introduction/`);
  expect(await page.locator('[data-missing]').isVisible()).toBe(true);
});

/** Publishes another build in place of this one: every script has another name, and the old names are gone. */
function publishAnew(): void {
  const assets = join(folder, '_astro');
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  const fresh = new Map(scripts.map((name, index) => [name, `renewed-${index}.js`]));
  const texts = readdirSync(folder, { recursive: true }) as string[];
  for (const path of texts.filter((name) => /\.(html|js|json)$/.test(name))) {
    const file = join(folder, path);
    const text = readFileSync(file, 'utf8');
    const changed = [...fresh].reduce((all, [before, after]) => all.replaceAll(before, after), text);
    if (changed !== text) writeFileSync(file, changed);
  }
  const worker = join(folder, 'service-worker.js');
  writeFileSync(worker, `${readFileSync(worker, 'utf8')}\n// Another build.\n`);
  for (const [before, after] of fresh) renameSync(join(assets, before), join(assets, after));
}

describe('when the site is published anew', () => {
  it('an open page goes on: its demo starts from what is kept', async () => {
    await visit(light);
    await play('smallest');
    await page.reload();
    const name = readdirSync(join(folder, '_astro')).find((file) => /^player[.-]/.test(file));
    publishAnew();
    expect(existsSync(join(folder, '_astro', name!))).toBe(false);
    await page.evaluate(() => navigator.serviceWorker.getRegistration().then((found) => found?.update()));
    await play('smallest');
  });

  it('an open page whose demo was never played says what happened and offers to reload', async () => {
    await visit(light);
    publishAnew();
    const demo = page.locator('#demo-smallest');
    await demo.scrollIntoViewIfNeeded();
    await demo.locator('[data-action="play"]').click();
    await expect.poll(() => demo.locator('[data-problem]').innerText(), patient).toMatch(/has changed since/);
    await demo.locator('[data-action="reload"]').click();
    await page.waitForLoadState('load');
    await play('smallest');
  });
});

describe('the manifest', () => {
  it('leads to icons of the sizes that it names', async () => {
    await page.goto(site.url);
    const address = await page.locator('link[rel=manifest]').getAttribute('href');
    const sizes = await page.evaluate(async (manifest) => {
      const { icons } = (await (await fetch(manifest!)).json()) as {
        icons: { src: string; sizes: string }[];
      };
      const drawn = icons.filter(({ sizes }) => sizes !== 'any');
      return Promise.all(
        drawn.map(async ({ src, sizes }) => {
          const picture = await createImageBitmap(await (await fetch(src)).blob());
          return [sizes, `${picture.width}x${picture.height}`];
        }),
      );
    }, address);
    expect(sizes.length).toBe(3);
    for (const [said, real] of sizes) expect(real).toBe(said);
  });
});
