/** Experiments that travel: in an address, in a file, and in the frame of another site. */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, FrameLocator, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, launch, open } from './browser.ts';
import { wideElements } from './reading.ts';

const article = 'denoising-diffusion/';
const embed = 'embed/denoising-diffusion/points/';
const links = { permissions: ['clipboard-read', 'clipboard-write'], viewport: { width: 1000, height: 1200 } };

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function arrived(path: string, options: BrowserContextOptions = links, name = 'points') {
  const { page, noise } = await open(browser, path, options);
  const demo = page.locator(`#demo-${name}`);
  await expect.poll(() => demo.getAttribute('data-ready'), { timeout: 60_000 }).not.toBeNull();
  return { page, demo, noise, close: () => page.context().close() };
}

const knob = (demo: Locator, name: string): Locator =>
  demo.locator(`[data-knob="${name}"]`).locator('input, select');

/** Opens the tool and returns it. */
async function tool(demo: Locator): Promise<Locator> {
  await demo.locator('.tools > summary').click();
  const share = demo.locator('[data-tool="share"]');
  await share.locator('> summary').click();
  const filledIn = async () =>
    (await share.locator('[data-link]').inputValue()) +
    (await share.locator('[data-link-problem]').innerText());
  await expect.poll(filledIn, { timeout: 30_000 }).not.toBe('');
  return share;
}

const linkIn = (share: Locator): Promise<string> => share.locator('[data-link]').inputValue();

async function reaches(demo: Locator, step: number): Promise<void> {
  const painted = (element: Element) => Number((element as HTMLElement).dataset.step ?? -1);
  await expect
    .poll(() => demo.evaluate(painted), { timeout: 120_000, interval: 200 })
    .toBeGreaterThanOrEqual(step);
}

/** Everything in a demo that the Tab key leads to, by what it is for. */
async function stops(page: Page, demo: Locator): Promise<string[]> {
  await demo.locator('.figure-number').focus();
  const reached: string[] = [];
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab');
    const stop = await demo.evaluate((root) => {
      const at = document.activeElement;
      if (!at || !root.contains(at)) return undefined;
      const frame = at.closest<HTMLElement>('[data-knob], .tool, figcaption, .tools');
      const own = at as HTMLElement;
      return (
        own.dataset.action ??
        frame?.dataset.knob ??
        (frame ? frame.className || frame.localName : own.outerHTML)
      );
    });
    if (stop === undefined) break;
    reached.push(stop);
  }
  return reached;
}

