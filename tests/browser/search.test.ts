import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, launch, open } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Search' });
const field = (page: Page) => page.getByRole('combobox', { name: 'Search the series' });
const results = (page: Page) => dialog(page).getByRole('option');
const status = (page: Page) => dialog(page).getByRole('status');

/** Types into the field as a reader would, and waits for what comes of it. */
async function ask(page: Page, query: string): Promise<void> {
  await field(page).fill(query);
  await status(page)
    .filter({ hasText: /\d+ results?|Nothing found/ })
    .waitFor();
}

async function openWith(query: string, path = 'denoising-diffusion/'): Promise<Page> {
  const { page } = await open(browser, path);
  await page.keyboard.press('/');
  await ask(page, query);
  return page;
}

/** The article as far as it can be read without opening anything. */
const unfoldedText = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const body = document.querySelector('.article-body')?.cloneNode(true) as Element;
    for (const folded of body.querySelectorAll('details')) folded.remove();
    return body.textContent ?? '';
  });

const isInField = (page: Page): Promise<boolean> =>
  field(page).evaluate((input) => input === document.activeElement);

describe('the dialog', () => {
  it.each(['/', 'Control+k', 'Meta+k'])(
    'opens by %s and gives the focus back when Escape closes it',
    async (keys) => {
      const { page } = await open(browser, 'introduction/');
      const link = page.locator('.site-name');
      await link.focus();
      await page.keyboard.press(keys);
      await field(page).waitFor();
      expect(await isInField(page)).toBe(true);
      await page.keyboard.press('Escape');
      expect(await dialog(page).count()).toBe(0);
      expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
      await page.context().close();
    },
  );

  it('opens by its button, which is large enough for a finger', async () => {
    const { page } = await open(browser, '', { viewport: { width: 320, height: 640 } });
    const button = page.getByRole('button', { name: 'Search' });
    const { width, height } = (await button.boundingBox()) ?? { width: 0, height: 0 };
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    await button.click();
    await field(page).waitFor();
    await dialog(page).getByRole('button', { name: 'Close' }).click();
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.context().close();
  });

  it('leaves the slash to fields, and to the reader who turned the key off', async () => {
    const { page } = await open(browser, 'introduction/');
    await page.getByLabel('Seed').first().focus();
    await page.keyboard.press('/');
    await page.keyboard.press('Control+k');
    await field(page).waitFor();
    await page.keyboard.type('a/b');
    expect(await field(page).inputValue()).toBe('a/b');
    await dialog(page).getByRole('checkbox').uncheck();
    await page.keyboard.press('Escape');
    await page.reload({ waitUntil: 'load' });
    await page.keyboard.press('/');
    await page.waitForTimeout(300);
    expect(await dialog(page).count()).toBe(0);
    await page.context().close();
  });

  it('keeps its query while the page is open', async () => {
    const page = await openWith('schedule');
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    expect(await field(page).inputValue()).toBe('schedule');
    expect(await results(page).count()).toBeGreaterThan(0);
    await page.context().close();
  });

  it('is there only with script', async () => {
    const { page } = await open(browser, '', { javaScriptEnabled: false });
    expect(await page.getByRole('button', { name: 'Search' }).count()).toBe(0);
    await page.context().close();
  });
});

