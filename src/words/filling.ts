import { site } from '#site';

/** One text for one thing and another for several, by the rules of the language: `{ one: '{count} point', other: '{count} points' }`. */
export type Counted = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** `text` with each `{name}` replaced by its value. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));

/** The form that `count` asks for in `language`, with `{count}` filled in. */
export function counted(forms: Counted, count: number, language: string = site.language): string {
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
  return filled(form, { count: count.toLocaleString(language) });
}

/** What stands before and after `{name}`, for an element in its place. */
export function around(text: string, name: string): readonly [before: string, after: string] {
  const [before, after = ''] = text.split(`{${name}}`);
  return [before, after];
}
