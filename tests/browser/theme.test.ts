import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, open } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const paper = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--paper').trim());

const themeSwitch = (page: Page) => page.getByRole('button', { name: 'Dark theme' });

it('follows the system, with a different paper for each theme', async () => {
  const light = await open(browser, '', { colorScheme: 'light' });
  const dark = await open(browser, '', { colorScheme: 'dark' });
  expect(await paper(light.page)).not.toBe(await paper(dark.page));
  await light.page.context().close();
  await dark.page.context().close();
});

it('keeps the choice of the reader, and never paints the other theme first', async () => {
  const { page } = await open(browser, '', { colorScheme: 'light' });
  const light = await paper(page);
  await themeSwitch(page).click();
  const dark = await paper(page);
  expect(dark).not.toBe(light);

  // Every animation frame from the first one on notes the paper that is about to be painted.
  await page.addInitScript(() => {
    const seen: string[] = [];
    const note = (): void => {
      if (document.body)
        seen.push(getComputedStyle(document.documentElement).getPropertyValue('--paper').trim());
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    Object.assign(globalThis, { papersSeen: seen });
  });
  await page.reload({ waitUntil: 'load' });
  await page.waitForTimeout(300);
  const seen = await page.evaluate(() => (globalThis as unknown as { papersSeen: string[] }).papersSeen);
  expect(seen.length).toBeGreaterThan(0);
  expect([...new Set(seen)]).toEqual([dark]);
  expect(await themeSwitch(page).getAttribute('aria-pressed')).toBe('true');
  await page.context().close();
});

it('is reached and turned by the keyboard', async () => {
  const { page } = await open(browser, '', { colorScheme: 'light' });
  const light = await paper(page);
  await themeSwitch(page).focus();
  await page.keyboard.press('Space');
  expect(await paper(page)).not.toBe(light);
  await page.keyboard.press('Enter');
  expect(await paper(page)).toBe(light);
  await page.context().close();
});
