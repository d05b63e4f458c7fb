import { site } from '#site';
import { de } from './de.ts';
import { en } from './en.ts';
import type { Counted } from './filling.ts';

export { around, counted, filled, type Counted } from './filling.ts';

/** The keys of the English catalogue, with any text in their places. */
type InAnyLanguage<Catalogue> = Catalogue extends string
  ? string
  : Catalogue extends { readonly one: string; readonly other: string }
    ? Counted
    : { readonly [Key in keyof Catalogue]: InAnyLanguage<Catalogue[Key]> };

/** Words of the interface: what every catalogue holds. */
export type Words = InAnyLanguage<typeof en>;

/** What one kind of script says. */
export type ScriptArea = keyof Words['script'];

/** Every catalogue, by its language. */
export const catalogues: Readonly<Record<string, Words>> = { de, en };

/** Whether the interface can speak this language. */
export const hasWords = (language: string): boolean => language in catalogues;

/**
 * The catalogue of a language, the site's own where none is named.
 * @throws Error when there is no catalogue of that language
 */
export function wordsOf(language: string = site.language): Words {
  const words = catalogues[language];
  if (words) return words;
  throw new Error(`There are no words in "${language}". Expected src/words/${language}.ts.`);
}
