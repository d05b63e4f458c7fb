/** What a page knows of its sources. Formatted while the article is compiled, so that no page carries a citation library. */

/** One entry of `content/bibliography.bib`. */
export interface Source {
  readonly key: string;
  /** Authors, title, venue and year in the list's style: safe HTML without links. */
  readonly html: string;
  /** `Ho 2020`-like short form for labels. */
  readonly short: string;
  /** The entry as it stands in the file. */
  readonly bibtex: string;
  readonly link?: { readonly text: string; readonly url: string };
}

/** A source that an article cites; `number` counts from 1 in order of first citation, `places` are ids in the text. */
export interface Citation extends Source {
  readonly number: number;
  readonly places: readonly string[];
}

/** One line of a reference list. */
export interface Reference extends Citation {
  /** Where the citations point to. */
  readonly id: string;
  /** Links back into the text: `a`, `b`, ... */
  readonly backlinks: readonly { readonly label: string; readonly href: string }[];
}

/** Id of a source in the reference list of its page. */
export const referenceId = (key: string): string => `ref-${key}`;

/** Id of the `place`-th citation (from 1) of a source in the text. */
export const citationId = (key: string, place: number): string => `cite-${key}-${place}`;

/** The reference list of a page, from `remarkPluginFrontmatter.citations`; empty when the article cites nothing. */
export function references(citations: readonly Citation[] | undefined): Reference[] {
  return [...(citations ?? [])]
    .sort((a, b) => a.number - b.number)
    .map((citation) => ({
      ...citation,
      id: referenceId(citation.key),
      backlinks: citation.places.map((place, index) => ({ label: letter(index), href: `#${place}` })),
    }));
}

/** a, b, ..., z, aa, ab, ... */
function letter(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : letter(Math.floor(index / 26) - 1) + last;
}
