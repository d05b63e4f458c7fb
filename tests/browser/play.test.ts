/** Ways to play with a demo: limits and slow motion, a guess before the run, failures on purpose, one step in parts, own points. */
import type { Browser, Locator } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from './browser.ts';
import { openDemo, type DemoFrame } from './demo-frame.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const status = '[data-status]';

/** A tool of the demo, opened. */
async function tool(demo: DemoFrame, name: string): Promise<Locator> {
  await demo.frame.locator('.tools > summary').click();
  const place = demo.frame.locator(`[data-tool="${name}"]`);
  await place.locator('summary').click();
  return place;
}

/** A run that is quick everywhere. */
async function small(): Promise<Awaited<ReturnType<typeof openDemo>>> {
  const demo = await openDemo(browser, 'points');
  await demo.slide('width', 16);
  await demo.slide('samplingSteps', 2);
  return demo;
}

describe('limits', () => {
  it('pause a run at a step once, and name a limit that is none', async () => {
    const demo = await small();
    const limits = await tool(demo, 'limits');
    const steps = limits.locator('[data-limit="steps"]');
    await steps.fill('0.5');
    expect(await limits.locator('[data-trouble]').innerText()).toMatch(/whole number from 1/);
    await steps.fill('40');
    expect(await limits.locator('[data-trouble]').innerText()).toBe('');
    await demo.press('play');
    await demo.says(status, /Paused at your limit, step 40/);
    expect(await demo.step()).toBe(40);
    await demo.press('play');
    await demo.reaches(60);
    await demo.close();
  });

  it('pause a run after seconds of playing, and tell how long the rest will take', async () => {
    const demo = await small();
    await demo.slide('trainingSteps', 10_000);
    const limits = await tool(demo, 'limits');
    await limits.locator('[data-limit="seconds"]').fill('3');
    await demo.press('play');
    await demo.says(status, /Paused at your limit of 3 seconds/);
    expect(await limits.locator('[data-left]').innerText()).toMatch(
      /About \d+ (seconds|minutes) left at this pace/,
    );
    await demo.close();
  });

  it('slow the run down to one frame a second', async () => {
    const demo = await small();
    const limits = await tool(demo, 'limits');
    await limits.locator('[data-pace]').selectOption('1000');
    await demo.press('play');
    await demo.reaches(10);
    const [began, from] = [performance.now(), await demo.step()];
    await demo.reaches(from + 30);
    const perFrame = (performance.now() - began) / ((await demo.step()) - from) / 0.1;
    expect(perFrame, 'milliseconds a frame').toBeGreaterThan(900);
    await demo.close();
  });
});

it('a guess is kept over a refresh, and the run with the default settings answers it', async () => {
  const demo = await openDemo(browser, 'smallest', { path: 'embed/introduction/smallest/?backend=cpu' });
  const question = demo.frame.locator('[data-tool="question"]');
  const guess = question.locator('input');
  await demo.frame.locator('.knobs').hover();
  await expect.poll(() => demo.frame.getAttribute('data-ready')).toBe('');
  await question.locator('[data-guess]').click();
  expect(await question.locator('[data-said]').innerText()).toMatch(/A guess is a number from/);
  await guess.fill((await guess.getAttribute('max'))!);
  await question.locator('[data-guess]').click();
  await demo.page.reload();
  await demo.frame.locator('.knobs').hover();
  await demo.says('[data-said]', /Your guess: .* it answers at step \d+/);
  await demo.press('play');
  await demo.says('[data-said]', /You guessed .*; the run measured [\d.]+/);
  await demo.close();
});

it('a failure on purpose is set up and played by one press, and left by Default settings', async () => {
  const demo = await openDemo(browser, 'points');
  const presets = demo.frame.locator('[data-tool="presets"]');
  const narrow = presets.locator('[data-preset="tooNarrow"]');
  await narrow.click();
  await demo.reaches(10);
  expect(await narrow.getAttribute('aria-pressed')).toBe('true');
  expect(await presets.locator('[data-look]').innerText()).toMatch(/loss levels off well above its floor/);
  expect(await demo.text('[data-knob="width"] output')).toBe('16');
  await demo.press('defaults');
  await expect.poll(() => narrow.getAttribute('aria-pressed')).toBe('false');
  expect(await demo.text('[data-knob="width"] output')).toBe('128');
  await demo.close();
});

it('one step is gone through in five parts, each with its numbers', async () => {
  const demo = await small();
  const parts = await tool(demo, 'parts');
  const said: string[] = [];
  await demo.press('step');
  await demo.reaches(0);
  for (let part = 0; part < 5; part++) {
    await parts.locator('[data-next]').click();
    const current = () => parts.locator('li').nth(part).getAttribute('aria-current');
    await expect.poll(current, { timeout: 60_000 }).toBe('step');
    said.push(await parts.locator('[data-numbers]').innerText());
  }
  const told = [
    /its noise/,
    /network answers/,
    /mean squared error is \d/,
    /of the gradient/,
    /of the moves/,
  ];
  told.forEach((words, part) => expect(said[part]).toMatch(words));
  expect(await demo.step()).toBe(1);
  await demo.close();
});

describe('a table of own points', () => {
  it('with a mistake is refused with its row and column', async () => {
    const demo = await small();
    const points = await tool(demo, 'own-points');
    await points.locator('textarea').fill('1, 2\n3, four\n');
    await points.locator('[data-use]').click();
    expect(await points.locator('[data-refused]').innerText()).toBe(
      'Row 2, column 2: “four” is not a number.',
    );
    await demo.close();
  });

  it('from a file is what the model then learns from', async () => {
    const demo = await small();
    const points = await tool(demo, 'own-points');
    const rows = Array.from({ length: 60 }, (_, i) => `${Math.cos(i / 9)},${3 * Math.sin(i / 9)}`);
    const file = { name: 'ring.csv', mimeType: 'text/csv', buffer: Buffer.from(`x,y\n${rows.join('\n')}\n`) };
    await points.locator('[data-file]').setInputFiles(file);
    await expect.poll(() => points.locator('[data-taken]').innerText()).toMatch(/^60 points taken/);
    expect(await demo.text('[data-knob="drawing"] output')).toMatch(/^60 of/);
    await demo.press('play');
    await demo.reaches(20);
    expect(await demo.problem()).toBe('');
    expect(await demo.text('.badge')).toBe('live');
    await demo.close();
  });
});
