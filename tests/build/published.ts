import type { Publication, PublishedArticle } from '#build/publication';

/** A series and an article with signs that tags, data and feeds must escape. */
export const series: Publication = {
  name: 'Signals & noise',
  description: 'All of it.',
  address: 'https://example.org/series/',
  language: 'en',
  journal: 'Example.org',
  authors: [{ name: 'The Example team' }],
  licence: 'https://creativecommons.org/licenses/by/4.0/',
};

export const article: PublishedArticle = {
  title: 'Noise < signal',
  description: 'What "noise" is.',
  address: 'https://example.org/series/noise/',
  language: 'en',
  picture: { address: 'https://example.org/series/social/noise.png', alt: 'Noise', width: 1200, height: 630 },
  authors: [{ name: 'Ada M. Lovelace', url: 'https://example.org/ada' }, { name: 'The Example team' }],
  published: new Date('2026-01-02'),
  updated: new Date('2026-03-04'),
  keywords: ['noise', 'signal; and more'],
  sources: [
    {
      title: 'Denoising; a survey',
      authors: ['Jonathan Ho', 'Ajay Jain'],
      year: 2020,
      venue: 'NeurIPS',
      arxiv: '2006.11239',
      url: 'https://arxiv.org/abs/2006.11239',
    },
    { title: 'A book', authors: [] },
  ],
};
