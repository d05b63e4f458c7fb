import { expect, it } from 'vitest';
import { sitemap } from '#build/sitemap';

it('lists pages by address, with their dates and languages', () => {
  const languages = [
    { language: 'en', address: 'https://example.org/a/' },
    { language: 'de', address: 'https://example.org/de/a/?x=1&y=2' },
  ];
  const lines = sitemap([
    { address: 'https://example.org/b/', languages: [] },
    { address: 'https://example.org/a/', updated: new Date('2026-01-02'), languages },
  ]).split('\n');
  expect(lines[2]).toBe(
    '<url><loc>https://example.org/a/</loc><lastmod>2026-01-02</lastmod>' +
      '<xhtml:link rel="alternate" hreflang="en" href="https://example.org/a/"/>' +
      '<xhtml:link rel="alternate" hreflang="de" href="https://example.org/de/a/?x=1&amp;y=2"/></url>',
  );
  expect(lines[3]).toBe('<url><loc>https://example.org/b/</loc></url>');
});
