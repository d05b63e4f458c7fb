import { launch } from 'puppeteer-core';
import { findFirefox } from '../../../scripts/browsers/engines.mjs';
import type { Engine, Tab } from './tab.ts';

const executablePath = findFirefox();

/** Firefox as it is installed, through WebDriver BiDi. */
export const firefox: Engine = { name: 'Firefox', start: executablePath ? start : undefined };

/**
 * Firefox lays out a long page while it still arrives, and may then meet the first half of a fraction. What the finished
 * page holds is checked by tests/browser/html.test.ts.
 */
const halfArrived = /Invalid markup: Incorrect number of children for <\w+\/> tag/;

async function start(): Promise<Tab> {
  const browser = await launch({ browser: 'firefox', executablePath, headless: true });
  const page = await browser.newPage();
  await page.setViewport({ width: 1000, height: 800 });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => {
    if (!halfArrived.test(String(error))) complaints.push(String(error));
  });
  return {
    open: async (url) => void (await page.goto(url, { waitUntil: 'load' })),
    run: (work, ...given) =>
      page.evaluate(`(${String(work)})(...${JSON.stringify(given)})`) as Promise<never>,
    click: (selector) => page.click(selector),
    complaints: async () => complaints,
    close: () => browser.close(),
  };
}