describe('a shared address', () => {
  const query = '?demo=points&data=twoMoons&width=64&learningRate=0.01&seed=7';

  it('sets the demo up and brings it into view before the reader touches anything', async () => {
    const { page, demo, noise, close } = await arrived(`${article}${query}#demo-points`);
    await expect.poll(() => knob(demo, 'data').inputValue()).toBe('twoMoons');
    expect(await knob(demo, 'width').inputValue()).toBe('64');
    expect(await demo.locator('[data-knob="learningRate"] output').innerText()).toBe('0.010');
    expect(await demo.locator('[data-seed]').inputValue()).toBe('7');
    expect(await knob(demo, 'sampler').inputValue()).toBe('ddim');
    expect(await demo.locator('[data-arrival]').count()).toBe(0);
    const { y } = (await demo.boundingBox())!;
    expect(Math.abs(y)).toBeLessThan(200);
    // Nothing computes yet: the thread that loads TensorFlow.js has not begun.
    expect(page.workers()).toEqual([]);
    expect(noise.complaints).toEqual([]);
    await close();
  });

  it('is what the tool gives again, to the letter', async () => {
    const { page, demo, close } = await arrived(
      `${article}${query}&views=plane,loss&hide=seed&lens=all#demo-points`,
    );
    const share = await tool(demo);
    await share.locator('[data-press="link"]').click();
    await expect.poll(() => share.locator('[data-press="link"]').innerText()).toBe('Copied');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await linkIn(share));
    expect(new URL(copied).search).toBe(`${query}&views=plane,loss&hide=seed&lens=all`);
    expect(new URL(copied).hash).toBe('#demo-points');
    expect(await page.evaluate(() => document.documentElement.dataset.lens)).toBe('all');
    await close();
  });

  it('follows the knobs while the address bar stays', async () => {
    const { page, demo, close } = await arrived(`${article}?demo=points#demo-points`);
    const share = await tool(demo);
    const before = page.url();
    await knob(demo, 'data').selectOption('pinwheel');
    await demo.locator('[data-seed]').fill('12');
    await expect.poll(() => linkIn(share)).toMatch(/\?demo=points&data=pinwheel&seed=12#demo-points$/);
    await share.locator('[data-option="play"]').check();
    await expect.poll(() => linkIn(share)).toMatch(/&play=on#/);
    expect(page.url()).toBe(before);
    await close();
  });

  it('names what it could not do in sentences beside the controls, and does the rest', async () => {
    const bad =
      '?demo=points&width=7&data=<b>spiral</b>&depth=3&hide=all&views=none&seed=-1&schedule=linear#demo-points';
    const { demo, noise, close } = await arrived(`${article}${bad}`);
    await expect.poll(() => demo.locator('[data-arrival]').innerText()).toMatch(/width=7.*16 … 256/s);
    const said = await demo.locator('[data-arrival]').innerText();
    expect(said).toContain('data=<b>spiral</b>');
    expect(said).toMatch(/depth=3.*no such setting/s);
    expect(await demo.locator('[data-arrival]').getAttribute('role')).toBe('alert');
    expect(await knob(demo, 'schedule').inputValue()).toBe('linear');
    expect(await knob(demo, 'width').inputValue()).toBe('128');
    expect(noise.complaints).toEqual([]);
    await close();
  });

  it('of a demo that the page does not have is said by the first that it has', async () => {
    const { demo, close } = await arrived(`${article}?demo=nowhere`, links, 'noising');
    await expect.poll(() => demo.locator('[data-arrival]').innerText()).toMatch(/“nowhere”/);
    await close();
  });

  it('starts to play where it asks to, on the backend that it asks for', async () => {
    const { page, demo, close } = await arrived(
      `${article}?demo=points&width=16&backend=wasm&play=on#demo-points`,
    );
    await demo.scrollIntoViewIfNeeded();
    await reaches(demo, 10);
    expect(await demo.locator('[data-backend]').innerText()).toMatch(/WebAssembly/);
    const share = await tool(demo);
    expect(new URL(await linkIn(share)).search).toBe('?demo=points&width=16&play=on&backend=wasm');
    expect(page.url()).toContain('play=on');
    await close();
  });

  it('waits for the reader who asked for little motion', async () => {
    const { demo, close } = await arrived(`${article}?demo=points&play=on#demo-points`, {
      ...links,
      reducedMotion: 'reduce',
    });
    await expect.poll(() => demo.locator('[data-arrival]').innerText()).toMatch(/little motion/);
    expect(await demo.getAttribute('data-playing')).toBeNull();
    await close();
  });

  it('turns the knobs of a demo that answers them', async () => {
    const { demo, close } = await arrived(`${article}?demo=noising&time=60`, links, 'noising');
    await expect
      .poll(() => demo.locator('.view-text').innerText(), { timeout: 120_000 })
      .toMatch(/At t = 60:/);
    await close();
  });
});

describe('a drawing', () => {
  async function drawn(points: number): Promise<Awaited<ReturnType<typeof arrived>>> {
    const lab = await arrived(`${article}?demo=points&data=drawing#demo-points`);
    const surface = lab.demo.locator('.drawing');
    await surface.scrollIntoViewIfNeeded();
    await surface.evaluate((element, count) => {
      const box = element.getBoundingClientRect();
      const at = (type: string, i: number) =>
        element.dispatchEvent(
          new PointerEvent(type, {
            pointerId: 1,
            bubbles: true,
            clientX: box.left + box.width * (0.1 + 0.8 * ((i * 0.618) % 1)),
            clientY: box.top + box.height * (0.1 + (0.8 * i) / count),
          }),
        );
      element.setPointerCapture = () => undefined;
      at('pointerdown', 0);
      for (let i = 1; i < count; i++) at('pointermove', i);
      at('pointerup', count);
    }, points);
    return lab;
  }

  it('travels in the address and arrives exactly', async () => {
    const { page, demo, close } = await drawn(120);
    const link = await linkIn(await tool(demo));
    expect(link.length).toBeLessThan(2000);
    const picture = await demo.locator('.drawing').innerHTML();
    await page.goto(link);
    await page.reload();
    await expect
      .poll(() => demo.locator('[data-knob="drawing"] output').innerText(), { timeout: 30_000 })
      .toMatch(/^120 of/);
    await expect
      .poll(() => demo.locator('.drawing path.points').getAttribute('d'))
      .toBe(
        /class="points[^>]*? d="([^"]*)"|d="([^"]*)"[^>]*class="points/.exec(picture)?.slice(1).find(Boolean),
      );
    expect(await linkIn(await tool(demo))).toBe(link);
    await close();
  });

  it('that is too long for an address goes into a file, which sets the demo up elsewhere', async () => {
    const { page, demo, close } = await drawn(700);
    const share = await tool(demo);
    await expect
      .poll(() => share.locator('[data-link-problem]').innerText())
      .toMatch(/700 points.*file instead.*at most \d+ points/s);
    expect(await linkIn(share)).toBe('');
    expect(await share.locator('[data-press="link"]').isDisabled()).toBe(true);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      share.locator('[data-press="file"]').click(),
    ]);
    const file = await download.path();
    expect(download.suggestedFilename()).toBe('denoising-diffusion-points.experiment.json');
    const other = await arrived(article + '?demo=points');
    const there = await tool(other.demo);
    await there.locator('[type="file"]').setInputFiles({
      name: 'x.experiment.json',
      mimeType: 'application/json',
      buffer: await readFile(file),
    });
    await expect.poll(() => there.locator('[data-file-said]').innerText()).toMatch(/set up/);
    expect(await other.demo.locator('[data-knob="drawing"] output').innerText()).toMatch(/^700 of/);
    await there
      .locator('[type="file"]')
      .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"a":') });
    await expect.poll(() => there.locator('[data-file-said]').innerText()).toMatch(/no experiment/);
    expect(await other.demo.locator('[data-knob="drawing"] output').innerText()).toMatch(/^700 of/);
    await other.close();
    await close();
  });
});

