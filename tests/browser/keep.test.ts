/**
 * Keeping runs and taking them away: checkpoints survive a refresh, files open in other programs and come back, and what a browser
 * refuses is said in words.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Browser, Download, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '#data/safetensors';
import { launch, open } from './browser.ts';

const alone = 'embed/denoising-diffusion/points/?backend=wasm';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** The demo of points, small enough to train fast, with its tools open. */
class Keeping {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get frame() {
    return this.page.locator('#demo-points');
  }

  tool(name: string) {
    return this.frame.locator(`[data-tool="${name}"]`);
  }

  press(tool: string, name: string): Promise<void> {
    return this.tool(tool).locator(`[data-press="${name}"]`).click();
  }

  act(action: string): Promise<void> {
    return this.frame.locator(`[data-action="${action}"]`).click();
  }

  /** Reaches for the demo and opens its tools. */
  async wake(): Promise<void> {
    await this.frame.scrollIntoViewIfNeeded();
    await this.frame.locator('[data-action="play"]').hover();
    await expect.poll(() => this.frame.getAttribute('data-ready'), { timeout: 30_000 }).toBe('');
    await this.frame.locator('.tools > summary').click();
    for (const tool of ['keep', 'take-away']) await this.tool(tool).locator('summary').first().click();
  }

  /** Frame by frame, so that none is on its way afterwards. */
  async trainTo(step: number): Promise<number> {
    for (let at = -10; at < step; at = await this.step()) {
      await this.act('step');
      await this.reaches(at + 10);
    }
    return this.step();
  }

  async step(): Promise<number> {
    return Number(await this.frame.getAttribute('data-step'));
  }

  reaches(step: number): Promise<void> {
    return expect.poll(() => this.step(), { timeout: 120_000, interval: 100 }).toBeGreaterThanOrEqual(step);
  }

  says(selector: string, words: RegExp, within = this.frame): Promise<void> {
    return expect
      .poll(() => within.locator(selector).first().innerText(), { timeout: 60_000, interval: 100 })
      .toMatch(words);
  }