describe('a search', () => {
  it('leads by keyboard to a section, whose heading then stands at the top of the page', async () => {
    const page = await openWith('forward pass', 'introduction/');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Home');
    const chosen = dialog(page).getByRole('option', { selected: true });
    expect(await field(page).getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
    expect(await chosen.innerText()).toMatch(/^Forward pass\s/);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/denoising-diffusion/#components-model-forward-pass');
    await page.waitForLoadState('load');
    const heading = page.locator('#components-model-forward-pass');
    await expect.poll(async () => (await heading.boundingBox())?.y).toBeLessThan(60);
    expect((await heading.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await page.context().close();
  });

  it('moves to a section of the same page and closes', async () => {
    const page = await openWith('signal to noise');
    await page.keyboard.press('Enter');
    await expect.poll(() => dialog(page).count()).toBe(0);
    const { hash } = new URL(page.url());
    expect(hash).toMatch(/^#\w/);
    await expect.poll(async () => (await page.locator(hash).boundingBox())?.y).toBeLessThan(60);
    await page.context().close();
  });

  it('finds a word that stands only inside a folded proof', async () => {
    const page = await openWith('fokker');
    expect(await unfoldedText(page)).not.toMatch(/fokker/i);
    const found = results(page).first();
    expect(await found.locator('mark').first().innerText()).toMatch(/^fokker/i);
    const { hash } = new URL((await found.getAttribute('href')) ?? '', page.url());
    await found.click();
    await expect.poll(async () => (await page.locator(hash).boundingBox())?.y).toBeLessThan(60);
    await page.context().close();
  });

  it.each(['ddimStep', 'alphaBar'])('finds %s in a listing', async (name) => {
    const page = await openWith(name, '');
    const hits = await page.locator('[role="option"] .search-excerpt mark').allInnerTexts();
    expect(hits.some((hit) => hit.toLowerCase().startsWith(name.toLowerCase()))).toBe(true);
    await page.context().close();
  });

  it('finds a reference by its author, and narrows to references', async () => {
    const page = await openWith('kingma', '');
    await dialog(page)
      .getByRole('button', { name: /^References/ })
      .click();
    const links = await results(page).evaluateAll((options) =>
      options.map((option) => option.getAttribute('href')),
    );
    expect(links.length).toBeGreaterThan(1);
    expect(links.filter((href) => !href?.includes('#ref-'))).toEqual([]);
    expect(await results(page).first().innerText()).toContain('Kingma');
    expect(await status(page).innerText()).toBe(`${links.length} results`);
    await page.context().close();
  });

  it('finds an entry of the glossary', async () => {
    const page = await openWith('score', '');
    const entry = dialog(page).getByRole('group', { name: 'Glossary' }).getByRole('option').first();
    expect(await entry.innerText()).toMatch(/^score\s/i);
    await entry.click();
    await page.waitForURL('**/glossary/#term-score');
    expect(await page.locator('#term-score').isVisible()).toBe(true);
    await page.context().close();
  });

  it('says so when nothing is found, and takes what was typed as text', async () => {
    const page = await openWith('<b>zzxqv</b>');
    expect(await status(page).innerText()).toBe('Nothing found for “<b>zzxqv</b>”.');
    expect(await field(page).getAttribute('aria-expanded')).toBe('false');
    expect(await dialog(page).getByText('Fewer words find more').isVisible()).toBe(true);
    await page.context().close();
  });

  it('asks no other origin and complains of nothing', async () => {
    const { page, noise } = await open(browser, 'introduction/');
    await page.keyboard.press('/');
    await ask(page, 'noise');
    expect(noise).toEqual({ complaints: [], foreign: [], broken: [] });
    await page.context().close();
  });

  it.each([
    ['the index', '**/pagefind/pagefind-entry.json*'],
    ['a piece of the index', '**/pagefind/index/**'],
    ['the text of a page', '**/pagefind/fragment/**'],
    ['the program', '**/pagefind/pagefind.js*'],
  ])('says in words that %s did not arrive, and tries again', async (_, files) => {
    const { page } = await open(browser, 'introduction/');
    await page.route(files, (route) => route.abort());
    await page.keyboard.press('/');
    await field(page).fill('noise');
    await dialog(page).getByRole('alert').waitFor();
    expect(await dialog(page).getByRole('alert').innerText()).toMatch(/could not be loaded/);
    await page.unroute(files);
    await dialog(page).getByRole('button', { name: 'Retry' }).click();
    await results(page).first().waitFor();
    expect(await dialog(page).getByRole('alert').count()).toBe(0);
    await page.context().close();
  });
});

it('says in words that the dialog itself did not arrive, and opens when asked again', async () => {
  const { page } = await open(browser, 'introduction/');
  await page.route('**/_astro/dialog.*', (route) => route.abort());
  await page.keyboard.press('/');
  const said = page.locator('.search-missing');
  await expect.poll(() => said.textContent()).toMatch(/could not be loaded/);
  await page.unroute('**/_astro/dialog.*');
  await page.keyboard.press('/');
  await field(page).waitFor();
  expect(await said.textContent()).toBe('');
  await page.context().close();
});

describe('for every reader', () => {
  it.each(['light', 'dark'] as const)('has nothing for axe to find in the %s theme', async (colorScheme) => {
    const { page } = await open(browser, 'changes/', { colorScheme, reducedMotion: 'reduce' });
    const check = async (): Promise<unknown[]> => {
      const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
      return violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html.slice(0, 200)) }));
    };
    await page.keyboard.press('/');
    await field(page).waitFor();
    expect(await check()).toEqual([]);
    await ask(page, 'noise');
    await page.keyboard.press('ArrowDown');
    expect(await check()).toEqual([]);
    await ask(page, 'zzxqv');
    expect(await check()).toEqual([]);
    await page.context().close();
  });

  it('fits a screen of 320 px, and leads on only to pages that exist', async () => {
    const { page } = await open(browser, 'denoising-diffusion/', { viewport: { width: 320, height: 640 } });
    await page.keyboard.press('/');
    await field(page).waitFor();
    for (const link of await dialog(page).getByRole('link').all()) {
      const href = (await link.getAttribute('href')) ?? '';
      expect((await page.request.get(new URL(href, address()).href)).status()).toBe(200);
    }
    await ask(page, 'noise');
    const wide = await dialog(page).evaluate((sheet) =>
      [...sheet.querySelectorAll('*')]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
        .map((element) => element.outerHTML.slice(0, 100)),
    );
    expect(wide).toEqual([]);
    await page.context().close();
  });
});
