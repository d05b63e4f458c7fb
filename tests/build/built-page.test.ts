import { expect, it } from 'vitest';
import { builtPage } from '#build/built-page';
import { articleData, jsonLd, pageData } from '#build/structured-data';
import { article, series } from './published.ts';

const head = (inner: string): string => `<!doctype html><html><head>${inner}</head><body></body></html>`;

it('reads the address, the languages and the article of a page', () => {
  const page = builtPage(
    head(
      `<link rel="canonical" href="${article.address}"><link rel="alternate" hreflang="de" href="https://example.org/de/">` +
        `<link rel="alternate" type="application/atom+xml" href="/feed.xml">` +
        `<script type="application/ld+json">${jsonLd(articleData(article, series))}</script>`,
    ),
  );
  expect(page.address).toBe(article.address);
  expect(page.languages).toEqual([{ language: 'de', address: 'https://example.org/de/' }]);
  expect(page.article).toMatchObject({ headline: article.title, dateModified: '2026-03-04' });
});

it('finds no article in another page, and no address where search engines are kept out', () => {
  const other = builtPage(
    head(`<script type="application/ld+json">${jsonLd(pageData(article, series))}</script>`),
  );
  expect(other).toMatchObject({ address: undefined, article: undefined, languages: [] });
  const alone = head(
    '<meta name="robots" content="noindex"><link rel="canonical" href="https://example.org/a/">',
  );
  expect(builtPage(alone).address).toBeUndefined();
});
