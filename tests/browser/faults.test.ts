/**
 * What may happen to a run through no fault of its program, injected into a real browser: the run goes on, or says in a sentence
 * what the reader can do, and nothing is lost.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page, Worker } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, launch } from './browser.ts';
import { alone, openDemo, type DemoFrame } from './demo-frame.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Asked for, so that no trial of other backends stands between. */
const webgl = alone('points', '?backend=webgl');

/** Frames of a demo of points come every ten steps: none is missing, none is there twice. */
async function expectWhole(demo: DemoFrame): Promise<{ step: string; numbers: string }[]> {
  const frames = await demo.history();
  expect(frames.map(({ step }) => step)).toEqual(
    frames.map((_, i) => `Step ${(10 * i).toLocaleString('en')}`),
  );
  return frames;
}

/** A small run of points, far from its end, goes on after a pause, at which a run is saved at once. */
async function playing(demo: DemoFrame, step = 60): Promise<void> {
  await begins(demo);
  await demo.reaches(10);
  await demo.pauses();
  await demo.press('play');
  await demo.reaches(step);
}

/** The same, left alone until it has been saved in its time, somewhere behind its beginning. */
async function playingLong(demo: DemoFrame, step: number): Promise<void> {
  await begins(demo);
  await demo.reaches(0);
  const begun = Date.now();
  await expect
    .poll(async () => Date.now() - begun > 7000 && (await demo.step()) >= step, { timeout: 240_000 })
    .toBe(true);
}

async function begins(demo: DemoFrame): Promise<void> {
  await demo.slide('width', 16);
  await demo.slide('trainingSteps', 10_000);
  await demo.press('play');
}

const thread = (demo: DemoFrame): Worker => demo.page.workers().at(-1)!;

/** Puts a text before the program of the thread that runs demos. */
const beforeThread =
  (text: string) =>
  (page: Page): Promise<void> =>
    page
      .route('**/_astro/worker*.js', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `${text}\n${await response.text()}` });
      })
      .then(() => undefined);

/** Keeps each context of the thread, so that a test can lose it. */
const withContexts = beforeThread(`
  const { getContext } = OffscreenCanvas.prototype;
  self.contexts = [];
  OffscreenCanvas.prototype.getContext = function (...given) {
    const context = getContext.apply(this, given);
    self.contexts.push(context);
    return context;
  };`);

/** From the second frame on, the thread's graphics memory is exhausted, as WebGL says it. */
const withoutMemory = beforeThread('WebGL2RenderingContext.prototype.getError = () => 1285;');

describe('the same curve goes on', () => {
  it('after the thread was killed: with the numbers of a run that nothing happened to', async () => {
    const calm = await openDemo(browser, 'points');
    await playing(calm, 150);
    await calm.pauses();
    const expected = await expectWhole(calm);
    await calm.close();

    const demo = await openDemo(browser, 'points');
    await playing(demo, 40);
    void thread(demo)
      .evaluate(() => self.close())
      .catch(() => undefined);
    await demo.tells(/thread that runs the demos ended\. The run goes on from step \d+/);
    const from = Number(/from step (\d+)/.exec(await demo.problem())?.[1]);
    expect(from).toBeGreaterThan(0);
    await demo.reaches(from + 40);
    await demo.pauses();
    const frames = await expectWhole(demo);
    const shared = Math.min(frames.length, expected.length);
    expect(10 * (shared - 1)).toBeGreaterThan(from);
    expect(frames.slice(0, shared)).toEqual(expected.slice(0, shared));
    await demo.close();
  });

  it('after the graphics card was taken away', async () => {
    const demo = await openDemo(browser, 'points', { path: webgl, prepare: withContexts });
    await playingLong(demo, 30);
    const lose = () => {
      const { contexts } = self as unknown as { contexts: WebGL2RenderingContext[] };
      contexts.at(-1)?.getExtension('WEBGL_lose_context')?.loseContext();
    };
    await thread(demo).evaluate(lose);
    await demo.tells(/took the graphics card away.*goes on from step \d+/);
    const from = Number(/from step (\d+)/.exec(await demo.problem())?.[1]);
    await demo.reaches(from + 20);
    expect(await demo.text('[data-backend]')).toContain('WebGL');
    await demo.pauses();
    await expectWhole(demo);
    await demo.close();
  });

  it('on a slower backend where the memory of the graphics card is exhausted again and again', async () => {
    const demo = await openDemo(browser, 'points', { path: webgl, prepare: withoutMemory });
    await demo.slide('width', 16);
    await demo.press('play');
    await demo.tells(/out of memory\. It happened again.*WebAssembly/);
    await demo.reaches(20);
    expect(await demo.text('[data-backend]')).toMatch(/WebAssembly.*WebGL failed under a run/s);
    await demo.pauses();
    await expectWhole(demo);
    await demo.close();
  });

  it('after the thread gave no sign of life for two minutes', async () => {
    const demo = await openDemo(browser, 'points', { prepare: (page) => page.clock.install() });
    await playing(demo, 20);
    void thread(demo)
      .evaluate(() => {
        for (;;);
      })
      .catch(() => undefined);
    await demo.page.clock.runFor(60_000);
    expect(await demo.problem()).toBe('');
    await demo.page.clock.runFor(70_000);
    await demo.tells(/no longer answered\. The run goes on from step \d+/);
    await demo.reaches((await demo.step()) + 20);
    await demo.close();
  });

  it('where it paused, if the thread ends meanwhile', async () => {
    const demo = await openDemo(browser, 'points');
    await playing(demo, 20);
    await demo.pauses();
    // The last frame is saved while the thread rests.
    await demo.page.waitForTimeout(2000);
    const paused = await demo.step();
    void thread(demo)
      .evaluate(() => self.close())
      .catch(() => undefined);
    await demo.tells(new RegExp(`ended\\. The run goes on from step ${paused}\\.`));
    expect(await demo.text('[data-status]')).toMatch(/Paused/);
    expect(await demo.step()).toBe(paused);
    await demo.press('play');
    await demo.reaches(paused + 20);
    expect(await demo.problem()).toBe('');
    await demo.close();
  });
});

