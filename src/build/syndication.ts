import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { addressOf, site } from '#site';
import { filled, wordsOf } from '#words/words';
import { atomFeed, type AtomEntry } from './atom.ts';
import { builtPage, type ArticleData, type BuiltPage } from './built-page.ts';
import { feedContent } from './feed-content.ts';
import { sitemap } from './sitemap.ts';

/**
 * When the site is built, writes `feed.xml` with every article in full and `sitemap.xml` with every page, from the pages
 * themselves: neither can say anything else than they do.
 */
export function syndication(): AstroIntegration {
  return {
    name: 'syndication',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const folder = fileURLToPath(dir);
        const pages = await pagesIn(folder);
        await writeFile(join(folder, 'feed.xml'), feedOf(pages));
        await writeFile(join(folder, 'sitemap.xml'), sitemapOf(pages));
      },
    },
  };
}

async function pagesIn(folder: string): Promise<BuiltPage[]> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.html')).sort();
  return Promise.all(files.map(async (name) => builtPage(await readFile(join(folder, name), 'utf8'))));
}

/** The articles in the language of the site. */
export function feedOf(pages: readonly BuiltPage[]): string {
  const { feed } = wordsOf();
  return atomFeed({
    id: addressOf('/'),
    title: site.name,
    subtitle: site.description,
    self: addressOf('/feed.xml'),
    alternate: addressOf('/'),
    authors: site.authors,
    language: site.language,
    rights: filled(feed.rights, { licence: site.licences.text }),
    entries: pages.flatMap(({ article, html }) =>
      article?.inLanguage === site.language ? [entryOf(article, html)] : [],
    ),
  });
}

function entryOf(article: ArticleData, html: string): AtomEntry {
  const { url } = article;
  return {
    id: url,
    title: article.headline,
    url,
    published: new Date(article.datePublished),
    updated: new Date(article.dateModified),
    authors: article.author,
    categories: article.keywords,
    summary: article.description,
    content: feedContent(html, { address: url, pictures: url, words: wordsOf().feed }),
  };
}

/** Every page that search engines may list; the home page is as new as the newest article. */
export function sitemapOf(pages: readonly BuiltPage[]): string {
  const newest = Math.max(...pages.map((page) => changed(page)?.getTime() ?? 0));
  return sitemap(
    pages.flatMap((page) => {
      const { address, languages } = page;
      const updated = address === addressOf('/') ? new Date(newest) : changed(page);
      return address ? [{ address, updated, languages }] : [];
    }),
  );
}

const changed = ({ article }: BuiltPage): Date | undefined => article && new Date(article.dateModified);
