import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, open } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const article = 'denoising-diffusion/#math-jump-to-any-noise-level';
const card = (page: Page) => page.locator('.card');

/** Whether an element is painted as lit. */
const isLit = (page: Page, selector: string): Promise<boolean> =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => getComputedStyle(element).backgroundColor !== 'rgba(0, 0, 0, 0)');

describe('a symbol', () => {
  it('lights up everywhere and says what it is when the pointer rests on it', async () => {
    const { page, noise } = await open(browser, article);
    const sign = page.locator('.equation [data-symbol=alphaBar]').first();
    await sign.scrollIntoViewIfNeeded();
    await sign.hover();
    await card(page).waitFor({ state: 'visible' });
    expect(await card(page).innerText()).toMatch(/variance[\s\S]*alphaBar/);
    expect(await isLit(page, 'p [data-symbol=alphaBar]')).toBe(true);
    expect(await isLit(page, '.snippet [data-symbol=alphaBar]')).toBe(true);
    expect(await isLit(page, 'p math [data-symbol=noise]')).toBe(false);
    await page.keyboard.press('Escape');
    await card(page).waitFor({ state: 'hidden' });
    expect(await isLit(page, 'p [data-symbol=alphaBar]')).toBe(false);
    expect(noise.complaints).toEqual([]);
    await page.context().close();
  });

  it('is reached by the keyboard: where it stands alone, and through the number of its equation', async () => {
    const { page } = await open(browser, article);
    // A key tells the browser that the reader moves by keyboard, so that the focus shows.
    await page.keyboard.press('Tab');
    await page.locator('a.symbol[data-symbol=noisy]').first().focus();
    await card(page).waitFor({ state: 'visible' });
    expect(await card(page).innerText()).toContain('An example with noise in it');
    await page.keyboard.press('Escape');

    const number = page.locator('#eq-ddim .equation-number');
    await number.focus();
    await card(page).waitFor({ state: 'visible' });
    expect(await card(page).innerText()).toMatch(/The model's guess of the clean example[\s\S]*fresh noise/i);
    expect(await isLit(page, '#eq-ddim [data-symbol=alphaBar]')).toBe(true);
    await page.context().close();
  });

  it('answers a touch', async () => {
    const { page } = await open(browser, article, { hasTouch: true, viewport: { width: 390, height: 800 } });
    const sign = page.locator('p math [data-symbol=alphaBar]').first();
    await sign.scrollIntoViewIfNeeded();
    await sign.tap();
    await card(page).waitFor({ state: 'visible' });
    expect(await isLit(page, 'p math [data-symbol=alphaBar]')).toBe(true);
    await page.context().close();
  });

  it('leads to the glossary without JavaScript, and from there to the places where it stands', async () => {
    const { page } = await open(browser, article, { javaScriptEnabled: false });
    await page.locator('a.symbol[data-symbol=clean]').first().click();
    await page.waitForURL(/glossary\/#symbol-clean$/);
    const entry = page.locator('#symbol-clean');
    expect(await entry.innerText()).toContain('A clean example');
    await entry.locator('summary').last().click();
    await entry.getByRole('link', { name: 'Jump to any noise level' }).click();
    await page.waitForURL(/denoising-diffusion\/#math-jump-to-any-noise-level$/);
    await page.context().close();
  });
});

it('the glossary holds an entry for every symbol and term that an article ties', async () => {
  const { page } = await open(browser, 'denoising-diffusion/');
  const names = await page.evaluate(() => {
    const tied = [...document.querySelectorAll<HTMLElement>('[data-symbol], [data-term]')];
    return [
      ...new Set(tied.map(({ dataset: { symbol, term } }) => (symbol ? `symbol-${symbol}` : `term-${term}`))),
    ];
  });
  expect(names.length).toBeGreaterThan(40);
  const glossary = await open(browser, 'glossary/');
  const missing = await glossary.page.evaluate(
    (ids) => ids.filter((id) => document.getElementById(id) === null),
    names,
  );
  expect(missing).toEqual([]);
  await page.context().close();
  await glossary.page.context().close();
});
