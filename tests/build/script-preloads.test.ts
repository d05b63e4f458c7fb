import { describe, expect, test } from 'vitest';
import { withPreloads } from '#build/script-preloads';

const imports = new Map([
  ['page.js', ['words.js', 'frame.js']],
  ['frame.js', ['words.js']],
  ['words.js', ['filling.js']],
]);
const page = (scripts: string): string => `<html><head><title>T</title></head><body>${scripts}</body></html>`;
const script = (name: string): string => `<script type="module" src="/base/_astro/${name}"></script>`;

describe('what a page names before its scripts ask for it', () => {
  test('is all that they import, once, but not the scripts themselves', () => {
    const html = withPreloads(page(script('frame.js') + script('page.js')), imports);
    expect(html.match(/<link rel="modulepreload" href="[^"]+">/g)).toEqual([
      '<link rel="modulepreload" href="/base/_astro/words.js">',
      '<link rel="modulepreload" href="/base/_astro/filling.js">',
    ]);
    expect(html.indexOf('modulepreload')).toBeLessThan(html.indexOf('<script'));
  });

  test('is nothing where there is no script', () => {
    expect(withPreloads(page(''), imports)).toBe(page(''));
  });
});
