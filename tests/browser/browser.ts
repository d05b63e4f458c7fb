import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { inject } from 'vitest';
import { articlePaths, pagePaths } from '../../scripts/pages.ts';

export { launch } from '../../scripts/chromium.mjs';

/** The full address of a page of the site, e.g. `address('introduction/')`; `address()` is the home page. */
export function address(path = ''): string {
  return new URL(path, inject('site')).href;
}

/** The home page, every article and every other page. */
export const pages: readonly string[] = pagePaths();

/** Every article. */
export const articles: readonly string[] = articlePaths();

/** What a page said while it was open. */
export interface Noise {
  /** Console errors and warnings, and uncaught errors. */
  readonly complaints: string[];
  /** Addresses asked for that do not belong to the site. */
  readonly foreign: string[];
  /** Addresses of the site that were answered with an error. */
  readonly broken: string[];
}

export interface Opening extends BrowserContextOptions {
  /** Runs before the page loads. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** Opens a page, by its path or full address, in a fresh context and listens from before its first byte. */
export async function open(
  browser: Browser,
  path: string,
  { prepare, ...options }: Opening = {},
): Promise<{ page: Page; noise: Noise }> {
  // A service worker would answer in place of the routes that tests set; tests/browser/offline.test.ts looks at it.
  const context = await browser.newContext({ serviceWorkers: 'block', ...options });
  const page = await context.newPage();
  const noise = listen(page, new URL(address(path)).origin);
  await prepare?.(page);
  await page.goto(address(path), { waitUntil: 'load' });
  return { page, noise };
}

/** What Playwright itself says where a context refuses service workers. */
const blocked = /^Service Worker registration blocked by Playwright/;

function listen(page: Page, origin: string): Noise {
  const noise: Noise = { complaints: [], foreign: [], broken: [] };
  page.on('console', (message) => {
    const matters = ['error', 'warning'].includes(message.type()) && !blocked.test(message.text());
    if (matters) noise.complaints.push(message.text());
  });
  page.on('pageerror', (error) => noise.complaints.push(String(error)));
  page.on('request', (request) => {
    const { origin: asked, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && asked !== origin) noise.foreign.push(request.url());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) noise.broken.push(`${response.status()} ${response.url()}`);
  });
  return noise;
}
