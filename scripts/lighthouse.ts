/**
 * `npm run lighthouse`: audits every page as a phone sees them, on the built site served compressed.
 * Fails below 95 for performance or below 100 for the other three. Needs a built site.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import lighthouse, { type Result } from 'lighthouse';
import { launch } from './chromium.mjs';
import { pagePaths } from './pages.ts';
import { serve } from './server.mjs';
import { root } from './tools.mjs';

const floors = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 };
type Category = keyof typeof floors;
const categories = Object.keys(floors) as Category[];

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
  const flags = { port, output: 'html' as const, logLevel: 'error' as const, onlyCategories: categories };
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

const site = await serve({ directory: join(root, 'dist') });
const port = await freePort();
const browser = await launch([`--remote-debugging-port=${port}`]);

const rows: Record<string, Record<Category, number>> = {};
const found: string[] = [];
for (const path of pagePaths()) {
  const result = await audit(site.url + path, { port, name: path.replace('/', '') || 'home' });
  rows[`/${path}`] = Object.fromEntries(
    categories.map((category) => [category, score(result, category)]),
  ) as Record<Category, number>;
  const below = categories.filter((category) => score(result, category) < floors[category]);
  for (const category of below) found.push(...complaints(result, category).map((text) => `/${path} ${text}`));
  if (below.length > 0) process.exitCode = 1;
}
console.table(rows);
for (const text of found) console.log(text);
await browser.close();
await site.close();
