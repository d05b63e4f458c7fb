import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, open } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const opened = async (width: number, path = 'denoising-diffusion/'): Promise<Page> =>
  (await open(browser, path, { viewport: { width, height: 900 } })).page;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where the first note lies, the paragraph before it, and all other blocks of the article. */
async function places(page: Page): Promise<{ note: Box; paragraph: Box; others: Box[] }> {
  await page.locator('.note').first().scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  return page.evaluate(() => {
    const box = (element: Element) => element.getBoundingClientRect().toJSON() as Box;
    const notes = [...document.querySelectorAll('.article-body > .note')];
    const others = [...document.querySelectorAll('.article-body > *')].filter((one) => one !== notes[0]);
    const paragraph = notes[0].previousElementSibling ?? document.body;
    return { note: box(notes[0]), paragraph: box(paragraph), others: others.map(box) };
  });
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.right - 1 && b.x < a.right - 1 && a.y < b.bottom - 1 && b.y < a.bottom - 1;

it.each(['denoising-diffusion/', 'introduction/'])(
  'stands in the margin of a wide screen beside its paragraph (%s)',
  async (path) => {
    const page = await opened(1440, path);
    const { note, paragraph, others } = await places(page);
    expect(note.x).toBeGreaterThanOrEqual(paragraph.right);
    expect(note.right).toBeLessThanOrEqual(1440);
    expect(Math.abs(note.y - paragraph.y)).toBeLessThan(24);
    expect(others.filter((other) => overlap(note, other))).toEqual([]);
    await page.context().close();
  },
);

it('follows its paragraph on a narrow screen', async () => {
  for (const width of [320, 768]) {
    const page = await opened(width);
    const { note, paragraph } = await places(page);
    expect(note.y).toBeGreaterThanOrEqual(paragraph.bottom);
    expect(note.right).toBeLessThanOrEqual(width);
    await page.context().close();
  }
});

it('stays in the text where the margin is taken: near another note, or before something wide', async () => {
  const page = await opened(1440);
  await page.evaluate(() => {
    const note = document.querySelector('.note.beside');
    if (!note) throw new Error('There is no note.');
    note.nextElementSibling?.nextElementSibling?.after(note.cloneNode(true));
    const figure = document.querySelector('.article-body > figure.wide, .article-body > figure');
    figure?.before(document.createElement('p'), note.cloneNode(true));
  });
  await page.waitForTimeout(300);
  const boxes = await page.evaluate(() =>
    [...document.querySelectorAll('.article-body > .note')].map((note) => {
      const { x } = note.getBoundingClientRect();
      const text = note.parentElement?.querySelector(':scope > p')?.getBoundingClientRect();
      return x < (text?.right ?? 0) ? 'text' : 'margin';
    }),
  );
  expect(boxes.filter((place) => place === 'margin')).toHaveLength(1);
  expect(boxes.filter((place) => place === 'text')).toHaveLength(2);
  await page.context().close();
});
