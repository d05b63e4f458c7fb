/** One journey through a demo in each of the three engines that browsers are built on. */
import { expect, it } from 'vitest';
import { address } from './browser.ts';
import { chromium } from './engines/chromium.ts';
import { firefox } from './engines/firefox.ts';
import type { Tab } from './engines/tab.ts';
import { webkit } from './engines/webkit.ts';

/** A small network learns in seconds where the processor computes, too. */
const width = 16;
/** As in points.demo.ts. */
const stepsPerFrame = 10;

it.for([chromium, firefox, webkit])(
  '$name: open, play, loss falls, pause, step, reset',
  { timeout: 300_000 },
  async ({ name, start }, { skip }) => {
    if (!start) {
      say(`${name} is not installed: its journey is left out.`);
      return skip(`${name} is not installed`);
    }
    const tab = await start();
    try {
      say(`${name}: ${await journey(tab)}`);
    } finally {
      await tab.close();
    }
  },
);

/** For whoever runs the tests: vitest prints it beside the results. */
const say = (sentence: string): void => void process.stdout.write(`  ${sentence}\n`);

/** Returns where the engine computed and how far the loss fell, in words. */
async function journey(tab: Tab): Promise<string> {
  await tab.open(address('denoising-diffusion/'));
  expect(await tab.complaints()).toEqual([]);
  await tab.run(bringIntoView, '#demo-points');
  await expect.poll(() => tab.run(turnWidth, width), patient).toBe(true);
  await press(tab, 'play');
  const losses = await fallingLosses(tab);

  await press(tab, 'play');
  await expect.poll(() => text(tab, '[data-status]'), patient).toMatch(/Paused at step/);
  const paused = await restingStep(tab);

  await press(tab, 'step');
  await expect.poll(() => step(tab), patient).toBe(paused + stepsPerFrame);
  const backend = await text(tab, '[data-backend]');

  await tab.run(forgetTensors);
  await press(tab, 'reset');
  await expect.poll(() => text(tab, '.badge'), patient).toBe('recorded');
  await expect.poll(() => tab.run(attribute, 'tensors'), patient).toBe('0');
  await expect.poll(() => text(tab, numbers), patient).toMatch(/Step 1500/);
  expect(await tab.complaints()).toEqual([]);
  return `${backend} Loss ${losses[0]} to ${losses.at(-1)} in ${paused} steps.`;
}

/** Without a graphics card and on a busy machine the first frame takes its time. */
const patient = { timeout: 120_000, interval: 50 };
const numbers = '[data-view="numbers"] .view-body';

/** Watches the numbers, once a frame of the run is painted, until the loss has lost a fifth of its first value, and returns what was seen. */
async function fallingLosses(tab: Tab): Promise<number[]> {
  const losses: number[] = [];
  const seen = async (): Promise<number> => {
    const live = (await tab.run(attribute, 'step')) === null ? '' : await text(tab, numbers);
    const loss = Number(/loss (\d[\d.]*)/.exec(live)?.[1]);
    if (loss > 0 && loss !== losses.at(-1)) losses.push(loss);
    return losses.length > 2 ? losses.at(-1)! / losses[0] : 1;
  };
  await expect
    .poll(seen, patient)
    .toBeLessThan(0.8)
    .catch((error: unknown) => {
      throw new Error(`The losses seen: ${losses.join(', ')}`, { cause: error });
    });
  return losses;
}

/** The step that a paused run rests at: one frame may have been on its way when Pause was pressed, and no second one. */
async function restingStep(tab: Tab): Promise<number> {
  const atOnce = await step(tab);
  const gained = async (): Promise<number> => {
    const before = await step(tab);
    await tab.run(rest, 1000);
    return (await step(tab)) - before;
  };
  await expect.poll(gained, patient).toBe(0);
  const resting = await step(tab);
  expect(resting - atOnce, 'steps after Pause').toBeLessThanOrEqual(stepsPerFrame);
  expect(await text(tab, '[data-status]')).toContain(`Paused at step ${resting}`);
  return resting;
}

async function press(tab: Tab, action: string): Promise<void> {
  const selector = `#demo-points [data-action="${action}"]`;
  await tab.run(bringIntoView, selector);
  await tab.click(selector);
}

const text = (tab: Tab, selector: string): Promise<string> => tab.run(innerText, `#demo-points ${selector}`);
const step = async (tab: Tab): Promise<number> => Number(await tab.run(attribute, 'step'));

// What follows runs inside the page, each by itself.

/** Whether it is there to be turned: what can be set comes when the demo is near. */
function turnWidth(width: number): boolean {
  const input = document.querySelector<HTMLInputElement>('#demo-points [data-knob="width"] input');
  if (!input) return false;
  input.value = String(width);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}

/** Twice, with the frames between: what was far off is laid out only once it is near. */
async function bringIntoView(selector: string): Promise<void> {
  for (let frame = 0; frame < 4; frame++) {
    document.querySelector(selector)!.scrollIntoView({ block: 'center', behavior: 'instant' });
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

const innerText = (selector: string): string => document.querySelector<HTMLElement>(selector)!.innerText;
const attribute = (name: string): string | null =>
  document.querySelector<HTMLElement>('#demo-points')!.dataset[name] ?? null;
/** Only what is told after this counts. */
const forgetTensors = (): void =>
  void delete document.querySelector<HTMLElement>('#demo-points')!.dataset.tensors;
const rest = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
