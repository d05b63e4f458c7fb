import { describe, expect, it } from 'vitest';
import { catalogues, wordsOf, type Words } from '#words/words';
import { files } from '../house/source-files.ts';

type Node = string | { readonly [key: string]: Node };

const isPlural = (node: Node): node is Readonly<Record<string, string>> =>
  typeof node === 'object' && 'one' in node && 'other' in node;

const holesIn = (text: string): string => [...new Set(text.match(/\{\w+\}/g))].sort().join(' ');

/** Every text by its path, `article.minutes` with `{count}` for all its plural forms: what two catalogues must share. */
function outlineOf(node: Node, path = ''): string[] {
  if (typeof node === 'string') return [`${path} ${holesIn(node)}`];
  if (isPlural(node)) return [`${path} ${holesIn(Object.values(node).join(' '))}`];
  return Object.entries(node).flatMap(([key, inner]) => outlineOf(inner, path ? `${path}.${key}` : key));
}

/** The plural forms of a catalogue, by their paths. */
function pluralsIn(node: Node, path = ''): [path: string, forms: Readonly<Record<string, string>>][] {
  if (typeof node === 'string') return [];
  if (isPlural(node)) return [[path, node]];
  return Object.entries(node).flatMap(([key, inner]) => pluralsIn(inner, `${path}.${key}`));
}

function textsIn(node: Node): string[] {
  return typeof node === 'string' ? [node] : Object.values(node).flatMap(textsIn);
}

const english: Node = wordsOf('en');
const languages: [string, Words][] = Object.entries(catalogues);

describe.each(languages)('the catalogue of "%s"', (language, words) => {
  it('has the keys and the holes of the English one', () => {
    expect(outlineOf(words).sort()).toEqual(outlineOf(english).sort());
  });

  it('has every plural form of its language', () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    for (const [path, forms] of pluralsIn(words))
      expect(Object.keys(forms).sort(), path).toEqual([...pluralCategories].sort());
  });

  it('has no empty text and no dash longer than a hyphen', () => {
    const texts = textsIn(words);
    expect(texts.filter((text) => text.trim() === '' || text.includes('—'))).toEqual([]);
  });
});

describe('the catalogues', () => {
  it('are all known, so that adding a file is noticed', () => {
    const found = files('src/words/*.ts').map((file) => /^src\/words\/(.*)\.ts$/.exec(file)?.[1] ?? '');
    const other = ['filling', 'page', 'words'];
    expect(found.filter((name) => !other.includes(name))).toEqual(Object.keys(catalogues).sort());
  });

  it('would be told apart by a key, a hole and a plural form', () => {
    const texts = { a: 'x {count}', b: { one: '{count} y', other: '{count} ys' } };
    expect(outlineOf({ ...texts, c: 'z' })).not.toEqual(outlineOf(texts));
    expect(outlineOf({ ...texts, a: 'x' })).not.toEqual(outlineOf(texts));
    expect(outlineOf({ ...texts, a: 'other words for {count}' })).toEqual(outlineOf(texts));
    expect(pluralsIn(texts)).toEqual([['.b', texts.b]]);
  });
});
