/** Words of a page that fit a word of the query. */

export interface Hit {
  readonly location: number;
  /** The word of the query that it fits best. */
  readonly term: string;
  /** 1 for the same word, less for a relative: `diffuse` for `diffusion`. */
  readonly similarity: number;
}

/** Below this two words have nothing to do with each other: Pagefind offers `z` for `zebra` where there is nothing better. */
const least = 0.5;

/** Which of `terms` the word at `location` fits, if any: Pagefind says only that it may fit one of them. */
export function hitWord(
  word: string,
  { location, terms }: { location: number; terms: readonly string[] },
): Hit | undefined {
  const parts = partsOf(word);
  const fits = terms.map((term) => ({
    location,
    term,
    similarity: Math.max(0, ...parts.map((part) => similarity(part, folded(term)))),
  }));
  return fits.filter((fit) => fit.similarity >= least).sort((a, b) => b.similarity - a.similarity)[0];
}

/** A word and the words within it: `alphaBar[time]` holds `alphabar`, `alpha`, `bar` and `time`. */
function partsOf(word: string): string[] {
  const names = word.match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [];
  const inner = names.flatMap((name) => name.replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ').split(/[\s_]+/));
  return [...names, ...inner, names.join('')].map(folded);
}

/** In lower case and without accents. */
const folded = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * 1 for the same word. A longer word that begins with the query's is at least 0.6 like it; for others, the share of letters that
 * need no change counts, so that a slip of the pen is forgiven.
 */
function similarity(word: string, term: string): number {
  const kept = 1 - changes(word, term) / Math.max(word.length, term.length, 1);
  return word.startsWith(term) ? Math.max(kept, 0.6) : kept;
}

/** The least number of letters to add, drop or replace (Levenshtein). */
function changes(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
