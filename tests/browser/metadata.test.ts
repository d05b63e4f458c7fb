/** What other programs read of the built site, read by programs that others wrote. */
import { Cite } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import { parseFeed } from '@rowanmanning/feed-parser';
import scrape from 'html-metadata';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, site } from '#site';
import { address, articles, launch, pages } from './browser.ts';

type Thing = Readonly<Record<string, unknown>> & { readonly '@type': string | readonly string[] };

const text = async (path: string): Promise<string> => {
  const response = await fetch(address(path));
  expect(response.status, path).toBe(200);
  return response.text();
};

const dataIn = (html: string): Thing[] =>
  [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].flatMap(
    ([, json]) => JSON.parse(json)['@graph'] as Thing[],
  );

/** A path of the built site, as its test server knows it, from the address that it will have. */
const pathOn = (published: string): string => {
  expect(published.startsWith(addressOf('/')), published).toBe(true);
  return published.slice(addressOf('/').length);
};

const sizeOf = (png: Uint8Array): { width: number; height: number } => {
  const header = new DataView(png.buffer, png.byteOffset);
  return { width: header.getUint32(16), height: header.getUint32(20) };
};

describe.each(articles)('%s', (path) => {
  it('is catalogued by its Highwire Press tags', async () => {
    const { highwirePress, general } = await scrape(address(path));
    expect(String(general.title)).toContain(String(highwirePress.title));
    expect([highwirePress.author].flat()).toEqual(site.authors.map(({ name }) => name));
    expect(highwirePress).toMatchObject({
      journal_title: site.journal,
      public_url: addressOf(path),
      fulltext_html_url: addressOf(path),
      publication_date: expect.stringMatching(/^\d{4}\/\d\d\/\d\d$/),
    });
  });

  it('names every source that it lists, for those who count citations', async () => {
    const [{ highwirePress }, html] = await Promise.all([scrape(address(path)), text(path)]);
    const listed = new Set([...html.matchAll(/<li id="(ref-[^"]+)"/g)].map(([, id]) => id));
    expect([highwirePress.reference].flat()).toHaveLength(listed.size);
    expect([highwirePress.reference].flat()).not.toContain(undefined);
  });

  it('is catalogued by Dublin Core, Open Graph and its canonical address alike', async () => {
    const { dublinCore, openGraph, general, highwirePress } = await scrape(address(path));
    expect(general.canonical).toBe(addressOf(path));
    expect(dublinCore).toMatchObject({ title: highwirePress.title, identifier: addressOf(path) });
    expect(dublinCore.date).toBe(String(highwirePress.publication_date).replaceAll('/', '-'));
    expect(openGraph).toMatchObject({ title: highwirePress.title, type: 'article', url: addressOf(path) });
  });

  it('gives search engines what they ask of an article', async () => {
    const things = dataIn(await text(path));
    const article = things.find((thing) => [thing['@type']].flat().includes('Article'));
    expect(article).toMatchObject({
      headline: expect.any(String),
      image: { url: expect.stringMatching(/^https:.*\.png$/), width: 1200, height: 630 },
      datePublished: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      dateModified: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      author: site.authors.map(({ name }) => expect.objectContaining({ '@type': expect.any(String), name })),
      publisher: { name: site.journal },
      url: addressOf(path),
      license: site.licences.textAddress,
    });
    expect(things.map((thing) => thing['@type'])).toContain('BreadcrumbList');
  });

  it('has a BibTeX file that says the same', async () => {
    const { highwirePress } = await scrape(address(path));
    const [read] = new Cite(await text(path.replace(/\/$/, '.bib'))).data;
    expect(String(read.title).replace(/<[^>]+>/g, '')).toBe(highwirePress.title);
    expect(read).toMatchObject({
      type: 'article-journal',
      'container-title': site.journal,
      URL: addressOf(path),
    });
  });
});

/** Pages that search engines may list. */
const listed = async (): Promise<{ path: string; html: string }[]> => {
  const all = await Promise.all(pages.map(async (path) => ({ path, html: await text(path) })));
  return all.filter(({ html }) => !html.includes('<meta name="robots" content="noindex"'));
};

describe('every page that may be found', () => {
  it('has a picture for messengers, in the size that it names', async () => {
    for (const { html } of await listed()) {
      const content = (property: string): string =>
        new RegExp(`<meta property="${property}" content="([^"]*)"`).exec(html)?.[1] ?? '';
      const response = await fetch(address(pathOn(content('og:image'))));
      const png = new Uint8Array(await response.arrayBuffer());
      expect(sizeOf(png)).toEqual({ width: 1200, height: 630 });
      expect([content('og:image:width'), content('og:image:height')]).toEqual(['1200', '630']);
      expect(png.length).toBeLessThan(200_000);
      expect(content('og:image:alt')).not.toBe('');
      expect(html).toContain('<meta name="twitter:card" content="summary_large_image"');
    }
  });

  it('holds data that parses, and says where the feed is', async () => {
    for (const { html, path } of await listed()) {
      expect(dataIn(html).length, path).toBeGreaterThan(0);
      expect(html).toMatch(/<link rel="alternate" type="application\/atom\+xml"[^>]*feed\.xml"/);
    }
  });
});

describe('the series', () => {
  it('has one BibTeX file with the entries of all articles', async () => {
    const read = new Cite(await text('series.bib')).data;
    expect(read.map(({ URL: url }) => url).sort()).toEqual(articles.map((path) => addressOf(path)).sort());
    expect(new Set(read.map((entry) => entry['citation-key'])).size).toBe(articles.length);
  });

  it('has a citation file', async () => {
    expect(await text('citation.cff')).toMatch(/^cff-version: "1\.2\.0"$/m);
  });

  it('lists exactly its pages in the sitemap, which robots.txt names', async () => {
    const robots = await text('robots.txt');
    expect(robots).toMatch(/^User-agent: \*\nAllow: \/$/m);
    const named = /^Sitemap: (.*)$/m.exec(robots)?.[1] ?? '';
    const locations = [...(await text(pathOn(named))).matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, url]) => url);
    expect(locations.sort()).toEqual((await listed()).map(({ path }) => addressOf(path)).sort());
    for (const location of locations) await text(pathOn(location));
  });
});

