import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, open } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const article = 'denoising-diffusion/';
const citation = '#cite-ho2020denoising-1';
const card = (page: Page) => page.locator('#card');

async function opened(options: BrowserContextOptions = {}, path = article): Promise<Page> {
  const { page } = await open(browser, path, options);
  await page.waitForLoadState('networkidle');
  return page;
}

it('comes to the pointer, stays while the pointer is in it, and goes', async () => {
  const page = await opened();
  await page.locator(citation).hover();
  await card(page).waitFor({ state: 'visible' });
  expect(await card(page).innerText()).toMatch(/^\[2\] Ho J, .*Denoising Diffusion Probabilistic Models/);
  expect(await card(page).getByRole('link', { name: 'arXiv:2006.11239' }).count()).toBe(1);
  await card(page).hover();
  await page.waitForTimeout(600);
  expect(await card(page).isVisible()).toBe(true);
  await page.mouse.move(5, 5);
  await card(page).waitFor({ state: 'hidden' });
  await page.context().close();
});

it('comes with the focus, describes its citation, lets the Tab key in, and goes with Escape', async () => {
  const page = await opened();
  await page.locator('#cite-sohldickstein2015deep-1').focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await card(page).waitFor({ state: 'visible' });
  const described = await page.locator(citation).getAttribute('aria-describedby');
  expect(await page.locator(`[id="${described}"]`).innerText()).toContain(
    'Denoising Diffusion Probabilistic',
  );

  await page.keyboard.press('Tab');
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
  expect(await focused()).toBe('arXiv:2006.11239');
  await page.keyboard.press('Escape');
  await card(page).waitFor({ state: 'hidden' });
  expect(await page.evaluate(() => `#${document.activeElement?.id}`)).toBe(citation);
  expect(await page.locator(citation).getAttribute('aria-describedby')).toBeNull();
  await page.context().close();
});

it('is left by the Tab key towards the next link of the text', async () => {
  const page = await opened();
  await page.locator('#cite-sohldickstein2015deep-1').focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await card(page).waitFor({ state: 'visible' });
  for (let stop = 0; stop < 4; stop++) await page.keyboard.press('Tab');
  expect(await page.evaluate(() => `#${document.activeElement?.id}`)).toBe(citation);
  await page.context().close();
});

it('comes with the first tap, which follows no link, and goes with the second or a tap elsewhere', async () => {
  const page = await opened({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } });
  await page.locator(citation).tap();
  await card(page).waitFor({ state: 'visible' });
  expect(new URL(page.url()).hash).toBe('');
  await page.locator(citation).tap();
  await card(page).waitFor({ state: 'hidden' });
  expect(new URL(page.url()).hash).toBe('');

  await page.locator(citation).tap();
  await card(page).waitFor({ state: 'visible' });
  await page.locator('h1').tap();
  await card(page).waitFor({ state: 'hidden' });

  await page.locator(citation).tap();
  await card(page).getByRole('link', { name: 'In the list' }).tap();
  await card(page).waitFor({ state: 'hidden' });
  expect(new URL(page.url()).hash).toBe('#ref-ho2020denoising');
  await page.locator('#ref-ho2020denoising').waitFor({ state: 'visible' });
  await page.context().close();
});

it.each([
  [320, 640],
  [320, 256],
  [1440, 900],
])('lies inside a window of %i by %i and leaves its citation in sight', async (width, height) => {
  const page = await opened({ viewport: { width, height } });
  for (const one of [citation, '#cite-tolstikhin2021mlp-1', '#cite-lin2024common-1']) {
    await page.locator(one).scrollIntoViewIfNeeded();
    await page.locator(one).hover();
    await card(page).waitFor({ state: 'visible' });
    await page.waitForTimeout(300);
    const box = (await card(page).boundingBox()) ?? { x: NaN, y: NaN, width: NaN, height: NaN };
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(width);
    expect(box.y + box.height).toBeLessThanOrEqual(height);
    const text = (await page.locator(one).boundingBox()) ?? { y: NaN, height: NaN };
    expect(text.y + text.height <= box.y || text.y >= box.y + box.height).toBe(true);
    await page.keyboard.press('Escape');
  }
  await page.context().close();
});

it('copies the entry of its source', async () => {
  const page = await opened({ permissions: ['clipboard-read', 'clipboard-write'] });
  await page.locator(citation).hover();
  await card(page).getByRole('button').click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toMatch(/^@\w+\{ho2020denoising,/);
  await page.context().close();
});

it('has nothing for axe to find, and an edge in forced colours', async () => {
  const page = await opened({ forcedColors: 'active', reducedMotion: 'reduce' });
  await page.locator(citation).hover();
  await card(page).waitFor({ state: 'visible' });
  const { violations } = await new AxeBuilder({ page }).include('#card').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  const look = await card(page).evaluate((element) => {
    const { borderTopWidth, borderTopColor, backgroundColor, color } = getComputedStyle(element);
    return { borderTopWidth, isEdged: borderTopColor !== backgroundColor, isRead: color !== backgroundColor };
  });
  expect(look).toEqual({ borderTopWidth: '1px', isEdged: true, isRead: true });
  await page.context().close();
});

it('is not needed to come back: the list leads to every place, which then says so', async () => {
  const page = await opened({}, `${article}?lens=researcher`);
  const back = page.locator('#ref-ho2020denoising .backlinks a').nth(1);
  // A face that arrives meanwhile can move a link from under a pointer; a key meets it wherever it stands.
  await back.press('Enter');
  const place = page.locator('#cite-ho2020denoising-2');
  await page.waitForURL(/#cite-ho2020denoising-2$/);
  expect(await place.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
  const { top } = await place.evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect);
  expect(top).toBeGreaterThan(-1);
  expect(top).toBeLessThan(720);
  await page.context().close();
});
