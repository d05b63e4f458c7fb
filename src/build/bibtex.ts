import { readFileSync, statSync } from 'node:fs';
import { Cite, type CSL } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import '@citation-js/plugin-csl';
import type { Source } from './bibliography.ts';
import { AuthorError } from './message.ts';

export interface BibtexSource extends Source {
  /** Line of the entry in the file, counted from 1. */
  readonly line: number;
}

interface RawEntry {
  readonly key: string;
  readonly bibtex: string;
  readonly line: number;
}

const read = new Map<string, { modified: number; sources: Map<string, BibtexSource> }>();

/** The entries of a `.bib` file by key; parsed again only when the file has changed. `name` is what messages call it. */
export function bibliographyAt(path: string, name: string): Map<string, BibtexSource> {
  const modified = statSync(path).mtimeMs;
  const known = read.get(path);
  if (known?.modified === modified) return known.sources;
  const sources = parseBibliography(readFileSync(path, 'utf8'), name);
  read.set(path, { modified, sources });
  return sources;
}

/** The entries of `text` by key. A key used twice or an entry that does not parse stops the build with its line in `file`. */
export function parseBibliography(text: string, file: string): Map<string, BibtexSource> {
  const sources = new Map<string, BibtexSource>();
  for (const entry of rawEntries(text)) {
    const place = { file, line: entry.line };
    const first = sources.get(entry.key);
    if (first)
      throw new AuthorError(
        place,
        `the key "${entry.key}" is taken by line ${first.line}. Expected one entry a key.`,
      );
    sources.set(entry.key, { ...formatted(entry, file), line: entry.line });
  }
  return sources;
}

/** Cuts the file at the `@type{key,` that begin a line, and each entry at its closing brace. */
function rawEntries(text: string): RawEntry[] {
  return [...text.matchAll(/^@(\w+)\s*\{\s*([^,\s}]+)/gm)].map((match) => ({
    key: match[2],
    bibtex: text.slice(match.index, closingBrace(text, match.index)),
    line: text.slice(0, match.index).split('\n').length,
  }));
}

function closingBrace(text: string, start: number): number {
  let depth = 0;
  for (let index = text.indexOf('{', start); index < text.length; index++) {
    if (text[index] === '{') depth++;
    if (text[index] === '}' && --depth === 0) return index + 1;
  }
  return text.length;
}

function formatted({ key, bibtex, line }: RawEntry, file: string): Source {
  const entry = parsed(bibtex, { file, line });
  const { URL: url, DOI: doi, ...printed } = entry;
  const html = new Cite([printed]).format('bibliography', {
    format: 'html',
    template: 'vancouver',
    lang: 'en-US',
  });
  return {
    key,
    bibtex,
    html: withoutListMarkup(html),
    short: shortForm(entry),
    link: linkOf(bibtex, { url, doi }),
  };
}

function parsed(bibtex: string, place: { file: string; line: number }): CSL {
  try {
    return new Cite(bibtex).data[0];
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AuthorError(
      place,
      `this entry is not BibTeX: ${reason}. Expected @type{key, field = {value}, ...}.`,
    );
  }
}

/** The style prints its own number; the list on the page numbers itself. */
function withoutListMarkup(html: string): string {
  const inner =
    /<div class="csl-right-inline">([\s\S]*?)<\/div>/.exec(html)?.[1] ?? html.replace(/<\/?div[^>]*>/g, '');
  return inner.trim();
}

function shortForm({ author, issued }: CSL): string {
  const names = (author ?? []).map((one) => one.family ?? one.literal ?? '');
  const people = names.length > 2 ? `${names[0]} et al.` : names.join(' and ');
  const year = issued?.['date-parts']?.[0]?.[0];
  return [people, year].filter(Boolean).join(', ');
}

function linkOf(bibtex: string, { url, doi }: { url?: string; doi?: string }): Source['link'] {
  const eprint =
    /\barchivePrefix\s*=\s*[{"]\s*arXiv/i.test(bibtex) &&
    /\beprint\s*=\s*[{"]\s*([^}"\s]+)/i.exec(bibtex)?.[1];
  if (doi) return { text: `doi:${doi}`, url: `https://doi.org/${doi}` };
  if (eprint) return { text: `arXiv:${eprint}`, url: `https://arxiv.org/abs/${eprint}` };
  return url ? { text: new URL(url).hostname, url } : undefined;
}
