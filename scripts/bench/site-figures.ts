/** Measures the demo of points as readers meet it: on the built page, from the press of Play. */
import type { Browser, Page } from 'playwright';
import type { Place, Results } from '#build/results';
import { firstStepDownload } from './first-step.ts';

type SiteRow = Results['site'][number];

const article = 'denoising-diffusion/';
const viewport = { width: 1000, height: 1200 };

/** What the page notes of itself, in milliseconds since the press of Play. */
interface Notes {
  pressed: number;
  firstStep?: number;
  quality?: { at: number; steps: number };
  /** Longest time between two frames since the first step. */
  gap: number;
  last: number;
  problem: string;
}

declare global {
  interface Window {
    notes: Notes;
  }
}

/** Runs before the page's own scripts; `data-step` is set when a frame of the run is painted. */
function takeNotes(): void {
  window.notes = { pressed: 0, gap: 0, last: 0, problem: '' };
  const { notes } = window;
  document.addEventListener(
    'click',
    ({ target }) => {
      if ((target as Element).closest('#demo-points [data-action="play"]')) notes.pressed = performance.now();
    },
    true,
  );
  const look = (now: number): void => {
    requestAnimationFrame(look);
    const demo = document.querySelector<HTMLElement>('#demo-points');
    if (!demo || notes.pressed === 0) return;
    notes.problem = demo.querySelector('[data-problem]')?.textContent ?? '';
    const step = Number(demo.dataset.step ?? 0);
    if (step < 1 || notes.quality) return;
    notes.firstStep ??= now - notes.pressed;
    if (notes.last > 0) notes.gap = Math.max(notes.gap, now - notes.last);
    notes.last = now;
    const said = demo.querySelector('[data-view="numbers"] .view-body')?.textContent ?? '';
    const [, distance, floor] = /distance ([\d.]+) \(floor ([\d.]+)/.exec(said) ?? [];
    // A frame without samples repeats the numbers of the one before; at step 50 the first ones come.
    if (step >= 50 && Number(distance) <= 2 * Number(floor))
      notes.quality = { at: now - notes.pressed, steps: step };
  };
  requestAnimationFrame(look);
}

/**
 * One row a place; `?backend=` asks for it.
 * @throws Error where the page says that it cannot train there, or says nothing for minutes
 */
export async function measureSite(
  browser: Browser,
  place: Place,
  { url, seconds }: { url: string; seconds: number },
): Promise<SiteRow> {
  if (place === 'wasm-threads') return { place, missing: 'the page itself decides how many threads it uses' };
  const context = await browser.newContext({ viewport, serviceWorkers: 'block' });
  const page = await context.newPage();
  try {
    await page.addInitScript(takeNotes);
    await page.goto(`${url}${article}?backend=${place}`, { waitUntil: 'networkidle' });
    const demo = page.locator('#demo-points');
    await demo.scrollIntoViewIfNeeded();
    await demo.locator('[data-action="play"]').click();
    const runsAt = await whereItRuns(page);
    if (runsAt !== place) return { place, missing: `the page computes with ${runsAt} instead` };
    return { place, figures: await figuresOf(page, seconds) };
  } finally {
    await context.close();
  }
}

/** What the page says of its backend, by the names of the addresses. */
async function whereItRuns(page: Page): Promise<string> {
  const said = () => {
    const { problem } = window.notes;
    if (problem) throw new Error(problem);
    return document.querySelector('#demo-points [data-backend]')?.textContent?.trim() ?? '';
  };
  const handle = await page.waitForFunction(said, undefined, { timeout: 120_000 });
  const text = String(await handle.jsonValue());
  const [, name] = /(WebGL|WebGPU|WASM|WebAssembly)/i.exec(text) ?? [];
  const names: Record<string, string> = {
    webgl: 'webgl',
    webgpu: 'webgpu',
    wasm: 'wasm',
    webassembly: 'wasm',
  };
  return names[name?.toLowerCase() ?? ''] ?? 'cpu';
}

async function figuresOf(page: Page, seconds: number): Promise<NonNullable<SiteRow['figures']>> {
  const started = () => {
    const { firstStep, problem } = window.notes;
    if (problem) throw new Error(problem);
    return firstStep !== undefined;
  };
  await page.waitForFunction(started, undefined, { timeout: 180_000 });
  const good = () => window.notes.quality !== undefined;
  await page.waitForFunction(good, undefined, { timeout: seconds * 1000 }).catch(() => undefined);
  const { firstStep = 0, quality, gap } = await page.evaluate(() => window.notes);
  return {
    firstStep: firstStep / 1000,
    quality: quality ? { seconds: quality.at / 1000, steps: quality.steps } : null,
    gap,
  };
}

/** The compressed download before the first step, where the page chooses the backend itself. */
export async function measureDownload(browser: Browser, url: string): Promise<Results['download']> {
  const context = await browser.newContext({ viewport, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(url + article, { waitUntil: 'load' });
  const answers = await firstStepDownload(page);
  await context.close();
  return { bytes: answers.reduce((sum, { bytes }) => sum + bytes, 0), files: answers.length };
}
