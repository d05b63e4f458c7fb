/** The page's own memory stays flat: while a run goes on, and from run to run. */
import type { Browser, CDPSession } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch } from './browser.ts';
import { openDemo, type DemoFrame } from './demo-frame.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Bytes that the page's program holds after a collection, pictures on the page not counted. */
async function heapBytes(session: CDPSession): Promise<number> {
  // What a first collection lets go of by name only goes with the second.
  for (let i = 0; i < 2; i++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

/** A small run of points plays to this step and pauses. */
async function playTo(demo: DemoFrame, step: number): Promise<void> {
  await demo.press('play');
  await demo.reaches(step);
  await demo.pauses();
}

const session = (demo: DemoFrame) => demo.page.context().newCDPSession(demo.page);

it('holds about 5 kB more for each further frame of a run, its history', async () => {
  const demo = await openDemo(browser, 'points');
  await demo.slide('width', 16);
  await demo.slide('samplingSteps', 2);
  const heap = await session(demo);
  await playTo(demo, 200);
  const [before, from] = [await heapBytes(heap), await demo.step()];
  await playTo(demo, from + 600);
  const frames = ((await demo.step()) - from) / 10;
  const perFrame = ((await heapBytes(heap)) - before) / frames;
  // A frame of numbers takes some hundred bytes, each fifth with its pictures about 7 kB, until 240 of these are kept.
  expect(perFrame).toBeLessThan(5000);
  await demo.close();
});

it('holds no more after the sixth run than after the third', async () => {
  const demo = await openDemo(browser, 'points');
  await demo.slide('width', 16);
  await demo.slide('samplingSteps', 2);
  const heap = await session(demo);
  const held: number[] = [];
  for (let run = 0; run < 6; run++) {
    await playTo(demo, 60);
    expect(await demo.tensorsAfterReset()).toBe(0);
    await demo.frame.evaluate((element) => delete (element as HTMLElement).dataset.step);
    held.push(await heapBytes(heap));
  }
  expect(held[5] - held[2], `bytes after each run: ${held.join(', ')}`).toBeLessThan(300_000);
  await demo.close();
});
