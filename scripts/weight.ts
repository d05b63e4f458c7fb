/** `npm run weight`: what a reader downloads per page before touching a demo, gzip as on GitHub Pages. Needs a built site. */
import { join } from 'node:path';
import { pageWeight } from '../tests/browser/page-weight.ts';
import { launch } from './chromium.mjs';
import { pagePaths } from './pages.ts';
import { serve } from './server.mjs';
import { root } from './tools.mjs';

const site = await serve({ directory: join(root, 'dist') });
const browser = await launch();

const rows: Record<string, Record<string, string>> = {};
for (const path of pagePaths()) {
  const { total, script, font, tensorflow } = await pageWeight(browser, site.url + path);
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
  rows[`/${path}`] = {
    total: kilobytes(total),
    script: kilobytes(script),
    font: kilobytes(font),
    'TensorFlow.js': tensorflow.length > 0 ? 'yes' : 'no',
  };
}
console.table(rows);
await browser.close();
await site.close();
