/** What can be set in a demo comes into the page before the reader gets there, by whatever way. */
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, open } from './browser.ts';

const path = 'generative-adversarial-network/';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const fields = (page: Page, demo: string): Promise<number> =>
  page.locator(`#demo-${demo} .controls :is(select, [type="number"])`).count();

it('is not there for a browser that looks for fields while the page loads', async () => {
  const { page } = await open(browser, path);
  for (const demo of ['dirac', 'collapse', 'instrument', 'digits']) expect(await fields(page, demo)).toBe(0);
  expect(await page.locator('#demo-dirac [data-action="play"]').count()).toBe(1);
  await page.context().close();
});

it('is there while its place is still a screen away', async () => {
  const { page } = await open(browser, path);
  const screensAway = await page.evaluate(async () => {
    const controls = document.querySelector('#demo-dirac .controls')!;
    const top = () => controls.getBoundingClientRect().top;
    // More than once: what is passed on the way is laid out, and takes its true height.
    for (let time = 0; time < 4; time++) {
      scrollTo({ top: scrollY + top() - 1.8 * innerHeight, behavior: 'instant' });
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return top() / innerHeight;
  });
  expect(screensAway).toBeGreaterThan(1);
  await expect.poll(() => fields(page, 'dirac')).toBeGreaterThan(3);
  expect(await fields(page, 'digits')).toBe(0);
  await page.context().close();
});

it('is the next stop of the keyboard after the buttons', async () => {
  const { page } = await open(browser, path);
  await page.locator('#demo-dirac [data-timeline]').focus();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement!.id)).toBe('dirac-guess');
  await page.context().close();
});

it('is there at once where a link leads to the demo', async () => {
  const { page } = await open(browser, `${path}#demo-digits`);
  await expect.poll(() => fields(page, 'digits')).toBeGreaterThan(3);
  await page.context().close();
});

it('is part of the page where the demo is all there is', async () => {
  const { page } = await open(browser, `embed/${path}dirac/`);
  expect(await page.locator('template[data-settings]').count()).toBe(0);
  expect(await fields(page, 'dirac')).toBeGreaterThan(3);
  await page.context().close();
});
