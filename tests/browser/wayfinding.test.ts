import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { articles, launch, open } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Titles of the topics that the map shows, as a screen reader would find them. */
const topicsShown = async (page: Page): Promise<string[]> => {
  const headings = page.locator('.map').getByRole('heading', { level: 3 });
  const visible = await headings.filter({ visible: true }).allInnerTexts();
  return visible.map((text) => text.replace(/\s+/g, ' '));
};

const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe('the map of the series', () => {
  it.each([320, 1440])(
    'is narrowed by the keyboard, says so, and keeps it in the address (%i px)',
    async (width) => {
      const { page, noise } = await open(browser, '', { viewport: { width, height: 900 } });
      const all = await topicsShown(page);
      expect(all).toContain('Denoising diffusion');

      await page.getByRole('radio', { name: 'All' }).first().focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      const techniques = await topicsShown(page);
      expect(techniques).toContain('Concept personalization');
      expect(techniques).not.toContain('Denoising diffusion');
      const status = page.locator('.filters').getByRole('status');
      expect(await status.innerText()).toBe(`${techniques.length} of ${all.length} shown`);
      expect(new URL(page.url()).searchParams.get('topic')).toBe('technique');

      await page.reload();
      expect(await topicsShown(page)).toEqual(techniques);
      await page.getByRole('radio', { name: 'Techniques' }).focus();
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      expect(await topicsShown(page)).toEqual(all);
      expect(await status.innerText()).toBe('');
      expect(new URL(page.url()).search).toBe('');
      expect(noise.complaints).toEqual([]);
      await page.context().close();
    },
  );

  it('lets nobody reach what a filter holds back', async () => {
    const { page } = await open(browser, '?topic=technique');
    const links = page.locator('.map a').filter({ visible: true });
    expect(await links.count()).toBe(0);
    await page.context().close();
  });

  it('leads into every article at What, Why and How', async () => {
    const { page } = await open(browser, '');
    for (const path of articles) {
      for (const part of ['what', 'why', 'how'])
        expect(await page.locator(`.map a[href$="/${path}#${part}"]`).count(), `${path}#${part}`).toBe(1);
    }
    await page.context().close();
  });

  it('is complete without JavaScript, its filter included', async () => {
    const { page } = await open(browser, '', { javaScriptEnabled: false });
    const all = await topicsShown(page);
    expect(all.length).toBeGreaterThan(articles.length);
    expect(await page.locator('.left-off').isVisible()).toBe(false);
    await page.getByRole('radio', { name: 'Techniques' }).check();
    expect((await topicsShown(page)).length).toBeLessThan(all.length);
    await page.context().close();
  });
});

