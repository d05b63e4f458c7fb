import { escaped } from './atom.ts';

export interface SitemapPage {
  readonly address: string;
  readonly updated?: Date;
  /** The page in every language that it is given in, where there are several. */
  readonly languages: readonly { readonly language: string; readonly address: string }[];
}

/** A sitemap (sitemaps.org 0.9) of pages, by address. */
export function sitemap(pages: readonly SitemapPage[]): string {
  const sorted = [...pages].sort((a, b) => (a.address < b.address ? -1 : 1));
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ...sorted.map(entry),
    '</urlset>\n',
  ].join('\n');
}

function entry({ address, updated, languages }: SitemapPage): string {
  const changed = updated ? `<lastmod>${updated.toISOString().slice(0, 10)}</lastmod>` : '';
  const links = languages.map(
    ({ language, address }) =>
      `<xhtml:link rel="alternate" hreflang="${escaped(language)}" href="${escaped(address)}"/>`,
  );
  return `<url><loc>${escaped(address)}</loc>${changed}${links.join('')}</url>`;
}
