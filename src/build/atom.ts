/** Atom feeds (RFC 4287), written as text. */

export interface AtomPerson {
  readonly name: string;
  readonly url?: string;
}

export interface AtomEntry {
  /** Permanent: it must stay the same when the entry moves or changes. */
  readonly id: string;
  readonly title: string;
  /** Full address of the page that the entry tells of. */
  readonly url: string;
  readonly published?: Date;
  readonly updated: Date;
  /** Absent: those of the feed. */
  readonly authors?: readonly AtomPerson[];
  readonly categories?: readonly string[];
  /** Plain text. */
  readonly summary?: string;
  /** HTML with full addresses. */
  readonly content?: string;
  /** Absent: that of the feed. */
  readonly language?: string;
}

export interface AtomFeed {
  readonly id: string;
  readonly title: string;
  readonly subtitle?: string;
  /** Full address of the feed itself. */
  readonly self: string;
  /** Full address of the page that shows the same. */
  readonly alternate: string;
  /** Absent: when the entry that changed last did. */
  readonly updated?: Date;
  /** Every entry needs an author: its own, or one of these. */
  readonly authors: readonly AtomPerson[];
  readonly language?: string;
  readonly rights?: string;
  readonly entries: readonly AtomEntry[];
}

/** A feed with its newest entries first. Throws when nobody wrote it, or when nothing says how old it is. */
export function atomFeed(feed: AtomFeed): string {
  if (!feed.authors.length) throw new Error(`The feed "${feed.title}" has no author. Expected at least one.`);
  const entries = [...feed.entries].sort((a, b) => b.updated.getTime() - a.updated.getTime());
  const updated = feed.updated ?? entries[0]?.updated;
  if (!updated) throw new Error(`The feed "${feed.title}" is empty. Expected an entry or a date.`);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom"${language(feed.language)}>`,
    element('id', feed.id),
    element('title', feed.title),
    optional('subtitle', feed.subtitle),
    element('updated', updated.toISOString()),
    ...feed.authors.map(person),
    `<link rel="self" type="application/atom+xml" href="${escaped(feed.self)}"/>`,
    alternate(feed.alternate),
    optional('rights', feed.rights),
    ...entries.map(entryElement),
    '</feed>\n',
  ]
    .filter(Boolean)
    .join('\n');
}

function entryElement(entry: AtomEntry): string {
  const { authors = [], categories = [], content } = entry;
  return [
    `<entry${language(entry.language)}>`,
    element('id', entry.id),
    element('title', entry.title),
    entry.published && element('published', entry.published.toISOString()),
    element('updated', entry.updated.toISOString()),
    ...authors.map(person),
    ...categories.map((term) => `<category term="${escaped(term)}"/>`),
    alternate(entry.url),
    optional('summary', entry.summary),
    content !== undefined && `<content type="html">${escaped(content)}</content>`,
    '</entry>',
  ]
    .filter(Boolean)
    .join('\n');
}

const person = ({ name, url }: AtomPerson): string =>
  `<author>${element('name', name)}${optional('uri', url)}</author>`;

const alternate = (url: string): string => `<link rel="alternate" type="text/html" href="${escaped(url)}"/>`;

const language = (name: string | undefined): string => (name ? ` xml:lang="${escaped(name)}"` : '');

const element = (name: string, text: string): string => `<${name}>${escaped(text)}</${name}>`;

const optional = (name: string, text: string | undefined): string =>
  text === undefined ? '' : element(name, text);

/** Signs that XML 1.0 does not allow, even escaped. */
const forbidden = /[^\P{Cc}\t\n\r\u{7f}-\u{9f}]|[\u{fffe}\u{ffff}]/gu;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** `text` as it may stand in an XML element or between double quotes. */
export const escaped = (text: string): string =>
  text.replace(forbidden, '').replace(/[&<>"]/g, (sign) => entities[sign]);