it('numbers that are no longer finite lead back to the last good state, and a lower rate goes on from there', async () => {
  const demo = await openDemo(browser, 'points');
  await playingLong(demo, 20);
  const rate = demo.frame.locator('[data-knob="learningRate"] input');
  const before = await rate.inputValue();
  // Beyond what the slider offers a reader: ten to the power of nine.
  const set = (value: string) =>
    rate.evaluate((input: HTMLInputElement, value) => {
      input.max = '30';
      input.value = value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }, value);
  await set('30');
  await demo.tells(
    // Which number shows it first depends on the step at which the new rate arrives.
    /“\w+” was no longer a finite number, so the run went back to step \d+\. .*learning rate.*press Play/,
  );
  expect(await demo.text('[data-status]')).toMatch(/Paused/);
  const from = Number(/back to step (\d+)/.exec(await demo.problem())?.[1]);
  expect(await demo.step()).toBe(from);
  // Nothing was changed: it happens again, and the state before that one is tried, then none is left.
  await demo.press('play');
  await demo.tells(/no longer a finite number/);
  await expect.poll(() => demo.text('[data-status]'), { timeout: 60_000 }).not.toMatch(/Running/);
  await set(before);
  await demo.press('play');
  await demo.reaches(from + 20);
  expect(await demo.problem()).toBe('');
  await demo.pauses();
  await expectWhole(demo);
  await demo.close();
});

describe('time', () => {
  it('that a hidden page spends is not spent on frames', async () => {
    const hide = (page: Page) =>
      page.addInitScript(() => {
        let hidden = false;
        Object.defineProperty(Document.prototype, 'hidden', { get: () => hidden });
        addEventListener('test:hide', (event) => {
          hidden = (event as CustomEvent<boolean>).detail;
          document.dispatchEvent(new Event('visibilitychange'));
        });
      });
    const demo = await openDemo(browser, 'points', { prepare: async (page) => void (await hide(page)) });
    const show = (hidden: boolean) =>
      demo.page.evaluate((detail) => dispatchEvent(new CustomEvent('test:hide', { detail })), hidden);
    await playing(demo, 20);
    await show(true);
    await demo.page.waitForTimeout(2500);
    const resting = await demo.step();
    await demo.page.waitForTimeout(2500);
    expect(await demo.step()).toBe(resting);
    await show(false);
    await demo.reaches(resting + 20);
    await demo.close();
  });

  it('of an hour that the device sleeps is neither a fault nor made up for', async () => {
    const demo = await openDemo(browser, 'points', { prepare: (page) => page.clock.install() });
    await playing(demo, 20);
    const before = await demo.step();
    await demo.page.clock.fastForward('01:00:00');
    expect((await demo.step()) - before).toBeLessThan(50);
    await demo.reaches((await demo.step()) + 40);
    // The next snapshot comes in its time: what the hour took is not counted as the snapshot's own.
    expect(await demo.problem()).toBe('');
    await demo.pauses();
    await expectWhole(demo);
    expect(demo.noise.complaints).toEqual([]);
    await demo.close();
  });
});