describe('a lecture', () => {
  it('is without the parts that the address names, for the eye and for the keyboard', async () => {
    const all = await arrived(`${article}?demo=points#demo-points`);
    const before = await stops(all.page, all.demo);
    expect(before).toEqual(expect.arrayContaining(['play', 'width', 'defaults', 'tools']));
    await all.close();
    const { page, demo, close } = await arrived(
      `${article}?demo=points&hide=knobs,seed,caption,tools,legend,timeline,labels&views=plane#demo-points`,
    );
    await expect.poll(() => demo.locator('.knobs').isVisible()).toBe(false);
    for (const gone of [
      '[data-seed]',
      'figcaption',
      '.tools',
      '.left-run',
      '.legend >> nth=0',
      '.timeline',
      '.view-label >> nth=0',
    ])
      expect(await demo.locator(gone).isVisible(), gone).toBe(false);
    expect(await demo.locator('[data-view="plane"]').isVisible()).toBe(true);
    expect(await demo.locator('[data-view="field"]').isVisible()).toBe(false);
    const after = await stops(page, demo);
    expect(
      after.filter(
        (stop) =>
          !['play', 'step', 'reset'].includes(stop) &&
          !/presets|prediction|data-preset|data-guess|input/.test(stop),
      ),
    ).toEqual([]);
    expect(after).toContain('play');
    await demo.locator('[data-action="play"]').click();
    await reaches(demo, 10);
    expect(await demo.locator('[data-view="field"]').isVisible()).toBe(false);
    await close();
  });

  it('can leave out a single knob', async () => {
    const { demo, close } = await arrived(`${article}?demo=points&hide=width#demo-points`);
    await expect.poll(() => knob(demo, 'width').isVisible()).toBe(false);
    expect(await knob(demo, 'sampler').isVisible()).toBe(true);
    await close();
  });

  it('is made in the tool, part by part', async () => {
    const { demo, close } = await arrived(`${article}?demo=points`);
    const share = await tool(demo);
    await share.locator('[data-choices="hide"] [value="knobs"]').check();
    await share.locator('[data-choices="hide"] [value="caption"]').check();
    await share.locator('[data-choices="views"] [value="field"]').uncheck();
    await expect.poll(() => linkIn(share)).toMatch(/&hide=knobs,caption#/);
    expect(await linkIn(share)).toMatch(/&views=plane,(?!.*field)/);
    await close();
  });
});

/** A demo that its address says nothing of: it wakes when the reader reaches for it. */
async function alone(options: BrowserContextOptions = links) {
  const { page, noise } = await open(browser, embed, options);
  return { page, demo: page.locator('#demo-points'), noise, close: () => page.context().close() };
}

describe('one demo alone', () => {
  it('plays in the frame of another site', async () => {
    const sharing = await arrived(`${article}?demo=points&width=32#demo-points`);
    const code = await (await tool(sharing.demo)).locator('[data-code]').inputValue();
    expect(code).toMatch(
      /^<iframe src="[^"]*embed\/denoising-diffusion\/points\/\?width=32" title="Demo \d+: [^"]+" width="720" height="\d+" loading="lazy"/,
    );
    await sharing.close();

    // The same machine under another name and port: another origin, another site.
    const html = `<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>${code}`;
    const other = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const context = await browser.newContext({ viewport: { width: 900, height: 1400 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`http://localhost:${port}/`);
    const frame: FrameLocator = page.frameLocator('iframe');
    const demo = frame.locator('#demo-points');
    await demo.locator('[data-action="play"]').click();
    await reaches(demo, 10);
    expect(await knob(demo, 'width').inputValue()).toBe('32');
    expect(await frame.locator('a[target="_blank"]').getAttribute('rel')).toBe('noopener');
    expect(complaints.filter((text) => !/favicon/.test(text))).toEqual([]);
    // Every other page refuses to be framed there.
    await page.setContent(`<iframe src="${address(article)}"></iframe>`);
    await expect.poll(() => complaints.join('\n'), { timeout: 20_000 }).toMatch(/frame-ancestors/);
    await context.close();
    await new Promise((resolve) => other.close(resolve));
  });

  it('has no page around it, and sends search engines to its article', async () => {
    const { page, noise, close } = await alone();
    await page.waitForLoadState('networkidle');
    expect(await page.locator('header, footer, nav').count()).toBe(0);
    expect(await page.locator('meta[name="robots"]').getAttribute('content')).toBe('noindex');
    expect(await page.locator('link[rel="canonical"]').getAttribute('href')).toMatch(
      /\/denoising-diffusion\/$/,
    );
    expect(await page.locator('.caption').innerText()).toMatch(/network of .* weights/);
    expect(noise).toEqual({ complaints: [], foreign: [], broken: [] });
    const sitemap = await (await fetch(address('sitemap.xml'))).text();
    expect(sitemap).not.toContain('/embed/');
    await close();
  });

  it('fits a frame of 320 pixels, and shares the address of its article', async () => {
    const { page, demo, close } = await alone({ ...links, viewport: { width: 320, height: 900 } });
    expect(await wideElements(page)).toEqual([]);
    const share = await tool(demo);
    await knob(demo, 'data').selectOption('twoMoons');
    await expect.poll(() => linkIn(share)).toBe(address(`${article}?demo=points&data=twoMoons#demo-points`));
    expect(await wideElements(page)).toEqual([]);
    await close();
  });

  it.each(['light', 'dark'] as const)('follows the system: %s', async (colorScheme) => {
    const { page, close } = await alone({ ...links, colorScheme });
    const paper = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    expect(paper).toBe(colorScheme === 'light' ? 'rgb(252, 251, 247)' : 'rgb(22, 23, 26)');
    await close();
  });
});
