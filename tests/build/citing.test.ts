import { Cite } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import { describe, expect, it } from 'vitest';
import { bibtexOf, citationKey, plainCitation } from '#build/citing';

const framework = {
  title: 'Demystify Generative Modeling: Introduction to the 2Ws-1H Framework',
  authors: ['Waleed Khamies'],
  journal: 'Zitoon.ai',
  published: new Date('2023-08-01'),
  url: 'https://publication.zitoon.ai/demystify-generative-modeling-introduction',
  language: 'en',
};

describe('citationKey', () => {
  it('joins author, year and word as the series does', () => {
    expect(citationKey(framework)).toBe('khamies2023demystify');
  });

  it('passes over small words, accents and hyphens', () => {
    const article = { ...framework, title: 'The Auto-Encoder', authors: ['Zoë Müller-Özil'] };
    expect(citationKey(article)).toBe('mullerozil2023auto');
  });

  it('reads a family name that comes first', () => {
    expect(citationKey({ ...framework, authors: ['van der Berg, Ada'] })).toBe('vanderberg2023demystify');
  });

  it('names a group by its first word', () => {
    const authors = ['Demystify Generative Modeling contributors'];
    expect(citationKey({ ...framework, authors, title: 'Denoising diffusion' })).toBe(
      'demystify2023denoising',
    );
  });

  it('says what is missing', () => {
    expect(() => citationKey({ ...framework, authors: [] })).toThrow(/has no author. Expected at least one/);
    expect(() => citationKey({ ...framework, title: '…' })).toThrow(/No citation key for "…"/);
  });
});

describe('bibtexOf', () => {
  it('is read back by a BibTeX parser with nothing lost', () => {
    const entry = bibtexOf({
      ...framework,
      title: 'Noise & signal: 100 % of a_b',
      authors: ['Ada Lovelace', 'Alan Turing'],
    });
    const [read] = new Cite(entry).data;
    expect(read).toMatchObject({
      type: 'article-journal',
      'citation-key': 'lovelace2023noise',
      author: [
        { given: 'Ada', family: 'Lovelace' },
        { given: 'Alan', family: 'Turing' },
      ],
      'container-title': 'Zitoon.ai',
      issued: { 'date-parts': [[2023, 8]] },
      URL: framework.url,
    });
    expect(String(read.title).replace(/<[^>]+>/g, '')).toBe('Noise & signal: 100 % of a_b');
  });

  it('keeps the name of a group whole', () => {
    const entry = bibtexOf({ ...framework, authors: ['Demystify Generative Modeling contributors'] });
    expect(entry).toContain('author  = {{Demystify Generative Modeling contributors}}');
    const [read] = new Cite(entry).data;
    expect(read.author).toHaveLength(1);
  });

  it('counts the month in universal time, whatever the clock of the machine', () => {
    expect(bibtexOf({ ...framework, published: new Date('2026-01-01T00:00:00Z') })).toContain(
      'month   = jan,',
    );
  });
});

describe('plainCitation', () => {
  it('names the month in the language of the article', () => {
    const published = new Date('2026-12-01');
    expect(plainCitation({ ...framework, published, language: 'de' })).toContain('Zitoon.ai, Dezember 2026.');
  });

  it('reads as one sentence', () => {
    expect(plainCitation(framework)).toBe(
      'Waleed Khamies. “Demystify Generative Modeling: Introduction to the 2Ws-1H Framework”. Zitoon.ai, August 2023. https://publication.zitoon.ai/demystify-generative-modeling-introduction',
    );
  });
});
