import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { site } from '#site';
import { hasWords } from '#words/words';
import type { ArticleFile } from './article-file.ts';
import { AuthorError } from './message.ts';

/** The site's language, then those of the translations, found by their files: `content/articles/<slug>/index.<language>.mdx`. */
export function languagesIn(root: string): string[] {
  const files = globSync('content/articles/*/index.*.mdx', { cwd: root });
  const found = files.map((file) => file.split('.').at(-2) ?? site.language);
  return [...new Set([site.language, ...found.sort()])];
}

/** Stops the build at a translation whose language has no words, or which translates nothing. */
export function checkLanguage({ file, folder, id, language, slug }: ArticleFile): void {
  const refuse = (what: string): never => {
    throw new AuthorError({ file, line: 1 }, what);
  };
  if (!hasWords(language)) refuse(`there are no words in "${language}". Expected src/words/${language}.ts.`);
  if (id === slug) return;
  if (language === site.language)
    refuse(`"${language}" is the language of the site. Expected the article in index.mdx.`);
  if (!existsSync(join(folder, 'index.mdx')))
    refuse(`there is no index.mdx beside it. Expected the article in "${site.language}" that it translates.`);
}

/** Scripts that run from right to left. */
const rightToLeft = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa']);

/** Where a line of `language` begins: `rtl` for Arabic, Hebrew and their like. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  const locale = new Intl.Locale(language).maximize();
  return rightToLeft.has(locale.script ?? '') ? 'rtl' : 'ltr';
}

/** The name of a language in that language, for a link to it: `Deutsch`. */
export const nameOf = (language: string): string =>
  new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
