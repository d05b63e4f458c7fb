import { describe, expect, it } from 'vitest';
import { checkFrontMatter, frontMatter } from '#build/front-matter';
import { temporarySeries } from './temporary-series.ts';

const valid = {
  title: 'Denoising diffusion',
  summary: 'What it is.',
  order: 1,
  published: '2026-11-01',
  updated: '2026-11-02',
  keywords: ['diffusion'],
  insight: 'One sentence.',
  changes: [{ date: '2026-11-01', text: 'First published.' }],
};

/** `key: message` for each thing that is wrong. */
function complaints(data: object): string[] {
  const { error } = frontMatter.safeParse(data);
  return (error?.issues ?? []).map(({ path, message }) =>
    [path.join('.'), message].filter(Boolean).join(': '),
  );
}

describe('front matter', () => {
  it('that is complete passes, and what is left out gets its default', () => {
    const data = frontMatter.parse(valid);
    expect(data.shape).toBe('algorithm');
    expect(data.prerequisites).toEqual([]);
    expect(data.published.toISOString()).toBe('2026-11-01T00:00:00.000Z');
  });

  it('refuses an unknown key and names the one that was meant', () => {
    expect(complaints({ ...valid, sumary: 'x' })).toEqual([
      'unknown key "sumary". Did you mean "summary"? Expected only: "title", "summary", "order", "published", "updated", "authors", "prerequisites", "modalities", "topic", "keywords", "shape", "insight", "changes".',
    ]);
  });

  it.each(Object.keys(valid))('needs %s', (key) => {
    expect(complaints({ ...valid, [key]: undefined })[0]).toMatch(new RegExp(`^${key}: `));
  });

  it('says what is wrong with a value', () => {
    expect(complaints({ ...valid, published: 'soon' })[0]).toBe('published: is no date. Expected YYYY-MM-DD');
    expect(complaints({ ...valid, updated: '2026-10-01' })[0]).toMatch('updated: lies before published');
    expect(complaints({ ...valid, prerequisites: ['Not a slug'] })[0]).toMatch(
      'Expected the folder name of an article',
    );
    expect(complaints({ ...valid, modalities: ['smell'] })[0]).toMatch('"points"|"tabular"|"image"');
    expect(complaints({ ...valid, changes: [{ date: '2026-11-01', note: 'x' }] })).toHaveLength(2);
  });
});

describe('the message', () => {
  const file = 'content/articles/x/index.mdx';

  it('names the file, the line and what was expected, for every fault', () => {
    const { root } = temporarySeries({ [file]: '---\ntitle: A\nsumary: B\norder: first\n---\n' });
    expect(() =>
      checkFrontMatter({ ...valid, summary: undefined, sumary: 'B', order: 'first' }, { root, file }),
    ).toThrow(
      [
        `${file}:1 — "summary" is missing. Expected a value of type string`,
        `${file}:4 — "order" does not fit: expected number, received string`,
        `${file}:3 — unknown key "sumary". Did you mean "summary"? Expected only: "title",`,
      ].join('\n'),
    );
  });

  it('is none when all fits', () => {
    expect(() => checkFrontMatter(valid, { root: '/', file })).not.toThrow();
  });
});
