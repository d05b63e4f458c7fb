/** The words around what was found, with the found ones marked. */
import type { Hit } from './hits.ts';

/** A word of a page; `hit` where it fits the query. */
export interface Word {
  readonly text: string;
  readonly hit: boolean;
}

/** Words of an excerpt. */
const length = 30;

interface Range {
  readonly start: number;
  readonly end: number;
  readonly hits: readonly Hit[];
}

/**
 * The words of a section's title, and where they end. The index writes a full stop after a heading; a title has none. A
 * reference is its own title: the whole entry is shown.
 */
export function titled(
  words: readonly string[],
  {
    section,
    hits,
  }: { section: { text: string; location: number; end: number; kind: string }; hits: readonly Hit[] },
): { title: Word[]; end: number } {
  const count = section.text.trim() === '' ? 0 : section.text.trim().split(/\s+/).length;
  const end = section.kind === 'reference' ? section.end : Math.min(section.location + count, section.end);
  const title = marked(words, { start: section.location, end, hits });
  const last = title.at(-1);
  if (last && section.kind !== 'reference')
    title[title.length - 1] = { ...last, text: last.text.replace(/\.$/, '') };
  return { title, end };
}

/** Thirty words around the place where most of the hits lie, from the beginning of a sentence where one is near. */
export function excerptOf(words: readonly string[], { start, end, hits }: Range): Word[] {
  if (start >= end) return [];
  const whole = end - start <= length;
  const from = whole ? start : sentenceStart(words, { start, densest: densest(hits, { start, end }) });
  const to = Math.min(end, from + length);
  const cut: Word = { text: '…', hit: false };
  const excerpt = marked(words, { start: from, end: to, hits });
  return [
    ...(from > start && !endsSentence(words[from - 1]) ? [cut] : []),
    ...excerpt,
    ...(to < end ? [cut] : []),
  ];
}

/** The hit from which on an excerpt holds most. */
function densest(hits: readonly Hit[], { start, end }: { start: number; end: number }): number {
  const within = hits.filter(({ location }) => location >= start && location < end);
  const counts = within.map(({ location }) => {
    const near = within.filter((hit) => hit.location >= location && hit.location < location + length - 8);
    return { location, count: near.reduce((sum, hit) => sum + hit.similarity, 0) };
  });
  return counts.reduce((best, entry) => (entry.count > best.count ? entry : best), {
    location: start,
    count: 0,
  }).location;
}

/** At most twelve words before the hit; three, where no sentence begins there. */
function sentenceStart(
  words: readonly string[],
  { start, densest }: { start: number; densest: number },
): number {
  for (let place = densest; place > Math.max(start, densest - 12); place -= 1) {
    if (endsSentence(words[place - 1])) return place;
  }
  return densest - start <= 12 ? start : densest - 3;
}

const endsSentence = (word: string | undefined): boolean => word !== undefined && /[.?!:]$/.test(word);

function marked(words: readonly string[], { start, end, hits }: Range): Word[] {
  const places = new Set(hits.map(({ location }) => location));
  return words.slice(start, end).map((text, index) => ({ text, hit: places.has(start + index) }));
}
