import { expect, it } from 'vitest';
import { files, textOf } from './source-files.ts';

/** Everything that reaches a reader comes from the site's own origin; links that a reader follows are another matter. */
const loaded =
  /(?:src|srcset|poster|data)\s*=\s*["'{`]+https?:|url\(\s*["']?https?:|@import\s+["']https?:|(?:import|fetch|Worker|EventSource|WebSocket|sendBeacon)\(\s*["'`](?:https?|wss?):|<link\b[^>]*\bhref\s*=\s*["']https?:/;
const strangers = /https?:\/\/[^\s"'`)]*(cdn|unpkg|jsdelivr|googleapis|gstatic|analytics|googletagmanager)/;

const shipped = files(
  'src/**/*.{ts,astro,css}',
  'content/**/*.{mdx,ts,svg,css}',
  'public/**/*.{html,js,css,svg,json}',
);

it('loads nothing from another origin', () => {
  const found = shipped.filter((path) => loaded.test(textOf(path)) || strangers.test(textOf(path)));
  expect(found).toEqual([]);
});

it.each([
  '<img src="https://example.org/a.png">',
  "import('https://example.org/a.js')",
  '@font-face { src: url(https://example.org/a.woff2) }',
  '<link rel="stylesheet" href="https://example.org/a.css">',
])('would find %s', (text) => {
  expect(loaded.test(text)).toBe(true);
});
