import { expect, it } from 'vitest';
import { citedWork } from '#build/cited-work';

it('reads a paper with its arXiv number', () => {
  const entry =
    '@inproceedings{oord2016pixel, title = {Pixel {RNN}s}, author = {van den Oord, A{\\"a}ron and Kalchbrenner, Nal}, booktitle = {ICML}, year = {2016}, eprint = {1601.06759}, archivePrefix = {arXiv}}';
  expect(citedWork(entry)).toEqual({
    title: 'Pixel RNNs',
    authors: ['Aäron van den Oord', 'Nal Kalchbrenner'],
    year: 2016,
    venue: 'ICML',
    doi: undefined,
    arxiv: '1601.06759',
    url: 'https://arxiv.org/abs/1601.06759',
  });
});

it('prefers the DOI for the address, and leaves out what the entry does not say', () => {
  const entry = '@book{x, title = {A book}, author = {{The group}}, doi = {10.1000/182}}';
  expect(citedWork(entry)).toEqual({
    title: 'A book',
    authors: ['The group'],
    year: undefined,
    venue: undefined,
    doi: '10.1000/182',
    arxiv: undefined,
    url: 'https://doi.org/10.1000/182',
  });
});
