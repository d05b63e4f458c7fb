import { getCollection, type CollectionEntry } from 'astro:content';
import { bibtexOf, citationKey, plainCitation } from '#build/citing';
import { readingMinutes } from '#build/reading';
import { addressOf, site, type Author } from '#site';
import { wordsOf } from '#words/words';

export type Article = CollectionEntry<'articles'>;

/** Every article in the language of the site, in the order of the series. */
export async function seriesArticles(): Promise<Article[]> {
  const articles = await getCollection('articles', ({ data }) => data.language === site.language);
  return articles.sort((a, b) => a.data.order - b.data.order);
}

/** Every article in another language than the site's. */
export const translatedArticles = (): Promise<Article[]> =>
  getCollection('articles', ({ data }) => data.language !== site.language);

/** The article in every language that it is given in, itself among them, the site's language first. */
export async function languagesOf({ data }: Article): Promise<Article[]> {
  const articles = await getCollection('articles', (other) => other.data.slug === data.slug);
  const isFirst = (article: Article): number => Number(article.data.language === site.language);
  return articles.sort((a, b) => isFirst(b) - isFirst(a) || (a.id < b.id ? -1 : 1));
}

/** Who wrote it: its own authors, or the site's where front matter names none. */
export function authorsOf({ data }: Article): readonly Author[] {
  return data.authors?.length ? data.authors : site.authors;
}

/** Minutes of reading, counted in its source. */
export const minutesOf = (article: Article): number => readingMinutes(article.body ?? '');

/** Address of an article below the site's base, as `pathOf` expects it. */
export const articlePath = ({ id }: Article): string => `/${id}/`;

/** The key, the BibTeX entry and the one-line citation of an article. */
export function citationOf(article: Article): { key: string; bibtex: string; text: string } {
  const cited = {
    title: article.data.title,
    authors: authorsOf(article).map(({ name }) => name),
    journal: site.journal,
    published: article.data.published,
    url: addressOf(articlePath(article)),
    language: article.data.language,
  };
  return { key: citationKey(cited), bibtex: bibtexOf(cited), text: plainCitation(cited) };
}

/** `22 November 2026`, for readers of `language`. */
export const dateInWords = (date: Date, language?: string): string =>
  date.toLocaleDateString(wordsOf(language).frame.dates, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });

/** `2026-11-22`, for machines. */
export const dateForMachines = (date: Date): string => date.toISOString().slice(0, 10);
