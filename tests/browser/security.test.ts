/** The policy of the pages, in force: what the site does is allowed, and what it does not do is refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/tools.mjs';
import { address, launch, pages } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Opens a page and gathers what its policy refuses, from its first byte on. */
async function watched(path: string): Promise<{ page: Page; refused: () => Promise<string[]> }> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 1200 } });
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) said.push(message.text());
  });
  await page.addInitScript(() => {
    const list: string[] = [];
    Object.assign(window, { refusedByPolicy: list });
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
      list.push(`${effectiveDirective} ${blockedURI} ${sample}`),
    );
  });
  await page.goto(address(path), { waitUntil: 'load' });
  const refused = async () => {
    const seen = await page.evaluate(
      () => (window as unknown as { refusedByPolicy: string[] }).refusedByPolicy,
    );
    return [...seen, ...said];
  };
  return { page, refused };
}

async function play(page: Page, name: string): Promise<void> {
  const demo = page.locator(`#demo-${name}`);
  await demo.scrollIntoViewIfNeeded();
  await demo.locator('[data-action="play"]').click();
  const step = () => demo.evaluate((element) => Number((element as HTMLElement).dataset.step ?? -1));
  await expect.poll(step, { timeout: 120_000, interval: 200 }).toBeGreaterThanOrEqual(10);
}

const others = ['404.html', 'offline/', 'glossary/', 'timeline/', 'changes/'];

describe('the policy', () => {
  it.each([...pages.filter((path) => !others.includes(path)), ...others])(
    'lets /%s be as it is',
    async (path) => {
      const { page, refused } = await watched(path);
      await page.waitForLoadState('networkidle');
      expect(await page.locator('meta[http-equiv="Content-Security-Policy"]').count()).toBe(1);
      expect(await refused()).toEqual([]);
      await page.context().close();
    },
  );

  it.each(['', '?backend=wasm', '?thread=page'])('lets demos compute: %s', async (wish) => {
    const { page, refused } = await watched(`denoising-diffusion/${wish}`);
    await play(page, 'points');
    expect(await refused()).toEqual([]);
    await page.context().close();
  });

  it('lets WASM start threads where the host isolates the page and the processor has cores for them', async () => {
    const context = await browser.newContext({ serviceWorkers: 'block' });
    await context.route('**/_astro/worker-*.js', async (route) => {
      const response = await route.fetch();
      const cores = 'Object.defineProperty(navigator, "hardwareConcurrency", { value: 4 });';
      await route.fulfill({ response, body: cores + (await response.text()) });
    });
    const page = await context.newPage();
    const threads: number[] = [];
    page.on('console', (message) => expect(message.text()).not.toMatch(/Content Security Policy/i));
    page.on('worker', (worker) => /\/wasm-thread-/.test(worker.url()) && threads.push(1));
    await page.goto(address('denoising-diffusion/?backend=wasm'), { waitUntil: 'load' });
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await play(page, 'points');
    expect(threads.length).toBeGreaterThan(0);
    await context.close();
  });

  it('lets the search load its index', async () => {
    const { page, refused } = await watched('');
    await page.locator('.search-open').click();
    await page.keyboard.type('noise');
    await expect.poll(() => page.locator('dialog[open] a').count(), { timeout: 20_000 }).toBeGreaterThan(0);
    expect(await refused()).toEqual([]);
    await page.context().close();
  });

  it('refuses a script and a handler that are not the site’s', async () => {
    const { page, refused } = await watched('introduction/');
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "taken over"';
      document.body.append(script);
      const picture = document.createElement('div');
      picture.innerHTML = '<img src="data:," onerror="document.title = \'taken over\'">';
      document.body.append(picture);
    });
    await expect
      .poll(async () => (await refused()).join('\n'))
      .toMatch(/script-src-elem[\s\S]*script-src-attr/);
    expect(await page.title()).not.toContain('taken over');
    await page.context().close();
  });

  it('refuses to load from, or send to, another origin', async () => {
    const { page, refused } = await watched('introduction/');
    const sent = await page.evaluate(() => fetch('https://example.org/').then(String, () => 'refused'));
    expect(sent).toBe('refused');
    expect((await refused()).join('\n')).toContain('connect-src https://example.org');
    await page.context().close();
  });

  it('is sent by the host as well, for every file, with the rest of what a host should say', async () => {
    const [page, script] = await Promise.all([fetch(address()), fetch(address('service-worker.js'))]);
    for (const { headers } of [page, script]) {
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
    }
    expect(script.headers.get('cache-control')).toBe('no-cache');
  });

  it('names no inline script and no eval as allowed, in any page', () => {
    const headers = readFileSync(join(root, 'dist/_headers'), 'utf8');
    const scripts = /script-src ([^;]*)/.exec(headers)?.[1] ?? '';
    expect(scripts).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|data:/);
    expect(scripts).toContain("'sha256-");
    // The host's policy is one for all, so it allows what the workshop of changed code needs; no page's own does.
    const page = readFileSync(join(root, 'dist/index.html'), 'utf8');
    expect(/script-src ([^;]*)/.exec(page)?.[1]).toMatch(/^(?!.*blob:).*'sha256-/);
  });
});

it('shows what a reader types as text', async () => {
  const { page } = await watched('');
  const typed = '<img src=x onerror=alert(1)><b>noise</b>';
  await page.locator('.search-open').click();
  await page.keyboard.type(typed);
  await page.waitForTimeout(1000);
  expect(await page.locator('dialog[open] img, dialog[open] b').count()).toBe(0);
  await page.goto(address(`denoising-diffusion/?backend=${encodeURIComponent(typed)}`));
  await page.locator('#demo-points').scrollIntoViewIfNeeded();
  const seed = page.locator('#demo-points [data-seed]');
  await seed.evaluate((input: HTMLInputElement, text) => {
    input.type = 'text';
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, typed);
  await page.locator('#demo-points [data-action="step"]').click();
  await page.waitForTimeout(1000);
  expect(await page.locator('#demo-points img').count()).toBe(0);
  await page.context().close();
});
