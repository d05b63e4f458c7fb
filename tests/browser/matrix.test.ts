/**
 * Every demo on every backend, in a real browser and at its smallest: the same seed and knobs give the same frames on the same
 * backend, to the last bit, and across backends the numbers agree within `tolerance` of their size.
 */
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { files } from '../house/source-files.ts';
import { address, launch } from './browser.ts';

/** What is left of a frame: numbers as they are, arrays as plain ones. */
type Kept = Readonly<Record<string, unknown>>;

/**
 * Relative to the number's size, beside a thousandth. Backends add in different orders, and training widens what begins as the last
 * bit of single precision; ten or twenty steps keep within this.
 */
const tolerance = 0.01;
/** Of 255 greys, and of the units of a plane: of what the eye sees. */
const greys = 6;
const place = 0.05;

const backends = ['webgl', 'wasm', 'cpu'] as const;
const demos = files('content/articles/*/*.demo.ts').map((file) => {
  const [, , article, name] = file.replace('.demo.ts', '').split('/');
  return { article, name };
});

/** Settings beside the smallest, and how many frames are looked at: enough for a picture that a model drew. */
const looks: Readonly<Record<string, readonly [string, number][]>> = {
  'denoising-diffusion/points': [['', 6]],
  'denoising-diffusion/digits': [
    ['sample', 3],
    // Five steps: software takes seconds for each.
    ['scratch', 1],
  ],
};

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Keeps what every frame holds when it comes from the thread that runs demos. */
const listen = (page: Page) =>
  page.addInitScript(() => {
    const kept: unknown[] = [];
    Object.assign(window, { kept });
    const plain = (value: unknown) => (ArrayBuffer.isView(value) ? [...(value as Uint8Array)] : value);
    window.Worker = class extends Worker {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        this.addEventListener('message', ({ data }) => {
          if (data.type !== 'frame') return;
          kept.push(
            Object.fromEntries(Object.entries(data.frame).map(([name, value]) => [name, plain(value)])),
          );
        });
      }
    };
  });

interface Look {
  readonly article: string;
  readonly name: string;
  readonly backend: string;
  readonly task: string;
  readonly count: number;
}

/**
 * On the bare processor five steps of the digits' network take most of a minute: there it only draws. WebGL and WebAssembly train it.
 */
const isTooSlow = (task: string, backend: string): boolean => backend === 'cpu' && task === 'scratch';

/** The first frames of two runs of the same seed and the smallest knobs, one after the other on one page. */
async function twoRuns({ article, name, backend, task, count }: Look): Promise<[Kept[], Kept[]]> {
  const context = await browser.newContext({
    serviceWorkers: 'block',
    viewport: { width: 1000, height: 1200 },
  });
  const page = await context.newPage();
  await listen(page);
  await page.goto(address(`embed/${article}/${name}/?backend=${backend}`));
  const demo = page.locator(`#demo-${name}`);
  await demo.scrollIntoViewIfNeeded();
  await demo.locator('.knobs').hover();
  await expect.poll(() => demo.getAttribute('data-ready'), { timeout: 60_000 }).toBe('');
  if (task) await demo.locator('[data-knob="task"] select').selectOption(task);
  const run = async (): Promise<Kept[]> => {
    await page.evaluate(() => ((window as unknown as { kept: unknown[] }).kept.length = 0));
    await lower(page, name);
    const steps = demo.locator('[data-action="step"]');
    if ((await steps.count()) > 0) for (let i = 0; i < count; i++) await steps.click();
    const kept = () => page.evaluate(() => (window as unknown as { kept: Kept[] }).kept);
    const words = () => demo.locator('[data-status], [data-problem]').allInnerTexts();
    await expect
      .poll(async () => [(await kept()).length, ...(await words())], { timeout: 240_000, interval: 200 })
      .toSatisfy(([frames]) => Number(frames) >= count);
    const frames = (await kept()).slice(0, count);
    expect(await demo.locator('[data-backend]').innerText()).toMatch(said[backend]);
    await demo.locator('[data-action="reset"]').click();
    await expect.poll(async () => (await words())[0], { timeout: 60_000 }).toMatch(/^Reset/);
    return frames;
  };
  const runs: [Kept[], Kept[]] = [await run(), await run()];
  await context.close();
  return runs;
}

const said: Readonly<Record<string, RegExp>> = { webgl: /WebGL/, wasm: /WebAssembly/, cpu: /processor/ };

/** Every slider to its lowest in one go, so that a demo that answers each turn answers once. */
async function lower(page: Page, name: string): Promise<void> {
  await page.locator(`#demo-${name}`).evaluate((demo) => {
    const sliders = [...demo.querySelectorAll<HTMLInputElement>('[data-knob] input[type="range"]')];
    for (const slider of sliders) slider.value = slider.min;
    sliders[0]?.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

/** How far two frames lie apart, field by field: each a number of tolerances, of which 1 is still allowed. */
function apart(a: Kept, b: Kept): Record<string, number> {
  expect(Object.keys(a)).toEqual(Object.keys(b));
  return Object.fromEntries(
    Object.entries(a).map(([field, value]) => {
      const other = b[field];
      if (typeof value === 'number')
        return [field, Math.abs(value - Number(other)) / (tolerance * Math.abs(value) + 0.001)];
      if (!Array.isArray(value)) return [field, 0];
      const whole = (value as number[]).every(Number.isInteger);
      const gaps = (value as number[]).map((entry, i) => Math.abs(entry - (other as number[])[i]));
      return [field, gaps.reduce((most, gap) => Math.max(most, gap), 0) / (whole ? greys : place)];
    }),
  );
}

describe.each(demos)('$article/$name', ({ article, name }) => {
  it.each(looks[`${article}/${name}`] ?? [['', 1]])('%s', { timeout: 1_800_000 }, async (task, count) => {
    const frames: Record<string, Kept[]> = {};
    for (const backend of backends.filter((backend) => !isTooSlow(task, backend))) {
      const [first, second] = await twoRuns({ article, name, backend, task, count });
      expect(first.length).toBe(count);
      expect(second, `${backend}, twice`).toEqual(first);
      frames[backend] = first;
    }
    const { wasm, ...rest } = frames;
    for (const [between, others] of Object.entries(rest)) {
      const furthest = others.map((frame, i) => Math.max(...Object.values(apart(wasm[i], frame))));
      expect(
        Math.max(...furthest),
        `wasm and ${between}, in tolerances per frame: ${furthest.join(', ')}`,
      ).toBeLessThanOrEqual(1);
    }
  });
});
