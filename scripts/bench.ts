/**
 * `npm run bench`: trains the reference network in a real browser, ours beside plain TensorFlow.js and jax-js, at every place
 * where a browser computes; measures the demo of points on the built page and the small game of GAN Lab; prints all and writes content/results.json.
 *
 * `--quick` is a short look that writes to `.cache/results.json`, `--place webgl` (repeatable) measures some places and writes
 * nothing, `--game` measures the small game alone and puts it into the file of the same machine, `--flag --use-angle=default` (repeatable) hands a flag to the browser, such as one that lets it use a graphics card.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright';
import {
  parseResults,
  places,
  resultsFile,
  resultsIn,
  sides,
  type Place,
  type Results,
} from '#build/results';
import { bundleBench } from './bench/bundle.ts';
import { measureSweeps } from './bench/growth.ts';
import { machineOf } from './bench/machine.ts';
import { measureGame, measurePlace, reason, type OpenPage, type Plan } from './bench/measurement.ts';
import { printResults } from './bench/printing.ts';
import { measureDownload, measureSite } from './bench/site-figures.ts';
import { buildSite, isBuilt } from './build.mjs';
import { launch } from './chromium.mjs';
import { serve } from './server.mjs';
import { root, step } from './tools.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    game: { type: 'boolean', default: false },
    place: { type: 'string', multiple: true, default: [...places] },
    flag: { type: 'string', multiple: true, default: [] },
  },
});
const chosen = places.filter((place) => options.place.includes(place));
const plan: Plan = options.quick
  ? { rounds: 1, seconds: 0.8, qualitySeconds: 20 }
  : { rounds: 3, seconds: 3, qualitySeconds: 120 };

/** Steps a second below which the sweeps would take the rest of the day. */
const slowestSwept = 2;

/** WebGPU without a card: the browser's own emulation. */
const webgpuFlags = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
];

if (!isBuilt()) await step('Build the site', buildSite);
const pageFolder = await step('Bundle the page of the bench', bundleBench);
const page = await serve({ directory: pageFolder, base: '/' });
const site = await serve({ directory: join(root, 'dist') });
const results = options.game ? await measureGameAlone() : await measureAll();
await page.close();
await site.close();
printResults(results);
keep(results);

/** The figures of before, with new ones of the small game. */
async function measureGameAlone(): Promise<Results> {
  const before = resultsIn(root);
  const browser = await launch(options.flag);
  const machine = await machineOf(browser, await openIn(browser)('webgl'));
  await browser.close();
  if (JSON.stringify(machine) !== JSON.stringify(before.machine))
    throw new Error('The other figures are of another machine: run the whole bench.');
  const results: Results = { ...before, game: [] };
  for (const place of chosen) await step(place, () => measureGameInto(results, place));
  return results;
}

async function measureGameInto({ game }: Results, place: Place): Promise<void> {
  if (place === 'wasm-threads') return;
  const browser = await launchAt(place);
  try {
    game.push({ place, figures: await measureGame(place, { openPage: openIn(browser), plan }) });
  } catch (error) {
    game.push({ place, missing: reason(error) });
  } finally {
    await browser.close();
  }
}

function launchAt(place: Place): Promise<Browser> {
  return launch([...(place === 'webgpu' ? webgpuFlags : []), ...options.flag]);
}

async function measureAll(): Promise<Results> {
  const browser = await launch(options.flag);
  const first = await openIn(browser)('webgl');
  const machine = await machineOf(browser, first);
  const download = await measureDownload(browser, site.url);
  await browser.close();
  const date = new Date().toISOString().slice(0, 10);
  const results: Results = { date, machine, rows: [], site: [], game: [], download, growth: [] };
  for (const place of chosen) {
    await step(place, () => measureInto(results, place));
    await measureGameInto(results, place);
    keepSoFar(results);
  }
  return results;
}

/** All that is told of one place, in a browser of its own: what one place leaves behind or breaks is none of the next one's. */
async function measureInto({ rows, site: onSite, growth }: Results, place: Place): Promise<void> {
  const browser = await launchAt(place);
  const openPage = openIn(browser);
  rows.push(...(await measurePlace(place, sides, { openPage, plan })));
  const asked = { url: site.url, seconds: plan.qualitySeconds };
  onSite.push(
    await measureSite(browser, place, asked).catch((error: unknown) => ({ place, missing: reason(error) })),
  );
  const ours = rows.find((row) => row.side === 'ours' && row.place === place);
  if (ours?.figures && ours.figures.stepsPerSecond > slowestSwept) {
    const grown = await measureSweeps(place, { openPage, plan }).catch((error: unknown) => {
      console.log(`  no sweeps: ${reason(error)}`);
      return [];
    });
    growth.push(...grown);
  }
  await browser.close();
}

function openIn(browser: Browser): OpenPage {
  return async (place) => {
    const opened = await browser.newPage();
    await opened.goto(`${page.url}${place === 'wasm-threads' ? 'isolated/' : ''}`);
    await opened.waitForFunction(() => 'bench' in window);
    return opened;
  };
}

/** What a run that is cut short leaves behind. */
function keepSoFar(results: Results): void {
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(join(root, '.cache', 'results-so-far.json'), JSON.stringify(results, undefined, 2));
}

/** Only a whole run is worth a page of the site. */
function keep(results: Results): void {
  if (chosen.length < places.length) return;
  const path = join(root, options.quick ? '.cache/results.json' : resultsFile);
  const json = `${JSON.stringify(rounded(results), undefined, 2)}\n`;
  parseResults(json);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, json);
  console.log(`Written to ${path}`);
}

/** Four digits are more than any of the figures can be trusted to. */
function rounded<Value>(value: Value): Value {
  const digits = (_: string, part: unknown): unknown =>
    typeof part === 'number' && !Number.isInteger(part) ? Number(part.toPrecision(4)) : part;
  return JSON.parse(JSON.stringify(value, digits)) as Value;
}
