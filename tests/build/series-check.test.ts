import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkDemosAreShown, checkSourcesAreCited } from '#build/series-check';
import { checkLinks } from '#build/site-links';
import { article, temporarySeries } from './temporary-series.ts';

describe('the series as a whole', () => {
  it('cites every source of the bibliography', async () => {
    const { root, series, compile } = temporarySeries({
      'content/articles/x/index.mdx': article('[@turing1950computing]'),
    });
    await compile('x');
    expect(() => checkSourcesAreCited([...series.values()], join(root, 'content/bibliography.bib'))).toThrow(
      'content/bibliography.bib:1 — neither an article nor the timeline cites "ada1843notes". Expected [@ada1843notes] in one, or the entry removed.',
    );
  });

  it('shows every demo', async () => {
    const { series, compile } = temporarySeries({
      'content/articles/x/index.mdx': article('<Demo name="one" />'),
      'content/articles/x/one.demo.ts': '',
      'content/articles/x/two.demo.ts': '',
    });
    await compile('x');
    expect(() => checkDemosAreShown([...series.values()])).toThrow(
      'content/articles/x/two.demo.ts — the article does not show this demo. Expected <Demo name="two" /> in its index.mdx.',
    );
  });
});

/** A built site in a temporary folder. */
function built(pages: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'built-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, html] of Object.entries(pages)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), html);
  }
  return folder;
}

describe('links of the built site', () => {
  const site = (link: string, { base = '/' } = {}) => {
    const other = '<h2 id="how">How</h2>';
    const folder = built({
      'index.html': `<p><a class="a" href="${link}">x</a></p>`,
      'other/index.html': other,
      'data/a.bin': '',
    });
    return () => checkLinks(folder, { base, written: [] });
  };

  it.each([
    '/other/',
    '/other/#how',
    'other/',
    '#',
    '/data/a.bin',
    'https://example.org/nowhere',
    'mailto:a@example.org',
  ])('may lead to %s', (link) => expect(site(link)).not.toThrow());

  it('lead somewhere', () => {
    expect(site('/othr/')).toThrow(
      '/ — the link "/othr/" leads nowhere. Did you mean "/other/"? Expected a page or file of this site.',
    );
    expect(site('/other')).toThrow('the link "/other" lacks its last slash. Expected "/other/".');
    expect(site('/other/#hwo')).toThrow(
      'the link "/other/#hwo" leads to an anchor that /other/ does not have. Did you mean "how"?',
    );
    expect(site('#gone')).toThrow('the link "#gone" leads to an anchor that / does not have.');
    expect(site('/data/b.bin')).toThrow('leads nowhere');
  });

  it('carry the base path', () => {
    expect(site('/demystify/other/#how', { base: '/demystify/' })).not.toThrow();
    expect(site('/other/', { base: '/demystify/' })).toThrow(
      '/demystify/ — the link "/other/" leads nowhere',
    );
  });

  it('are named by the line of the article that wrote them', async () => {
    const { series, compile } = temporarySeries(
      { 'content/articles/x/index.mdx': article('Go [there](/nowhere/).') },
      { base: '/demystify/' },
    );
    const { record } = await compile('x');
    expect(record.links.map(({ url }) => url)).toEqual(['/demystify/nowhere/']);
    const folder = built({ 'x/index.html': '<a href="/demystify/nowhere/">there</a>' });
    const written = [...series.values()].flatMap(({ links }) => links);
    expect(() => checkLinks(folder, { base: '/demystify/', written })).toThrow(
      'content/articles/x/index.mdx:8:4 — the link "/demystify/nowhere/" leads nowhere.',
    );
  });

  it('have ids that stand once in a page', () => {
    const folder = built({ 'index.html': '<p id="a"></p><p class="x" id="a"></p>' });
    expect(() => checkLinks(folder, { base: '/', written: [] })).toThrow(
      '/ — the id "a" stands twice in this page.',
    );
  });
});
