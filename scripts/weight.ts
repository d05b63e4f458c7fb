/** `npm run weight`: what a reader downloads per page before touching a demo, with Brotli and with gzip alone. Needs a built site. */
import { join } from 'node:path';
import { pageWeight } from '../tests/browser/page-weight.ts';
import { launch } from './chromium.mjs';
import { pagePaths } from './pages.ts';
import { serve } from './server.mjs';
import { root } from './tools.mjs';

const directory = join(root, 'dist');
const site = await serve({ directory });
const gzipSite = await serve({ directory, encodings: ['gzip'] });
const browser = await launch();

const rows: Record<string, Record<string, string>> = {};
for (const path of pagePaths()) {
  const { total, script, font, tensorflow } = await pageWeight(browser, site.url + path);
  const gzip = await pageWeight(browser, gzipSite.url + path);
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
  rows[`/${path}`] = {
    total: kilobytes(total),
    'total, gzip': kilobytes(gzip.total),
    script: kilobytes(script),
    font: kilobytes(font),
    'TensorFlow.js': tensorflow.length > 0 ? 'yes' : 'no',
  };
}
console.table(rows);
await browser.close();
await site.close();
await gzipSite.close();
