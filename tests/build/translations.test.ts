import { describe, expect, it } from 'vitest';
import { directionOf, languagesIn, nameOf } from '#build/languages';
import { checkDemosAreShown } from '#build/series-check';
import { article, complaintOf, temporarySeries } from './temporary-series.ts';

const german = `---
title: A
shape: introduction
---
## Was
<Demo name="one" />
## Warum
## Wie
## Grenzen
## Rückblick
## Wie es weitergeht
`;

const original = { 'content/articles/x/index.mdx': article('One.') };
const demo = { 'content/articles/x/one.demo.ts': '' };
const file = 'content/articles/x/index.de.mdx';

describe('an article in another language', () => {
  it('has headings of its own language and shares the demos of its folder', async () => {
    const { compile, series } = temporarySeries({ ...original, ...demo, [file]: german });
    const { code, record } = await compile('de/x');
    expect(code).toContain('"slug": "rückblick"');
    expect(record).toMatchObject({ slug: 'x', demos: ['one'] });
    await compile('x');
    expect([...series.keys()]).toEqual(['de/x', 'x']);
    expect(() => checkDemosAreShown([...series.values()])).not.toThrow();
  });

  it('lacks a heading where it has the English one', async () => {
    const { compile } = temporarySeries({
      ...original,
      ...demo,
      [file]: german.replace('Rückblick', 'Recap'),
    });
    expect(await complaintOf(compile('de/x'))).toBe(
      `${file}:9:1 — the heading "## Rückblick" is missing. Expected it after "## Grenzen".`,
    );
  });

  it('names its sources and tables in its language', async () => {
    const body = german.replace('<Demo name="one" />', '[@ada1843notes]\n\n| a | b |\n| - | - |\n| 1 | 2 |');
    const { code } = await temporarySeries({ ...original, [file]: body }).compile('de/x');
    expect(code).toContain('Quelle 1: ');
    expect(code).toContain('Tabelle 1: a, b');
  });

  it('needs a catalogue of its language', async () => {
    const { compile } = temporarySeries({ ...original, 'content/articles/x/index.xx.mdx': german });
    expect(await complaintOf(compile('xx/x'))).toBe(
      'content/articles/x/index.xx.mdx:1 — there are no words in "xx". Expected src/words/xx.ts.',
    );
  });

  it('needs the article that it translates', async () => {
    const { compile } = temporarySeries({ [file]: german });
    expect(await complaintOf(compile('de/x'))).toBe(
      `${file}:1 — there is no index.mdx beside it. Expected the article in "en" that it translates.`,
    );
  });

  it('is not in the language of the site', async () => {
    const { compile } = temporarySeries({ ...original, 'content/articles/x/index.en.mdx': german });
    expect(await complaintOf(compile('en/x'))).toBe(
      'content/articles/x/index.en.mdx:1 — "en" is the language of the site. Expected the article in index.mdx.',
    );
  });
});

describe('languages', () => {
  it('are found by the files of the articles, each once, the language of the site first', () => {
    const { root } = temporarySeries({
      ...original,
      [file]: german,
      'content/articles/y/index.de.mdx': german,
      'content/articles/y/index.ar.mdx': german,
    });
    expect(languagesIn(root)).toEqual(['en', 'ar', 'de']);
  });

  it('run from right to left where their script does', () => {
    const directions = (tags: readonly string[]) => new Set(tags.map(directionOf));
    expect(directions(['ar', 'he', 'fa', 'ur', 'az-Arab'])).toEqual(new Set(['rtl']));
    expect(directions(['en', 'de', 'ja', 'az', 'zh-Hant'])).toEqual(new Set(['ltr']));
  });

  it('are called by their own names', () => {
    expect(['de', 'fr', 'ar'].map(nameOf)).toEqual(['Deutsch', 'français', 'العربية']);
  });
});
