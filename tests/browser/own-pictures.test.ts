/** A reader's own pictures for the demo of the digits: dropped, shrunk, shown, refused in words, and never sent. */
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, open } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Drops files on an element: pictures with a bar of one colour on another, and files of text. */
function drop(place: Locator, files: readonly (readonly [name: string, ink: string, paper: string])[]) {
  return place.evaluate(async (element, wanted) => {
    const transfer = new DataTransfer();
    for (const [name, ink, paper] of wanted) {
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width: 300, height: 200 });
      const context = canvas.getContext('2d')!;
      context.fillStyle = paper;
      context.fillRect(0, 0, 300, 200);
      context.fillStyle = ink;
      context.fillRect(60, 80, 180, 40);
      const picture = await new Promise<Blob>((resolve) => canvas.toBlob((blob) => resolve(blob!)));
      const content = name.endsWith('.txt') ? 'no picture' : picture;
      transfer.items.add(
        new File([content], name, { type: name.endsWith('.txt') ? 'text/plain' : 'image/png' }),
      );
    }
    element.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, files);
}

async function readied(): Promise<{ page: Page; knob: Locator; demo: Locator; foreign: string[] }> {
  const { page, noise } = await open(
    browser,
    'denoising-diffusion/?backend=wasm&demo=digits&task=own#demo-digits',
  );
  const demo = page.locator('#demo-digits');
  const knob = demo.locator('[data-knob="pictures"]');
  await expect.poll(() => knob.isVisible(), { timeout: 30_000 }).toBe(true);
  return { page, demo, knob, foreign: noise.foreign };
}

const counted = (knob: Locator, count: number) =>
  expect
    .poll(() => knob.locator('output').innerText(), { timeout: 30_000 })
    .toMatch(new RegExp(`^${count} of 40`));

describe('own pictures', () => {
  it('are shown as they are learnt from, whichever way round their colours are; what is none is named', async () => {
    const { page, demo, knob, foreign } = await readied();
    expect(await demo.locator('[data-knob="pictures"] li').count()).toBe(0);
    await drop(knob, [
      ['dark.png', '#222', '#eee'],
      ['notes.txt', '', ''],
      ['light.png', 'white', 'navy'],
      ['empty.png', 'white', 'white'],
    ]);
    await counted(knob, 2);
    const images = knob.locator('li img');
    expect(await images.count()).toBe(2);
    const [dark, light] = await images.evaluateAll((all) =>
      all.map((image) => (image as HTMLImageElement).src),
    );
    expect(dark).toMatch(/^data:image\/bmp/);
    expect(light).toBe(dark);
    const said = await knob.locator('.problem').innerText();
    expect(said).toMatch(/“notes\.txt” is no picture.*“empty\.png” shows nothing/);
    expect(said).not.toMatch(/dark|light/);

    await demo.locator('.tools > summary').click();
    const share = demo.locator('[data-tool="share"]');
    await share.locator('summary').click();
    await expect
      .poll(() => share.locator('[data-link]').inputValue())
      .toMatch(/task=own&pictures=[0-9a-f]{512}/);
    const link = await share.locator('[data-link]').inputValue();
    await drop(
      knob,
      Array.from({ length: 8 }, (_, i) => [`more-${i}.png`, 'black', 'white'] as const),
    );
    await counted(knob, 10);
    await expect
      .poll(() => share.locator('[data-link-problem]').innerText())
      .toMatch(/10 pictures.*file instead.*at most \d pictures/s);

    await knob.locator('[data-clear]').click();
    await counted(knob, 0);
    expect(await images.count()).toBe(0);
    expect(await knob.locator('.problem').innerText()).toBe('');

    await page.goto(link);
    await page.reload();
    await counted(knob, 2);
    expect(await images.first().getAttribute('src')).toBe(dark);
    expect(foreign).toEqual([]);
    await page.context().close();
  });

  it('are asked for before a run can learn from them', async () => {
    const { page, demo } = await readied();
    await demo.locator('[data-action="play"]').click();
    await expect
      .poll(() => demo.locator('[data-problem]').innerText(), { timeout: 120_000 })
      .toMatch(/at least 5 pictures of your own; there are 0/);
    await page.context().close();
  });
});
