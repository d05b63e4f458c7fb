import { describe, expect, it } from 'vitest';
import { articleData, homeData, jsonLd, pageData, type Thing } from '#build/structured-data';
import { article, series } from './published.ts';

const thing = (data: Thing, type: string): Thing | undefined =>
  (data['@graph'] as Thing[]).find((one) => [one['@type']].flat().includes(type));

describe('articleData', () => {
  const data = articleData(article, series);

  it('tells persons from groups', () => {
    expect(thing(data, 'ScholarlyArticle')?.author).toEqual([
      { '@type': 'Person', name: 'Ada M. Lovelace', url: 'https://example.org/ada' },
      { '@type': 'Organization', name: 'The Example team' },
    ]);
  });

  it('names the series, the licence, the dates and the sources', () => {
    expect(thing(data, 'LearningResource')).toMatchObject({
      isPartOf: { '@type': 'CreativeWorkSeries', '@id': 'https://example.org/series/#series' },
      license: series.licence,
      datePublished: '2026-01-02',
      dateModified: '2026-03-04',
      publisher: { name: 'Example.org', url: 'https://example.org/' },
      citation: [
        { name: 'Denoising; a survey', url: 'https://arxiv.org/abs/2006.11239' },
        { '@type': 'CreativeWork', name: 'A book' },
      ],
    });
  });

  it('shows the way from the home page', () => {
    expect(thing(data, 'BreadcrumbList')?.itemListElement).toEqual([
      { '@type': 'ListItem', position: 1, name: series.name, item: series.address },
      { '@type': 'ListItem', position: 2, name: article.title, item: article.address },
    ]);
  });
});

it('lists the articles of the series on the home page, under the names that they give themselves', () => {
  const home = thing(homeData(series, [article]), 'CreativeWorkSeries');
  const own = thing(articleData(article, series), 'ScholarlyArticle');
  expect(home).toMatchObject({ hasPart: [{ '@id': own?.['@id'], url: article.address }] });
});

it('describes other pages as parts of the site', () => {
  const site = thing(homeData(series, []), 'WebSite');
  expect(thing(pageData(article, series), 'WebPage')?.isPartOf).toMatchObject({ '@id': site?.['@id'] });
});

it('cannot end the script element that it stands in', () => {
  const text = jsonLd({ name: '</script><b>' });
  expect(text).not.toContain('<');
  expect(JSON.parse(text)).toEqual({ name: '</script><b>' });
});
