/** How an article of the series is cited: its BibTeX key and entry. */

export interface CitedArticle {
  readonly title: string;
  /** Names as they are read: `Ada M. Lovelace`, or `Lovelace, Ada M.` where the family name comes first. */
  readonly authors: readonly string[];
  readonly journal: string;
  readonly published: Date;
  readonly url: string;
  /** Of the article; its citation in prose names the month in it. */
  readonly language: string;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;

/** Words that say nothing about what the article is about, and so do not name it. */
const smallWords = new Set(
  'a an the of on in to for from with and or as at by is are be how why what when this that'.split(' '),
);

/** Names that are no person's carry one of these words; BibTeX must not split them into given and family name. */
const collective = /\b(contributors|team|group|authors|project|institute|university|lab|labs|inc|ltd)\b/i;

/** Whether a name is that of a group and must stay whole. */
export const isCollective = (name: string): boolean => collective.test(name);

/** `Lovelace, Ada M.`, as catalogues sort persons; the name of a group stays as it is. */
export function invertedName(name: string): string {
  const parts = name.trim().split(/\s+/);
  if (isCollective(name) || name.includes(',') || parts.length < 2) return name.trim();
  return `${parts.at(-1)}, ${parts.slice(0, -1).join(' ')}`;
}

const special: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '&': '\\&',
  '%': '\\%',
  $: '\\$',
  '#': '\\#',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

const escaped = (text: string): string => text.replace(/[\\{}&%$#_~^]/g, (sign) => special[sign]);

/** Letters and digits of the Latin alphabet only, without accents: what a key may hold. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/[^\x20-\x7e]/g, '')
    .toLowerCase();

function familyName(author: string): string {
  if (isCollective(author)) return author.split(/\s+/)[0];
  const [family, given] = author.split(',');
  return given === undefined ? (author.trim().split(/\s+/).at(-1) ?? author) : family;
}

/**
 * Author, year, word: `khamies2023demystify`. The word is the first of the title that carries meaning.
 * Throws when there is no author, or when a part of the key would be empty.
 */
export function citationKey({
  title,
  authors,
  published,
}: Pick<CitedArticle, 'title' | 'authors' | 'published'>): string {
  if (!authors.length)
    throw new Error(`"${title}" has no author. Expected at least one in its front matter or in src/site.ts.`);
  const author = plain(familyName(authors[0]));
  const words = title
    .split(/[\s\-–—:,/]+/)
    .map(plain)
    .filter(Boolean);
  const word = words.find((candidate) => !smallWords.has(candidate)) ?? words[0];
  if (!author || !word)
    throw new Error(`No citation key for "${title}" by "${authors[0]}". Expected Latin letters in both.`);
  return `${author}${published.getUTCFullYear()}${word}`;
}

/** The `@article` entry of an article, ready to paste; the month is a BibTeX macro, so it stands without braces. */
export function bibtexOf(article: CitedArticle): string {
  const { title, authors, journal, published, url } = article;
  const names = authors.map((name) => (isCollective(name) ? `{${escaped(name)}}` : escaped(name)));
  const fields = [
    ['title', `{{${escaped(title)}}}`],
    ['author', `{${names.join(' and ')}}`],
    ['journal', `{${escaped(journal)}}`],
    ['year', `{${published.getUTCFullYear()}}`],
    ['month', months[published.getUTCMonth()]],
    ['url', `{${url}}`],
  ];
  const lines = fields.map(([name, value]) => `  ${name.padEnd(7)} = ${value},`);
  return [`@article{${citationKey(article)},`, ...lines, '}', ''].join('\n');
}

/** The same in one line of prose: authors, title, journal, month and year, address. */
export function plainCitation({ title, authors, journal, published, url, language }: CitedArticle): string {
  const date = published.toLocaleDateString(language, { year: 'numeric', month: 'long', timeZone: 'UTC' });
  return `${authors.join(', ')}. “${title}”. ${journal}, ${date}. ${url}`;
}
