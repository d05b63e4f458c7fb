import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bibliographyAt } from '#build/bibtex';
import {
  checkArticles,
  citedMoments,
  parseTimeline,
  positionOf,
  timelineFile,
  timelineIn,
} from '#build/timeline';
import { root } from '../../scripts/tools.mjs';

const source = (key: string) => [key, { key, html: key, short: key, bibtex: '' }] as const;
const sources = new Map([source('ada1843notes'), source('turing1950computing')]);
const moment = (year: number, cite = 'ada1843notes') =>
  `- year: ${year}\n  title: A step\n  text: One sentence.\n  family: flow\n  cite: [${cite}]\n`;

describe('the timeline', () => {
  it.each([
    [
      moment(1990, 'ada1843note'),
      '1 — "A step": the citation key "ada1843note" is unknown. Did you mean "ada1843notes"?',
    ],
    [moment(1990) + moment(1989), '6 — "A step": stands after 1990. Expected the years in order.'],
    [moment(1990).replace('flow', 'river'), '4 — "family" does not fit'],
    [moment(1990).replace('[ada1843notes]', '[]'), '5 — "cite" is empty. Expected a key'],
  ])('refuses what does not fit: %j', (text, message) => {
    expect(() => parseTimeline(text, sources)).toThrow(`${timelineFile}:${message}`);
  });

  it('refuses an article that nobody plans', () => {
    const moments = parseTimeline(`${moment(1990)}  article: introduction\n`, sources);
    expect(() => checkArticles(moments, ['introduction'])).not.toThrow();
    expect(() => checkArticles(moments, ['introductions'])).toThrow('Did you mean "introductions"?');
  });

  it('numbers its sources in order, and knows every place', () => {
    const text = moment(1990) + moment(1991, 'turing1950computing, ada1843notes');
    const { citations, moments } = citedMoments(parseTimeline(text, sources), sources);
    expect(moments[1].places.map(({ number, id, to }) => [number, id, to])).toEqual([
      [2, 'cite-turing1950computing-1', 'ref-turing1950computing'],
      [1, 'cite-ada1843notes-2', 'ref-ada1843notes'],
    ]);
    expect(citations.map(({ key, number, places }) => [key, number, places])).toEqual([
      ['ada1843notes', 1, ['cite-ada1843notes-1', 'cite-ada1843notes-2']],
      ['turing1950computing', 2, ['cite-turing1950computing-1']],
    ]);
  });

  it('lies between its first year and the end of its last', () => {
    const moments = parseTimeline(moment(1990) + moment(1999), sources);
    expect(positionOf({ year: 1990, month: 1 }, moments)).toBeCloseTo(1 / 240);
    expect(positionOf({ year: 1995 }, moments)).toBeCloseTo(0.55);
    expect(positionOf({ year: 1999, month: 12 }, moments)).toBeCloseTo(1 - 1 / 240);
  });
});

describe('the timeline of the series', () => {
  const moments = timelineIn(root);
  const bibliography = bibliographyAt(join(root, 'content/bibliography.bib'), 'content/bibliography.bib');

  it('holds moments', () => expect(moments.length).toBeGreaterThan(30));

  it.each(moments.map((one) => [one.title, one] as const))('dates "%s" by its first source', (_, one) => {
    const bibtex = bibliography.get(one.cite[0])?.bibtex ?? '';
    const preprint = /(?:eprint\s*=\s*\{|arxiv\.org\/abs\/)(\d\d)(\d\d)\./.exec(bibtex);
    const printed = Number(/year\s*=\s*\{(\d{4})\}/.exec(bibtex)?.[1]);
    if (preprint) expect([one.year, one.month]).toEqual([2000 + Number(preprint[1]), Number(preprint[2])]);
    else expect([one.year, one.month]).toEqual([printed, undefined]);
  });
});