describe('storage', () => {
  it.each(['QuotaExceededError', 'SecurityError'])(
    'that throws %s at every touch never stops a run',
    async (name) => {
      const refuse = (page: Page) =>
        page.addInitScript((name) => {
          const refuse = (): never => {
            throw new DOMException('not here', name);
          };
          for (const method of ['getItem', 'setItem', 'removeItem'] as const)
            Storage.prototype[method] = refuse;
          IDBFactory.prototype.open = refuse;
          const reject = (): Promise<never> => Promise.reject(new DOMException('not here', name));
          Object.assign(CacheStorage.prototype, { open: reject, match: reject, has: reject, keys: reject });
        }, name);
      const demo = await openDemo(browser, 'points', { prepare: async (page) => void (await refuse(page)) });
      await playing(demo, 50);
      expect(await demo.problem()).toBe('');
      expect(demo.noise.complaints).toEqual([]);
      await demo.close();
    },
  );
});

describe('files', () => {
  let server: Server;
  /** How many bytes of each file of weights arrive before the connection breaks; all of them if there is no limit. */
  let limit: number | undefined;
  beforeAll(async () => {
    server = createServer((request, response) => {
      void (async () => {
        const headers = { 'user-agent': request.headers['user-agent'] ?? '' };
        const answer = await fetch(new URL(request.url ?? '/', address()), { headers });
        const bytes = Buffer.from(await answer.arrayBuffer());
        const given = Object.fromEntries(answer.headers);
        delete given['content-encoding'];
        response.writeHead(answer.status, { ...given, 'content-length': bytes.length });
        const breaks = limit !== undefined && request.url?.endsWith('.safetensors');
        if (breaks) response.write(bytes.subarray(0, limit), () => setTimeout(() => response.destroy(), 200));
        else response.end(bytes);
      })();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  const small = async (demo: DemoFrame, count: number) => {
    await demo.slide('count', count);
    await demo.slide('samplingSteps', 2);
  };

  it('that break off half-way are asked for again with Retry', async () => {
    limit = 20_000;
    const { port } = server.address() as AddressInfo;
    const path = `http://127.0.0.1:${port}${new URL(address()).pathname}${alone('digits')}`;
    const demo = await openDemo(browser, 'digits', { path });
    await small(demo, 10);
    await demo.press('play');
    await demo.tells(/safetensors could not be downloaded/);
    limit = undefined;
    await demo.press('retry');
    await demo.reaches(2);
    expect(await demo.problem()).toBe('');
    await demo.close();
  });

  it.each<[string, (whole: Buffer) => Buffer]>([
    ['cut short', (whole) => whole.subarray(0, whole.length / 2)],
    [
      'changed on their way',
      (whole) => Buffer.concat([whole.subarray(0, 9), Buffer.from('oops'), whole.subarray(13)]),
    ],
    ['another thing altogether', () => Buffer.from('<!doctype html><title>Log in</title>')],
  ])('that are %s are named, and Retry fetches whole ones', async (_, damaged) => {
    const damage = (page: Page) =>
      page.route('**/digits.safetensors', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: damaged(await response.body()) });
      });
    const demo = await openDemo(browser, 'digits', { prepare: async (page) => void (await damage(page)) });
    await small(demo, 10);
    await demo.press('play');
    await demo.tells(/A file arrived damaged.*Not a valid safetensors file/);
    await demo.page.unroute('**/digits.safetensors');
    await demo.press('retry');
    await demo.reaches(2);
    expect(await demo.problem()).toBe('');
    expect(await demo.frame.locator('[data-knob="samplingSteps"] input').inputValue()).toBe('2');
    await demo.close();
  });

  it('that fail late lose no frame: Retry makes the frames before silently and goes on', async () => {
    const demo = await openDemo(browser, 'digits', {
      prepare: (page) => page.route('**/digits-test.bin', (route) => route.abort()).then(() => undefined),
    });
    await small(demo, 100);
    await demo.press('play');
    await demo.tells(/digits-test\.bin could not be downloaded/);
    const before = await demo.history();
    expect(before.map(({ step }) => step)).toEqual(['Step 0', 'Step 1']);
    await demo.page.unroute('**/digits-test.bin');
    await demo.press('retry');
    await demo.reaches(2);
    const after = await demo.history();
    expect(after.map(({ step }) => step)).toEqual(['Step 0', 'Step 1', 'Step 2']);
    expect(after.slice(0, 2)).toEqual(before);
    expect(after[2].numbers).toMatch(/Fréchet distance/);
    await demo.close();
  });
});