  async download(kind: string): Promise<{ name: string; bytes: Buffer }> {
    const coming = this.page.waitForEvent('download');
    await this.press('take-away', kind);
    const download: Download = await coming;
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  load(name: string, bytes: Uint8Array): Promise<void> {
    const input = this.tool('take-away').locator('input[type="file"]');
    return input.setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
  }

  /** The curve of the loss, as the chart draws it. */
  curve(): Promise<string> {
    return this.frame.locator('[data-view="loss"] path.line').getAttribute('d') as Promise<string>;
  }
}

async function points({ width = 16, prepare }: { width?: number; prepare?: () => void } = {}) {
  const { page, noise } = await open(browser, alone, {
    viewport: { width: 1000, height: 1200 },
    prepare: async (page) => void (prepare && (await page.addInitScript(prepare))),
  });
  const demo = new Keeping(page);
  await demo.wake();
  await demo.frame.locator('[data-knob="width"] input').fill(String(width));
  await demo.frame.locator('[data-seed]').fill('7');
  return { demo, page, noise, close: () => page.context().close() };
}

describe('a checkpoint', () => {
  it('survives a refresh, goes on from its step with its curve, and can be removed', async () => {
    const { demo, page, noise, close } = await points();
    await demo.press('keep', 'keep');
    await demo.says('[data-said]', /no run to keep/, demo.tool('keep'));
    const step = await demo.trainTo(60);
    await demo.press('keep', 'keep');
    await demo.says('[data-said]', new RegExp(`Kept at step ${step}: [\\d.]+ kB`), demo.tool('keep'));

    await page.reload();
    await demo.wake();
    const list = demo.tool('keep').locator('[data-list] li');
    await expect.poll(() => list.count()).toBeGreaterThanOrEqual(1);
    const entry = list.filter({ hasNotText: 'saved by the page' });
    expect(await entry.innerText()).toMatch(new RegExp(`Step ${step}, .*\\d{4}.*, [\\d.]+ kB`));
    await entry.getByRole('button', { name: 'Go on from here' }).click();
    await demo.reaches(step + 10);
    expect(await demo.frame.locator('[data-knob="width"] output').innerText()).toBe('16');
    expect(await demo.frame.locator('[data-seed]').inputValue()).toBe('7');
    await demo.act('play');
    // The frame that was on its way when the run paused may still come.
    await demo.frame.locator('[data-timeline]').fill('1');
    await expect.poll(() => demo.frame.locator('[data-timeline-step]').innerText()).toBe('Step 10');

    await entry.getByRole('button', { name: 'Remove' }).click();
    await demo.says('[data-said]', /Removed/, demo.tool('keep'));
    await expect.poll(() => entry.count()).toBe(0);
    await page.reload();
    await demo.wake();
    await expect.poll(() => entry.count()).toBe(0);
    expect(noise.complaints).toEqual([]);
    await close();
  });

  it('gives the numbers that the uninterrupted run gives', async () => {
    const { demo, page, close } = await points();
    const step = await demo.trainTo(20);
    await demo.press('keep', 'keep');
    await demo.says('[data-said]', /Kept/, demo.tool('keep'));
    const lossAt = async (wanted: number): Promise<string> => {
      while ((await demo.step()) < wanted) {
        const before = await demo.step();
        await demo.act('step');
        await demo.reaches(before + 10);
      }
      const { bytes } = await demo.download('metrics');
      const [head, ...rows] = bytes
        .toString()
        .trim()
        .split('\r\n')
        .map((row) => row.split(','));
      const row = rows.find(([at]) => Number(at) === wanted)!;
      return row[head.indexOf('loss')];
    };
    const straight = await lossAt(step + 30);
    await page.reload();
    await demo.wake();
    await demo.tool('keep').getByRole('button', { name: 'Go on from here' }).first().click();
    await demo.reaches(step + 10);
    await demo.act('play');
    expect(await lossAt(step + 30)).toBe(straight);
    await close();
  });

  it('is made by the page of a run that is left, and offered after a refresh', async () => {
    const { demo, page, close } = await points();
    await demo.act('play');
    const began = await page.evaluate(() => performance.now());
    await demo.reaches(10);
    await page.waitForFunction((since) => performance.now() - since > 6000, began);
    await demo.act('play');
    const entry = demo.tool('keep').locator('[data-list] li', { hasText: 'saved by the page' });
    await expect.poll(() => entry.count(), { timeout: 30_000 }).toBe(1);
    const saved = async () => Number(/Step (\d+)/.exec(await entry.innerText())?.[1]);
    const behind = async () => (await demo.step()) - (await saved());
    await expect.poll(behind, { timeout: 30_000 }).toBe(0);
    const step = await demo.step();
    await page.reload();
    await demo.frame.locator('[data-action="play"]').hover();
    const offer = demo.frame.locator('.left-run');
    await demo.says('[data-left-said]', new RegExp(`You left a run at step ${step} on`));
    await offer.getByRole('button', { name: `Go on from step ${step}` }).click();
    await demo.reaches(step + 10);
    expect(await offer.isVisible()).toBe(false);
    await demo.wake();
    await demo.act('reset');
    await expect.poll(() => entry.count(), { timeout: 30_000 }).toBe(0);
    await page.reload();
    await demo.wake();
    expect(await offer.isVisible()).toBe(false);
    await close();
  });

  it.each([
    ['forbidden', refuseStorage, /lets the page store nothing/],
    ['full', fillStorage, /no room left/],
  ])('is missed without harm where storage is %s', async (_, prepare, words) => {
    const { demo, noise, close } = await points({ prepare });
    const step = await demo.trainTo(20);
    await demo.press('keep', 'keep');
    await demo.says('[data-said]', words, demo.tool('keep'));
    await demo.act('play');
    await demo.reaches(step + 10);
    expect(noise.complaints).toEqual([]);
    await close();
  });
});

/** These two run in the page, before anything of it. */
function refuseStorage(): void {
  IDBFactory.prototype.open = () => {
    throw new DOMException('refused by the test', 'SecurityError');
  };
}
function fillStorage(): void {
  IDBObjectStore.prototype.put = () => {
    throw new DOMException('full in the test', 'QuotaExceededError');
  };
}

const python = spawnSync('python3', ['--version']).status === 0;

/** Reads a file as the format says, with nothing but Python's own library. */
const reader = `
import json, struct, sys
with open(sys.argv[1], 'rb') as file:
    size, = struct.unpack('<Q', file.read(8))
    header = json.loads(file.read(size))
    data = file.read()
facts = header.pop('__metadata__')
tensors = {}
for name, entry in header.items():
    start, end = entry['data_offsets']
    assert entry['dtype'] == 'F32'
    values = struct.unpack('<%df' % ((end - start) // 4), data[start:end])
    tensors[name] = {'shape': entry['shape'], 'bytes': end - start, 'first': values[0], 'last': values[-1]}
print(json.dumps({'facts': facts, 'tensors': tensors, 'bytes': len(data)}))
`;

describe('a file of weights', () => {
  it.skipIf(!python)(
    'opens in Python with its standard library (skipped where there is no python3)',
    async () => {
      const { demo, page, close } = await points();
      const step = await demo.trainTo(20);
      const coming = page.waitForEvent('download');
      await demo.press('take-away', 'weights');
      const download = await coming;
      expect(download.suggestedFilename()).toBe(`denoising-diffusion-points-step-${step}.safetensors`);
      const path = await download.path();
      const read = JSON.parse(execFileSync('python3', ['-c', reader, path]).toString());
      const shapes = Object.fromEntries(
        Object.entries<{ shape: number[] }>(read.tensors).map(([name, { shape }]) => [name, shape]),
      );
      expect(shapes).toEqual({
        'hidden1.weight': [34, 16],
        'hidden1.bias': [16],
        'hidden2.weight': [16, 16],
        'hidden2.bias': [16],
        'hidden3.weight': [16, 16],
        'hidden3.bias': [16],
        'output.weight': [16, 2],
        'output.bias': [2],
      });
      expect(read.tensors['hidden1.weight'].bytes).toBe(34 * 16 * 4);
      expect(read.bytes).toBe(4 * (34 * 16 + 16 + 2 * (16 * 16 + 16) + 16 * 2 + 2));
      const { tensors } = decodeSafetensors(new Uint8Array(await readFile(path)));
      for (const [name, { values }] of Object.entries(tensors)) {
        expect(read.tensors[name].first).toBe(values[0]);
        expect(read.tensors[name].last).toBe(values.at(-1));
      }
      // Training moved them: the output layer begins at zero.
      expect(read.tensors['output.weight'].first).not.toBe(0);
      expect(JSON.parse(read.facts.demo)).toBe('denoising-diffusion/points');
      expect(JSON.parse(read.facts.settings)).toMatchObject({ width: 16, data: 'eightGaussians' });
      expect([read.facts.seed, read.facts.step]).toEqual(['7', String(step)]);
      await close();
    },
  );

  it('begins a run with its weights and the settings that made them', async () => {
    const { demo, page, close } = await points();
    await demo.trainTo(150);
    const { name, bytes } = await demo.download('weights');
    await page.reload();
    await demo.wake();
    await demo.load(name, bytes);
    await demo.says('[data-said]', /A new run began with the weights of/, demo.tool('take-away'));
    await demo.reaches(10);
    expect(await demo.frame.locator('[data-knob="width"] output').innerText()).toBe('16');
    const { bytes: csv } = await demo.download('metrics');
    const [head, ...rows] = csv
      .toString()
      .trim()
      .split('\r\n')
      .map((row) => row.split(','));
    const losses = rows.map((row) => row[head.indexOf('loss')]).filter((cell) => cell !== '');
    // A run that begins at the beginning stands near 1 there.
    expect(Number(losses[0])).toBeLessThan(0.75);
    await close();
  });

  it('that does not fit is refused with the tensor and what was expected', async () => {
    const { demo, close } = await points();
    const ones = (shape: number[]) => ({
      shape,
      values: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(1),
    });
    const weights = { 'hidden1.weight': ones([34, 8]), strange: ones([1]) };
    const problem = (words: RegExp) => demo.says('[data-trouble]', words, demo.tool('take-away'));
    await demo.load('odd.safetensors', encodeSafetensors(weights));
    await problem(/“hidden1.weight” is \[34, 8\]; expected \[34, 16\]/);
    await problem(/“strange” is no part of this network/);
    await problem(/“hidden1.bias” is missing; expected \[16\].*Further tensors that do not fit: 4\./s);
    await demo.load('cut.safetensors', encodeSafetensors(weights).slice(0, 60));
    await problem(/cut\.safetensors cannot be read/);
    const foreign = encodeSafetensors(weights, { metadata: { demo: '"elsewhere/other"' } });
    await demo.load('other.safetensors', foreign);
    await problem(/belongs to another demo, elsewhere\/other/);
    await demo.load('notes.txt', new Uint8Array(3));
    await problem(/neither weights .* nor a configuration/);
    await close();
  });
});

describe('other files', () => {
  it('tell the configuration, which can be loaded again', async () => {
    const { demo, page, close } = await points();
    const step = await demo.trainTo(20);
    const { name, bytes } = await demo.download('configuration');
    expect(name).toBe('denoising-diffusion-points-configuration.json');
    const told = JSON.parse(bytes.toString());
    expect(told).toMatchObject({
      article: 'denoising-diffusion',
      demo: 'denoising-diffusion/points',
      seed: 7,
      step,
      backend: 'wasm',
      settings: { width: 16, data: 'eightGaussians' },
    });
    expect(told.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(Math.abs(Date.parse(told.date) - Date.now())).toBeLessThan(600_000);
    await page.reload();
    await demo.wake();
    await demo.load(
      name,
      Buffer.from(JSON.stringify({ ...told, settings: { ...told.settings, data: 'x' } })),
    );
    await demo.says(
      '[data-said]',
      /settings and the seed of the file are set\. .*“data=x”/s,
      demo.tool('take-away'),
    );
    expect(await demo.frame.locator('[data-seed]').inputValue()).toBe('7');
    expect(await demo.frame.locator('[data-knob="width"] output').innerText()).toBe('16');
    await demo.load('broken.json', Buffer.from('{'));
    await demo.says('[data-trouble]', /holds no configuration/, demo.tool('take-away'));
    await close();
  });

  it('hold the numbers of every frame', async () => {
    const { demo, close } = await points();
    const step = await demo.trainTo(50);
    const { name, bytes } = await demo.download('metrics');
    expect(name).toBe(`denoising-diffusion-points-step-${step}-metrics.csv`);
    const [head, ...rows] = bytes
      .toString()
      .trim()
      .split('\r\n')
      .map((row) => row.split(','));
    expect(head[0]).toBe('step');
    expect(head).toEqual(expect.arrayContaining(['loss', 'lossFloor', 'distance', 'distanceFloor']));
    expect(rows.map(([at]) => Number(at))).toEqual(Array.from({ length: step / 10 + 1 }, (_, i) => 10 * i));
    const losses = rows.map((row) => row[head.indexOf('loss')]);
    expect(losses[0]).toBe('');
    expect(losses.slice(1).every((loss) => Number(loss) > 0)).toBe(true);
    await close();
  });

  it.each(['light', 'dark'] as const)(
    'show the pictures in the %s colours of the page',
    async (colorScheme) => {
      const { page, noise } = await open(browser, alone, {
        viewport: { width: 1000, height: 900 },
        colorScheme,
      });
      const demo = new Keeping(page);
      await demo.wake();
      const { name, bytes } = await demo.download('picture');
      expect(name).toBe('denoising-diffusion-points.png');
      const seen = await page.evaluate(
        async (address) => {
          const image = new Image();
          image.src = address;
          await image.decode();
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
          const context = canvas.getContext('2d')!;
          context.drawImage(image, 0, 0);
          const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
          const colours = new Map<string, number>();
          for (let i = 0; i < data.length; i += 4) {
            const colour = `#${[...data.slice(i, i + 3)].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
            colours.set(colour, (colours.get(colour) ?? 0) + 1);
          }
          const style = getComputedStyle(document.documentElement);
          const counts = ['--paper-raised', '--paper', '--actor-loss', '--ink'].map(
            (token) => colours.get(style.getPropertyValue(token).trim()) ?? 0,
          );
          return { width: canvas.width, height: canvas.height, counts };
        },
        `data:image/png;base64,${bytes.toString('base64')}`,
      );
      expect(seen.width).toBe(2 * (2 * 20 + 2 * 400 + 24));
      expect(seen.height).toBeGreaterThan(1000);
      for (const count of seen.counts) expect(count).toBeGreaterThan(200);
      expect(noise.complaints).toEqual([]);
      await page.context().close();
    },
  );

  it('hold the code, with the settings and the seed of the reader', async () => {
    const { demo, close } = await points();
    const { name, bytes } = await demo.download('code');
    expect(name).toBe('points.ts');
    const code = bytes.toString();
    expect(code).toContain("import * as tf from '@tensorflow/tfjs';");
    expect(code).toContain('"width": 16');
    expect(code).toContain('const chosenSeed = 7;');
    await close();
  });

  it('are offered only where there is something in them', async () => {
    const { page } = await open(browser, 'embed/denoising-diffusion/noising/');
    const frame = page.locator('#demo-noising');
    await frame.scrollIntoViewIfNeeded();
    await frame.locator('[data-knob] input').first().hover();
    await expect.poll(() => frame.getAttribute('data-ready'), { timeout: 30_000 }).toBe('');
    await frame.locator('.tools > summary').click();
    expect(await frame.locator('[data-tool="keep"]').isVisible()).toBe(false);
    await frame.locator('[data-tool="take-away"] > summary').click();
    const buttons = frame.locator('[data-tool="take-away"] [data-press]:visible');
    expect(await buttons.allInnerTexts()).toEqual(['Picture', 'Configuration']);
    await page.context().close();
  });
});
