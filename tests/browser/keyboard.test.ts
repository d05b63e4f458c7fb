/**
 * An article without a pointer: every stop shows that it has the focus, none holds it fast; a demo is played, changed and left,
 * and says in words what it does. Search, lens, cards, symbols and forms have their own journeys.
 */
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, open } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const demoOf = (page: Page): Locator => page.locator('#demo-smallest');

async function reached(): Promise<Page> {
  const { page } = await open(browser, 'introduction/', { viewport: { width: 1000, height: 1200 } });
  const play = demoOf(page).locator('[data-action="play"]');
  for (let stops = 0; stops < 80 && !(await hasFocus(play)); stops++) await tab(page);
  expect(await hasFocus(play), 'Tab leads from the top of the page to the demo').toBe(true);
  return page;
}

const hasFocus = (place: Locator): Promise<boolean> =>
  place.evaluate((element) => element === document.activeElement);

const isInDemo = (page: Page): Promise<boolean> =>
  demoOf(page).evaluate((demo) => demo.contains(document.activeElement));

/** Goes to the next stop, or the one before, and looks for its outline. */
async function tab(page: Page, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await page.keyboard.press(key);
  const { name, outline } = await page.evaluate(() => {
    const stop = document.activeElement!;
    // What a radio button draws, its label draws.
    const drawn = stop.matches('[type=radio]') ? stop.closest('label')! : stop;
    const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
    return {
      name: stop.outerHTML.slice(0, 120),
      outline: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth),
    };
  });
  expect(outline, `the outline of ${name}`).toBeGreaterThanOrEqual(2);
}

/** Waits until a screen reader is told this. */
const says = (page: Page, words: RegExp): Promise<void> =>
  expect
    .poll(() => demoOf(page).locator('[data-status][role=status]').innerText(), {
      timeout: 60_000,
      interval: 100,
    })
    .toMatch(words);

/** Waits for a later step than this. */
const passes = (page: Page, step: number): Promise<void> =>
  expect.poll(() => stepOf(page), { timeout: 60_000, interval: 100 }).toBeGreaterThan(step);

const stepOf = async (page: Page): Promise<number> =>
  Number((await demoOf(page).getAttribute('data-step')) ?? -1);

it('leads through an article, cards and demos included, to the foot of the page', async () => {
  const { page } = await open(browser, 'introduction/', { viewport: { width: 1000, height: 1200 } });
  const end = page.locator('footer a').last();
  for (let stops = 0; stops < 600 && !(await hasFocus(end)); stops++) await tab(page);
  expect(await hasFocus(end)).toBe(true);
  await page.context().close();
});

describe('a demo by keyboard', () => {
  it('is reached, plays, pauses, steps and is reset', async () => {
    const page = await reached();
    await page.keyboard.press('Enter');
    await says(page, /^(Loading|Starting|Running)/);
    await passes(page, 0);
    await page.keyboard.press('Space');
    await says(page, /^Paused at step \d+/);
    await tab(page);
    const paused = await stepOf(page);
    await page.keyboard.press('Enter');
    await passes(page, paused);
    await says(page, /^Paused at step \d+/);
    await tab(page);
    await page.keyboard.press('Space');
    await says(page, /recorded/i);
    expect(await demoOf(page).locator('.badge').innerText()).toBe('recorded');
    await page.context().close();
  });

  it('has its knobs turned, says that they changed, and lets go of the focus at its end', async () => {
    const page = await reached();
    const visited: string[] = [];
    while (visited.length < 30 && (await isInDemo(page))) {
      visited.push(await turn(page));
      await tab(page);
    }
    expect(visited).toEqual(expect.arrayContaining(['range', 'select-one', 'number']));
    expect(await isInDemo(page), 'Tab leaves the demo').toBe(false);
    await tab(page, 'Shift+Tab');
    expect(await isInDemo(page), 'Shift+Tab leads back').toBe(true);
    await page.context().close();
  });
});

/** Moves the knob that has the focus by its own key, and looks whether it moved; tells the kind of control. */
async function turn(page: Page): Promise<string> {
  const state = () =>
    page.evaluate(() => {
      const { type = '', value = '' } = document.activeElement as HTMLInputElement;
      return { type, value, isKnob: document.activeElement!.closest('.knobs') !== null };
    });
  const before = await state();
  const key = { range: 'ArrowLeft', 'select-one': 'ArrowDown', number: 'ArrowUp' }[before.type];
  if (!key || !before.isKnob) return before.type;
  await page.keyboard.press(key);
  expect((await state()).value, `${key} turns a ${before.type}`).not.toBe(before.value);
  if (before.type !== 'range') await says(page, /^Play runs with these settings/);
  return before.type;
}
