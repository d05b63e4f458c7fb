/** What axe finds, with everything unfolded, in each theme and in colours that the system forces, before and after a demo ran. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { articles, launch, open, pages } from './browser.ts';
import { unfold } from './reading.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const looks = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'forced on white': { colorScheme: 'light', forcedColors: 'active' },
  'forced on black': { colorScheme: 'dark', forcedColors: 'active' },
} as const;

type LookName = keyof typeof looks;
const everyLook = Object.keys(looks) as LookName[];

/**
 * An article of an algorithm has thousands of formulas; what it is made of is seen in forced colours, and the colours of formulas in
 * each theme, on other pages.
 */
const themes: LookName[] = ['light', 'dark'];
const isLong = (path: string): boolean => articles.includes(path) && !path.startsWith('introduction');

describe.each([...pages, 'no-such-page/'])('/%s', (path) => {
  it('has nothing for axe to find, in light, dark and forced colours', async () => {
    const { page } = await open(browser, path, { reducedMotion: 'reduce' });
    await unfold(page);
    expect(await unreachableBoxes(page)).toEqual([]);
    expect(await findings(page, 'html', isLong(path))).toEqual([]);
    await page.context().close();
  });
});

/** Alone on their pages: axe reads a whole article for a part of it. */
it.each([
  ['embed/introduction/smallest/', 'smallest'],
  ['embed/denoising-diffusion/points/', 'points'],
  ['embed/variational-autoencoder/map/', 'map'],
  ['embed/generative-adversarial-network/game/', 'game'],
  ['embed/generative-adversarial-network/instrument/', 'instrument'],
])('/%s has nothing for axe to find after its demo "%s" ran', async (path, name) => {
  const { page } = await open(browser, path, { reducedMotion: 'reduce' });
  const demo = page.locator(`#demo-${name}`);
  await demo.locator('[data-action="step"]').click();
  await demo.locator('[data-action="step"]').click();
  await expect
    .poll(async () => Number(await demo.getAttribute('data-step')), { timeout: 60_000 })
    .toBeGreaterThan(0);
  expect(await demo.locator('.badge').innerText()).toBe('live');
  expect(await findings(page, `#demo-${name}`)).toEqual([]);
  await page.context().close();
});

it('would find a word that is hard to read, a picture without words and a button without a name', async () => {
  const { page } = await open(browser, 'changes/');
  await page.evaluate(() => {
    document.querySelector('main h1')!.setAttribute('style', 'color: #eee');
    document.querySelector('main')!.append(document.createElement('button'), new Image());
  });
  const found = (await findings(page)).join('\n');
  for (const rule of ['color-contrast', 'button-name', 'image-alt']) expect(found).toContain(rule);
  await page.context().close();
});

/** The rules whose outcome a look can change: all others read the same document. */
const ofColour = ['color-contrast', 'link-in-text-block'];

/** What axe complains about in the page, or in the part that is named: first by all other rules, then by those of colour in each look. */
async function findings(page: Page, part = 'html', long = false): Promise<string[]> {
  const found = await complaints(page, { part, rules: Object.fromEntries(ofColour.map(disabled)) });
  if (long)
    await page.evaluate(() => document.querySelectorAll('math').forEach((formula) => formula.remove()));
  for (const name of long ? themes : everyLook) {
    const media = looks[name];
    await page.emulateMedia(media);
    // Forced colours are the system's own for all text, that of the signs in formulas too.
    const without = media.forcedColors === 'active' ? 'math' : undefined;
    const told = await complaints(page, { part, without, runOnly: { type: 'rule', values: ofColour } });
    found.push(...told.map((text) => `${name}: ${text}`));
  }
  return found;
}

type RunOptions = Parameters<AxeBuilder['options']>[0];

const disabled = (rule: string) => [rule, { enabled: false }];

/** In one run of the whole document: five times as fast as axe's way through frames, of which there are none. */
async function complaints(
  page: Page,
  { part, without, ...options }: RunOptions & { part: string; without?: string },
): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'], ...options }).include(part);
  if (without) axe.exclude(without);
  const { violations } = await axe.setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** Formulas and listings that scroll, but that the keyboard does not reach. */
async function unreachableBoxes(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.equation-box, pre')]
      .filter((box) => box.scrollWidth > box.clientWidth + 1 && box.tabIndex !== 0)
      .map((box) => box.innerText.slice(0, 80)),
  );
}
