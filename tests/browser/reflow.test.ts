/** Narrow windows, pages magnified four times and a reader's own spacing of text: nothing scrolls sideways, is cut off or covered. */
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, open, pages } from './browser.ts';
import { addStyle, unfold, wideElements } from './reading.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const everyPage = [...pages, 'no-such-page/'];

async function openAt(path: string, width: number, height: number): Promise<Page> {
  const { page } = await open(browser, path, { viewport: { width, height }, reducedMotion: 'reduce' });
  await unfold(page);
  return page;
}

/** What WCAG 1.4.12 lets a reader set. */
const spacing = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-block-end: 2em !important }`;

describe.each(everyPage)('/%s', (path) => {
  it('magnified four times, in 320 by 256 pixels, does not scroll sideways or cover what is read', async () => {
    const page = await openAt(path, 320, 256);
    expect(await wideElements(page)).toEqual([]);
    expect(await coveredHeight(page)).toBeLessThan(256 / 3);
    expect(await hiddenStops(page)).toEqual([]);
    await page.context().close();
  });

  it('with wider spacing of its text at 320 pixels still fits, whole and without overlaps', async () => {
    const page = await openAt(path, 320, 640);
    await addStyle(page, spacing);
    expect(await wideElements(page)).toEqual([]);
    expect(await cutTexts(page)).toEqual([]);
    expect(await overlaps(page)).toEqual([]);
    await page.context().close();
  });
});

it.each(['introduction/', 'timeline/'])('/%s magnified twice shows whatever has the focus', async (path) => {
  const page = await openAt(path, 640, 512);
  expect(await wideElements(page)).toEqual([]);
  expect(await coveredHeight(page)).toBeLessThan(512 / 3);
  expect(await hiddenStops(page)).toEqual([]);
  await page.context().close();
});

it('would find a page that is too wide, a text that is cut off, texts that overlap and a stop under a bar', async () => {
  const page = await openAt('changes/', 320, 256);
  await page.evaluate(() => {
    const broken = `
      <p style="inline-size: 400px">wide</p>
      <figcaption style="inline-size: 2em; overflow: hidden; white-space: nowrap">cut off here</figcaption>
      <figcaption><span>one text</span><span style="margin-inline-start: -3em">another</span></figcaption>
      <p style="position: fixed; inset: 0; background: white">bar</p>`;
    document.querySelector('main')!.insertAdjacentHTML('beforeend', broken);
  });
  for (const find of [wideElements, cutTexts, overlaps, hiddenStops])
    expect(await find(page), find.name).not.toEqual([]);
  expect(await coveredHeight(page)).toBe(256);
  await page.context().close();
});

/** How much of the window's height is taken by what stays while the middle of the page is read. */
function coveredHeight(page: Page): Promise<number> {
  return page.evaluate(() => {
    scrollTo(0, document.documentElement.scrollHeight / 2);
    const staying = [...document.body.querySelectorAll<HTMLElement>('*')].filter((element) => {
      const { position, visibility } = getComputedStyle(element);
      return ['fixed', 'sticky'].includes(position) && visibility === 'visible';
    });
    return staying.reduce((sum, element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return sum + Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0));
    }, 0);
  });
}

/** Links, buttons and fields that are out of sight, or wholly behind something else, while they have the focus. */
function hiddenStops(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const stops = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    const isSeen = (element: Element): boolean =>
      [...element.getClientRects()].some(({ left, right, top, bottom }) =>
        [0.1, 0.5, 0.9].some((share) => {
          const [x, y] = [left + (right - left) / 2, top + (bottom - top) * share];
          const hit = document.elementFromPoint(x, Math.min(Math.max(y, 0), innerHeight - 1));
          return (
            top < innerHeight &&
            bottom > 0 &&
            hit !== null &&
            (element.contains(hit) || hit.contains(element))
          );
        }),
      );
    const all = [...document.querySelectorAll<HTMLElement>(stops)];
    // A long page has a thousand of a few kinds: some hundred of them, evenly spread, tell as much.
    const stride = Math.ceil(all.length / 200);
    return all
      .filter((element, i) => {
        if (i % stride !== 0) return false;
        if (!element.checkVisibility({ visibilityProperty: true })) return false;
        element.focus();
        return document.activeElement === element && !isSeen(element);
      })
      .map((element) => element.outerHTML.slice(0, 120));
  });
}

/** Texts that lose words at the edge of a box that does not scroll. The boxes of formulas' signs are higher than their ink. */
function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.body.querySelectorAll<HTMLElement>(
        '*:not(.visually-hidden, select, input, textarea, .equation-box, math, svg *)',
      ),
    ]
      .filter((element) => {
        const { overflowX, overflowY, clipPath } = getComputedStyle(element);
        if (clipPath !== 'none' || !element.innerText?.trim()) return false;
        const hides = (overflow: string): boolean => ['hidden', 'clip'].includes(overflow);
        return (
          (hides(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
          (hides(overflowY) && element.scrollHeight > element.clientHeight + 1)
        );
      })
      .map((element) => element.outerHTML.slice(0, 160)),
  );
}

/** Pairs of texts that lie over each other in the places where texts stand close. */
function overlaps(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const places =
      'header, .controls, .demo-state, .view, figcaption, .map-card, .lanes, .moments li, .lens, footer';
    const texts = (place: Element) => {
      const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      const found: { text: string; parent: Element; rects: DOMRect[] }[] = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement!;
        const isLeft =
          parent.closest('svg, math, select') ||
          getComputedStyle(parent).clipPath !== 'none' ||
          !parent.checkVisibility({ visibilityProperty: true });
        if (isLeft || !node.textContent?.trim()) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        found.push({ text: node.textContent.trim(), parent, rects: [...range.getClientRects()] });
      }
      return found;
    };
    const meet = (a: DOMRect, b: DOMRect): boolean =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5;
    return [...document.querySelectorAll(places)].flatMap((place) => {
      const all = texts(place);
      return all.flatMap((one, index) =>
        all
          .slice(index + 1)
          .filter((other) => one.rects.some((a) => other.rects.some((b) => meet(a, b))))
          .map((other) => `"${one.text.slice(0, 40)}" and "${other.text.slice(0, 40)}"`),
      );
    });
  });
}
