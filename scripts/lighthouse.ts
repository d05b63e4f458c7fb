/**
 * `npm run lighthouse`: audits every kind of page, or those that are named (`npm run lighthouse introduction/`), as a phone sees it, on the built site served compressed. A page that misses 100
 * is audited up to three times, because a busy machine costs points that the page did not lose; its best run counts. Fails below
 * 100 in any category, for a largest paint after 1.5 s, blocking time, or a layout shift. Needs a built site.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import lighthouse, { type Result } from 'lighthouse';
import { launch } from './chromium.mjs';
import { pagePaths } from './pages.ts';
import { serve } from './server.mjs';
import { root } from './tools.mjs';

const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
type Category = (typeof categories)[number];

/** What the first visit on a phone may cost, in milliseconds; the shift has no unit, and 0.005 of it cannot be seen. */
const limits = {
  'largest-contentful-paint': 1500,
  'total-blocking-time': 0,
  'cumulative-layout-shift': 0.005,
} as const;
const runs = 3;

/** A port that nothing listens on, for the browser's debugging connection. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port');
  return address.port;
}

/** One audit with Lighthouse's default phone; the report is kept under `.lighthouse/`. */
async function audit(url: string, { port, name }: { port: number; name: string }): Promise<Result> {
  const flags = {
    port,
    output: 'html' as const,
    logLevel: 'error' as const,
    onlyCategories: [...categories],
  };
  const outcome = await lighthouse(url, flags);
  if (!outcome) throw new Error(`Lighthouse gave no result for ${url}`);
  mkdirSync(join(root, '.lighthouse'), { recursive: true });
  writeFileSync(join(root, '.lighthouse', `${name}.html`), String(outcome.report));
  return outcome.lhr;
}

const score = (result: Result, category: Category): number =>
  Math.round((result.categories[category]?.score ?? 0) * 100);

/** The titles of what cost points, so that the table needs no report to be understood. */
function complaints(result: Result, category: Category): string[] {
  const references = result.categories[category]?.auditRefs ?? [];
  const failed = references.filter(({ id, weight }) => weight > 0 && (result.audits[id]?.score ?? 1) < 0.9);
  return failed.map(
    ({ id }) => `${category}: ${result.audits[id]?.title} ${result.audits[id]?.displayValue ?? ''}`,
  );
}

const measured = (result: Result, audit: keyof typeof limits): number =>
  result.audits[audit]?.numericValue ?? Infinity;

/** What keeps a page from full marks, in words. */
function misses(result: Result): string[] {
  const below = categories.filter((category) => score(result, category) < 100);
  const over = Object.entries(limits).filter(
    ([audit, limit]) => measured(result, audit as keyof typeof limits) > limit,
  );
  return [
    ...below.flatMap((category) => [
      `${category} ${score(result, category)}`,
      ...complaints(result, category),
    ]),
    ...over.map(
      ([audit, limit]) => `${audit} ${result.audits[audit]?.displayValue ?? '?'}, at most ${limit}`,
    ),
  ];
}

const site = await serve({ directory: join(root, 'dist') });
const port = await freePort();
const browser = await launch([`--remote-debugging-port=${port}`], { tabs: true });

const rows: Record<string, Record<string, string | number>> = {};
const found: string[] = [];
const named = process.argv.slice(2);
for (const path of pagePaths().filter((path) => named.length === 0 || named.includes(path))) {
  const results: Result[] = [];
  while (results.length < runs && !results.some((result) => misses(result).length === 0)) {
    results.push(await audit(site.url + path, { port, name: path.replaceAll('/', '') || 'home' }));
  }
  const best = results.reduce((a, b) => (misses(b).length < misses(a).length ? b : a));
  rows[`/${path}`] = {
    ...Object.fromEntries(categories.map((category) => [category, score(best, category)])),
    'largest paint': `${Math.round(measured(best, 'largest-contentful-paint'))} ms`,
    blocking: `${Math.round(measured(best, 'total-blocking-time'))} ms`,
    shift: measured(best, 'cumulative-layout-shift').toFixed(4),
    runs: results.map((result) => score(result, 'performance')).join(', '),
    // Lighthouse's own measure of the machine: below 1,000 its phone is slower than the phone that it stands for.
    machine: results.map(({ environment }) => Math.round(environment.benchmarkIndex)).join(', '),
  };
  found.push(...misses(best).map((text) => `/${path} ${text}`));
}
console.table(rows);
for (const text of found) console.log(text);
if (found.length > 0) process.exitCode = 1;
await browser.close();
await site.close();
