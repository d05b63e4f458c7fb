import { site } from '#site';
import { en } from './en.ts';

/** One text for one thing and another for several, by the rules of the language: `{ one: '{count} point', other: '{count} points' }`. */
export type Counted = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

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

const catalogues: Readonly<Record<string, Words>> = { en };

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

/** `text` with each `{name}` replaced by its value. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));

/** The form that `count` asks for in `language`, with `{count}` filled in. */
export function counted(forms: Counted, count: number, language: string = site.language): string {
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
  return filled(form, { count: count.toLocaleString(language) });
}
