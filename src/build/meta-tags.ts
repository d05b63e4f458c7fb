/** What reference managers and social networks read in the head of a page. */
import type { CitedWork } from './cited-work.ts';
import { invertedName } from './citing.ts';
import type { Publication, PublishedArticle, PublishedPage } from './publication.ts';

/** Name and content of a `<meta>`. */
export type Tag = readonly [name: string, content: string];

const day = (date: Date): string => date.toISOString().slice(0, 10);
const slashed = (date: Date): string => day(date).replaceAll('-', '/');

/** Highwire Press tags, as Google Scholar, Zotero and Mendeley read them: one author and one source a tag. */
export function highwireTags(article: PublishedArticle, { journal }: Publication): Tag[] {
  return [
    ['citation_title', article.title],
    ...article.authors.map(({ name }): Tag => ['citation_author', invertedName(name)]),
    ['citation_publication_date', slashed(article.published)],
    ['citation_online_date', slashed(article.published)],
    ['citation_journal_title', journal],
    ['citation_language', article.language],
    ['citation_keywords', article.keywords.join('; ')],
    ['citation_fulltext_html_url', article.address],
    ['citation_public_url', article.address],
    ...article.sources.map((source): Tag => ['citation_reference', sourceTag(source)]),
  ];
}

/** `citation_title=...; citation_author=...`: what Google Scholar matches a source by. */
function sourceTag({ title, authors, year, venue, doi, arxiv }: CitedWork): string {
  const parts: [string, string | number | undefined][] = [
    ['title', title],
    ...authors.map((name): [string, string] => ['author', name]),
    ['publication_date', year],
    ['journal_title', venue],
    ['doi', doi],
    ['arxiv_id', arxiv],
  ];
  const known = parts.filter(([, value]) => value !== undefined && value !== '');
  return known.map(([name, value]) => `citation_${name}=${String(value).replaceAll(';', ',')}`).join('; ');
}

/** Dublin Core, read by library software. */
export function dublinCoreTags(article: PublishedArticle, { name, journal, licence }: Publication): Tag[] {
  return [
    ['DC.title', article.title],
    ...article.authors.map((author): Tag => ['DC.creator', author.name]),
    ['DC.date', day(article.published)],
    ['DC.publisher', journal],
    ['DC.source', name],
    ['DC.description', article.description],
    ...article.keywords.map((word): Tag => ['DC.subject', word]),
    ['DC.language', article.language],
    ['DC.identifier', article.address],
    ['DC.rights', licence],
    ['DC.type', 'Text'],
    ['DC.format', 'text/html'],
  ];
}

/** Open Graph, for cards in messengers and social networks. */
export function openGraphTags(page: PublishedPage | PublishedArticle, series: Publication): Tag[] {
  const { picture } = page;
  return [
    ['og:site_name', series.name],
    ['og:title', page.title],
    ['og:description', page.description],
    ['og:type', 'published' in page ? 'article' : 'website'],
    ['og:url', page.address],
    ['og:locale', territory(page.language)],
    ['og:image', picture.address],
    ['og:image:type', 'image/png'],
    ['og:image:width', String(picture.width)],
    ['og:image:height', String(picture.height)],
    ['og:image:alt', picture.alt],
    ...('published' in page ? articleTags(page) : []),
  ];
}

function articleTags({ published, updated, authors, keywords }: PublishedArticle): Tag[] {
  return [
    ['article:published_time', day(published)],
    ['article:modified_time', day(updated)],
    ...authors.map(({ name, url }): Tag => ['article:author', url ?? name]),
    ...keywords.map((word): Tag => ['article:tag', word]),
  ];
}

/** `en` with the country where it is spoken most, as Open Graph wants it: `en_US`. */
export function territory(language: string): string {
  const locale = new Intl.Locale(language).maximize();
  return [locale.language, locale.region].filter(Boolean).join('_');
}
