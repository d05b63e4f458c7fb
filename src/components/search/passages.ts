/** What Pagefind found, cut where the reader would look: by heading, by entry of the glossary, by reference. */
import { excerptOf, titled, type Word } from './excerpt.ts';
import { hitWord, type Hit } from './hits.ts';

export const kinds = ['article', 'glossary', 'reference'] as const;
export type Kind = (typeof kinds)[number];

/** A page as Pagefind hands it over: its text, the places that have an id, and the words that fit the query. */
export interface FoundPage {
  readonly url: string;
  readonly content: string;
  readonly meta: { readonly title?: string };
  readonly anchors: readonly Anchor[];
  readonly weighted_locations: readonly { readonly location: number }[];
}

interface Anchor {
  readonly element: string;
  readonly id: string;
  readonly text: string;
  /** The number of words before it. */
  readonly location: number;
}

/** One result: a place in a page that a link can lead to. */
export interface Passage {
  readonly kind: Kind;
  readonly href: string;
  readonly title: readonly Word[];
  /** Where the place stands: the page, then the headings above it. */
  readonly trail: readonly string[];
  readonly excerpt: readonly Word[];
  readonly score: number;
}

interface Section extends Anchor {
  readonly kind: Kind;
  readonly end: number;
  readonly trail: readonly string[];
}

/**
 * The passages of all pages that hold every word of the query, best first; where none does, those that hold most of them.
 * A source that several articles cite is one result.
 */
export function passagesIn(pages: readonly FoundPage[], query: string): Passage[] {
  const terms = termsOf(query);
  const found = pages.flatMap((page) => passagesOf(page, terms));
  const most = Math.max(0, ...found.map(({ covered }) => covered));
  const best = found.filter(({ covered }) => covered === most).sort((a, b) => b.score - a.score);
  const seen = new Set<string>();
  return best.filter(({ kind, href }) => {
    const name = kind === 'reference' ? href.replace(/^.*#/, '') : href;
    return !seen.has(name) && seen.add(name);
  });
}

/** The words of a query, as they are compared. */
export const termsOf = (query: string): string[] => [
  ...new Set(query.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []),
];

function passagesOf(page: FoundPage, terms: readonly string[]): (Passage & { covered: number })[] {
  const words = page.content.split(/\s+/);
  const hits = page.weighted_locations.flatMap(
    ({ location }) => hitWord(words[location] ?? '', { location, terms }) ?? [],
  );
  return sectionsOf(page, words).flatMap((section) => {
    const inside = hits.filter(({ location }) => location >= section.location && location < section.end);
    if (inside.length === 0) return [];
    const { kind, id, trail } = section;
    const parts = titled(words, { section, hits: inside });
    const excerpt = excerptOf(words, { start: parts.end, end: section.end, hits: inside });
    const covered = new Set(inside.map(({ term }) => term)).size;
    const href = id === '' ? page.url : `${page.url}#${id}`;
    return [{ kind, href, trail, title: parts.title, excerpt, covered, score: scoreOf(parts.title, inside) }];
  });
}

/** Many fitting words raise a passage, ever less; a title that consists of the query raises it most. */
function scoreOf(title: readonly Word[], hits: readonly Hit[]): number {
  const fit = hits.reduce((sum, { similarity }) => sum + similarity, 0);
  const share = title.filter(({ hit }) => hit).length / title.length;
  return fit / (fit + 4) + 2 * share;
}

/** Where passages begin: headings, entries of a glossary, references; before the first of them, the page's own title. */
function sectionsOf({ anchors, meta, content }: FoundPage, words: readonly string[]): Section[] {
  const name = meta.title ?? '';
  const isGlossary = anchors.some(({ id }) => entry.test(id));
  const begins = anchors
    .flatMap((anchor) => {
      const kind = kindOf(anchor, isGlossary);
      return kind === undefined
        ? []
        : [{ ...anchor, kind, text: anchor.text.trim() || nameAt(words, anchor.location) }];
    })
    .sort((a, b) => a.location - b.location);
  const kind = isGlossary ? 'glossary' : 'article';
  const title = content.startsWith(name) ? name : '';
  const all = [{ element: 'h1', id: '', text: title, location: 0, kind } as const, ...begins];
  return all.map((begin, index) => ({
    ...begin,
    end: all[index + 1]?.location ?? words.length,
    trail: index === 0 ? [] : [name, ...headingsAbove(all.slice(1, index), begin)],
  }));
}

/** Ids of the glossary's entries. */
const entry = /^(term|symbol)-/;

function kindOf({ element, id }: Anchor, isGlossary: boolean): Kind | undefined {
  if (entry.test(id)) return 'glossary';
  if (element === 'li' && id.startsWith('ref-')) return 'reference';
  if (/^h[2-6]$/.test(element)) return isGlossary ? 'glossary' : 'article';
  return undefined;
}

/** The words of an entry before its first stop: its name. */
function nameAt(words: readonly string[], location: number): string {
  const stop = words.findIndex((word, index) => index >= location && word.endsWith('.'));
  return words.slice(location, stop + 1).join(' ');
}

/** The headings of higher rank above a heading, outermost first; references and entries name only their page. */
function headingsAbove(
  before: readonly (Anchor & { kind: Kind })[],
  { element, kind }: Anchor & { kind: Kind },
) {
  if (kind !== 'article') return [];
  const above: string[] = [];
  let rank = element;
  for (const heading of before.filter((anchor) => anchor.kind === 'article').reverse()) {
    if (heading.element >= rank) continue;
    above.unshift(heading.text);
    rank = heading.element;
  }
  return above;
}