describe('the feed', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  it('holds every article, with its dates, author and keywords', async () => {
    const feed = parseFeed(await text('feed.xml')).toJSON();
    expect(feed).toMatchObject({
      meta: { type: 'atom', version: '1.0' },
      title: site.name,
      language: site.language,
      self: addressOf('/feed.xml'),
      url: addressOf('/'),
    });
    expect(feed.items.map(({ id }) => id).sort()).toEqual(articles.map((path) => addressOf(path)).sort());
    for (const item of feed.items) {
      expect(item.url).toBe(item.id);
      expect(item.authors.map(({ name }) => name)).toEqual(site.authors.map(({ name }) => name));
      expect(item.categories.length).toBeGreaterThan(0);
      expect(Date.parse(item.updated ?? '')).toBeGreaterThanOrEqual(Date.parse(item.published ?? ''));
    }
  });

  it('holds each article in full, and nothing that needs the page', async () => {
    const page = await browser.newPage();
    for (const { content, address: own } of await contents(await text('feed.xml'))) {
      const inPage = await headings(await text(pathOn(own)), '.article-body :is(h2, h3, h4, h5)');
      const inFeed = await headings(content, ':is(h2, h3, h4, h5)');
      expect(inFeed.slice(0, inPage.length)).toEqual(inPage);
      expect(content).not.toMatch(
        /<(script|style|form|button|input|svg|iframe)\b|\s(id|class|style|on\w+)=/i,
      );
      const addresses = [...content.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, url]) => url);
      expect(addresses.filter((url) => !/^(https?|mailto):/.test(url))).toEqual([]);
      const places = addresses
        .filter((url) => url.startsWith(addressOf('/')))
        .map((url) => url.replace(/#.*/, ''));
      for (const url of new Set(places.filter((url) => /(\/|\.png)$/.test(url)))) await text(pathOn(url));
      expect(places.filter((url) => url.endsWith('.png')).length).toBeGreaterThan(0);
    }
    await page.close();

    /** Entries as an XML parser reads them. */
    async function contents(xml: string): Promise<{ content: string; address: string }[]> {
      return page.evaluate((source) => {
        const feed = new DOMParser().parseFromString(source, 'application/xml');
        const problem = feed.querySelector('parsererror')?.textContent;
        if (problem) throw new Error(problem);
        return [...feed.querySelectorAll('entry')].map((entry) => ({
          content: entry.querySelector('content')?.textContent ?? '',
          address: entry.querySelector('id')?.textContent ?? '',
        }));
      }, xml);
    }

    async function headings(html: string, selector: string): Promise<string[]> {
      return page.evaluate(
        ([source, wanted]) => {
          const parsed = new DOMParser().parseFromString(source, 'text/html');
          for (const link of parsed.querySelectorAll('.anchor, annotation')) link.remove();
          return [...parsed.querySelectorAll(wanted)].map((heading) => heading.textContent.trim());
        },
        [html, selector],
      );
    }
  });
});
