import { launch } from '../../../scripts/chromium.mjs';
import type { Engine, Tab } from './tab.ts';

/** Chromium through Playwright, as in all other browser tests; without it none of them runs. */
export const chromium: Engine = { name: 'Chromium', start };

async function start(): Promise<Tab> {
  const browser = await launch();
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return {
    open: async (url) => void (await page.goto(url, { waitUntil: 'load' })),
    run: (work, ...given) => page.evaluate(`(${String(work)})(...${JSON.stringify(given)})`),
    click: (selector) => page.click(selector),
    complaints: async () => complaints,
    close: () => browser.close(),
  };
}