describe('where the reader left off', () => {
  it('is kept through a reload, leads back to the section, and can be forgotten', async () => {
    const { page, noise } = await open(browser, 'introduction/');
    await page.evaluate(() => document.getElementById('limitations')?.scrollIntoView());
    await page.locator('.contents a[href="#limitations"][aria-current]').waitFor({ state: 'attached' });

    await page.getByRole('link', { name: 'Articles', exact: true }).click();
    await page.reload();
    const back = page.locator('.left-off a');
    expect(await back.innerText()).toBe('Go on reading Introduction to the series, at “Limitations”');
    expect(await page.locator('.start').isVisible()).toBe(false);
    const note = page.locator('[data-article="introduction"] .map-read');
    expect(await note.innerText()).toMatch(/^Read to [1-9]\d?%$/);
    await back.click();
    await page.waitForURL(/\/introduction\/#limitations$/);

    await page.goBack();
    await page.getByRole('button', { name: 'Forget' }).click();
    expect(await page.locator('.left-off').isVisible()).toBe(false);
    expect(await note.isVisible()).toBe(false);
    await page.reload();
    expect(await page.locator('.left-off').isVisible()).toBe(false);
    expect(await page.locator('.start').isVisible()).toBe(true);
    expect(noise.complaints).toEqual([]);
    await page.context().close();
  });

  it('follows no address that leads away, whatever the browser kept', async () => {
    const { page } = await open(browser, '');
    const place = { title: 'x', heading: 'y', section: 'z', furthest: 1, time: 1 };
    await page.evaluate((kept) => localStorage.setItem('reading', JSON.stringify(kept)), {
      a: { ...place, path: '//example.org/' },
    });
    await page.reload();
    expect(await page.locator('.left-off').isVisible()).toBe(false);
    for (const broken of ['', '[', 'null', '{"a":null}']) {
      await page.evaluate((text) => localStorage.setItem('reading', text), broken);
      await page.reload();
      expect(await page.locator('.start').isVisible()).toBe(true);
    }
    await page.context().close();
  });
});

describe('an article', () => {
  it('draws how much of it is read', async () => {
    const { page } = await open(browser, 'introduction/');
    const share = (): Promise<number> =>
      page.evaluate(() => {
        const line = document.querySelector('.progress-line');
        return line ? new DOMMatrix(getComputedStyle(line).transform).a : NaN;
      });
    const scrolledTo = async (place: string): Promise<number> => {
      await page.evaluate((query) => document.querySelector(query)?.scrollIntoView(), place);
      await page.waitForTimeout(200);
      return share();
    };
    expect(await share()).toBe(0);
    const middle = await scrolledTo('#how');
    expect(middle).toBeGreaterThan(0.1);
    expect(middle).toBeLessThan(0.9);
    expect(await scrolledTo('.way-on')).toBe(1);
    await page.context().close();
  });

  it('has its contents at hand on a small screen, which make way for the chosen section', async () => {
    const { page } = await open(browser, 'introduction/', { viewport: { width: 320, height: 640 } });
    const contents = page.locator('#contents');
    expect(await contents.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Contents' }).focus();
    await page.keyboard.press('Enter');
    expect(await contents.isVisible()).toBe(true);
    await contents.getByRole('link', { name: 'Recap' }).click();
    expect(await contents.isVisible()).toBe(false);
    expect(page.url()).toMatch(/#recap$/);
    await page.context().close();
  });

  it('leads on to what needs it, and back to what it needs', async () => {
    const { page } = await open(browser, 'denoising-diffusion/', { javaScriptEnabled: false });
    const ways = page.getByRole('navigation', { name: 'Go on from here' });
    expect(await ways.locator('.before a').allInnerTexts()).toEqual(['Introduction to the series']);
    expect(await ways.locator('.planned').innerText()).toContain('Concept personalization');
    // A face that arrives meanwhile can move a link from under a pointer; a key meets it wherever it stands.
    await ways.getByRole('link', { name: 'Introduction to the series' }).press('Enter');
    await page.waitForURL('**/introduction/');
    expect(await page.locator('.way-on .next a').allInnerTexts()).toContain('Denoising diffusion');
    await page.context().close();
  });
});

describe('changes and timeline', () => {
  it('stand without JavaScript', async () => {
    const { page } = await open(browser, 'changes/', { javaScriptEnabled: false });
    for (const path of articles)
      expect(await page.locator(`main a[href*="/${path}#change-"]`).count(), path).toBeGreaterThan(0);
    await page.getByRole('navigation', { name: 'Site' }).getByRole('link', { name: 'Timeline' }).click();
    const moments = page.locator('.moments li');
    const all = await moments.count();
    expect(all).toBeGreaterThan(30);
    expect(await page.locator('.moments .citation').count()).toBeGreaterThanOrEqual(all);
    await page.getByRole('radio', { name: 'Adversarial' }).check();
    const kept = await moments.filter({ visible: true }).count();
    expect(kept).toBe(await page.locator('.moments li[data-family="adversarial"]').count());
    expect(kept).toBeGreaterThan(0);
    const years = page.locator('.moments h2').filter({ visible: true });
    expect(await years.count()).toBeLessThanOrEqual(kept);
    await page.context().close();
  });

  it('are offered as a feed that names every change', async () => {
    const { page } = await open(browser, 'changes/');
    const entries = await page.locator('.day li').count();
    const address = await page.locator('main a[href$="/changes.xml"]').getAttribute('href');
    const feed = await page.request.get(new URL(address ?? '', page.url()).href);
    expect((await feed.text()).match(/<entry/g)).toHaveLength(entries);
    await page.context().close();
  });
});

it.each(['', 'changes/', 'timeline/', 'introduction/'])(
  'the header of /%s fits a screen of 320 px, each place in reach',
  async (path) => {
    const { page } = await open(browser, path, { viewport: { width: 320, height: 640 } });
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    const places = page.getByRole('navigation', { name: 'Site' }).getByRole('link');
    expect(await places.count()).toBeGreaterThan(3);
    for (const place of await places.all()) {
      const box = await place.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(320);
    }
    await page.context().close();
  },
);
