import { describe, expect, it } from 'vitest';
import { dublinCoreTags, highwireTags, openGraphTags, territory, type Tag } from '#build/meta-tags';
import { article, series } from './published.ts';

const contents = (tags: readonly Tag[], name: string): string[] =>
  tags.filter(([own]) => own === name).map(([, content]) => content);

describe('highwireTags', () => {
  const tags = highwireTags(article, series);

  it('names persons family first, and groups as they are', () => {
    expect(contents(tags, 'citation_author')).toEqual(['Lovelace, Ada M.', 'The Example team']);
  });

  it('writes dates as Google Scholar asks for them', () => {
    expect(contents(tags, 'citation_publication_date')).toEqual(['2026/01/02']);
    expect(contents(tags, 'citation_online_date')).toEqual(['2026/01/02']);
  });

  it('gives one tag a source, whose fields its own semicolons cannot break', () => {
    expect(contents(tags, 'citation_reference')).toEqual([
      'citation_title=Denoising, a survey; citation_author=Jonathan Ho; citation_author=Ajay Jain; citation_publication_date=2020; citation_journal_title=NeurIPS; citation_arxiv_id=2006.11239',
      'citation_title=A book',
    ]);
  });
});

it('tells libraries who, when, where and under which licence', () => {
  const tags = dublinCoreTags(article, series);
  expect(contents(tags, 'DC.creator')).toEqual(['Ada M. Lovelace', 'The Example team']);
  expect(contents(tags, 'DC.date')).toEqual(['2026-01-02']);
  expect(contents(tags, 'DC.identifier')).toEqual([article.address]);
  expect(contents(tags, 'DC.rights')).toEqual([series.licence]);
});

describe('openGraphTags', () => {
  it('describes an article with its picture, dates and authors', () => {
    const tags = openGraphTags(article, series);
    expect(contents(tags, 'og:type')).toEqual(['article']);
    expect(contents(tags, 'og:image')).toEqual([article.picture.address]);
    expect(contents(tags, 'og:image:width')).toEqual(['1200']);
    expect(contents(tags, 'article:modified_time')).toEqual(['2026-03-04']);
    expect(contents(tags, 'article:author')).toEqual(['https://example.org/ada', 'The Example team']);
    expect(contents(tags, 'article:tag')).toEqual(article.keywords);
  });

  it('calls any other page part of the website', () => {
    const { title, description, address, language, picture } = article;
    const tags = openGraphTags({ title, description, address, language, picture }, series);
    expect(contents(tags, 'og:type')).toEqual(['website']);
    expect(tags.filter(([name]) => name.startsWith('article:'))).toEqual([]);
  });

  it('names a country with each language', () => {
    expect(['en', 'de', 'pt-BR', 'ar'].map(territory)).toEqual(['en_US', 'de_DE', 'pt_BR', 'ar_EG']);
  });
});
