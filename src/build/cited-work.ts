import { Cite, type CSL, type CSLName } from '@citation-js/core';
import '@citation-js/plugin-bibtex';

/** What machines are told of a source that an article cites. */
export interface CitedWork {
  readonly title: string;
  /** As they are read: `Jonathan Ho`. */
  readonly authors: readonly string[];
  readonly year?: number;
  /** Journal, proceedings or publisher. */
  readonly venue?: string;
  readonly doi?: string;
  readonly arxiv?: string;
  /** Its page: the DOI's, arXiv's or its own. */
  readonly url?: string;
}

const read = new Map<string, CitedWork>();

/** The work that a BibTeX entry of the bibliography describes; each entry is parsed once. */
export function citedWork(bibtex: string): CitedWork {
  const known = read.get(bibtex) ?? described(new Cite(bibtex).data[0], bibtex);
  read.set(bibtex, known);
  return known;
}

function described(entry: CSL, bibtex: string): CitedWork {
  const { author = [], issued, DOI: doi, URL: page } = entry;
  const arxiv = /\beprint\s*=\s*[{"]\s*(\d{4}\.\d{4,5}|[a-z-]+\/\d{7})/i.exec(bibtex)?.[1];
  const year = Number(issued?.['date-parts']?.[0]?.[0]);
  const venue = entry['container-title'] ?? entry.publisher;
  return {
    title: plain(entry.title ?? ''),
    authors: author.map(nameOf),
    year: year || undefined,
    venue: venue && plain(venue),
    doi,
    arxiv,
    url: doi ? `https://doi.org/${doi}` : arxiv ? `https://arxiv.org/abs/${arxiv}` : page,
  };
}

/** `Aäron van den Oord`: what stands between given and family name is kept apart. */
function nameOf({ given, family, suffix, literal, ...particles }: CSLName): string {
  const parts = [given, particles['dropping-particle'], particles['non-dropping-particle'], family, suffix];
  return plain(literal ?? parts.filter(Boolean).join(' '));
}

/** Titles may carry markup for case and style, which tags and data do not. */
const plain = (text: string): string => text.replace(/<[^>]+>/g, '').trim();
