/** Errors in the author's language: where it is, what is wrong, what was expected. */

export interface Place {
  /** From the project's root: `content/articles/introduction/index.mdx`. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** Anything that a Markdown or HTML parser gave a position to. */
export interface Positioned {
  readonly position?: { readonly start: { readonly line: number; readonly column: number } };
}

/** Stops the build. The message reads `content/articles/x/index.mdx:12:3 — what is wrong. Expected ...`. */
export class AuthorError extends Error {
  readonly place: Place;
  /** Read by the compiler of MDX, which shows where it stopped. */
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(place: Place, explanation: string) {
    super(`${placeText(place)} — ${explanation}`);
    this.name = 'AuthorError';
    this.place = place;
    this.line = place.line;
    this.column = place.column;
  }
}

export function placeText({ file, line, column }: Place): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

export function placeOf(file: string, node: Positioned): Place {
  const start = node.position?.start;
  return start ? { file, line: start.line, column: start.column } : { file };
}

/** The place of the `offset`-th character of a text node that starts at `node`'s position. */
export function placeWithin(
  file: string,
  node: Positioned & { readonly value: string },
  offset: number,
): Place {
  const start = node.position?.start;
  if (!start) return { file };
  const before = node.value.slice(0, offset).split('\n');
  const column = before.length === 1 ? start.column + offset : before[before.length - 1].length + 1;
  return { file, line: start.line + before.length - 1, column };
}

/** Names close enough to `name` to be a slip of the pen, nearest first, at most three. */
export function nearest(name: string, candidates: Iterable<string>): string[] {
  const wanted = name.toLowerCase();
  return [...candidates]
    .map((candidate) => ({ candidate, distance: nearness(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, candidate.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** `Did you mean "a" or "b"? `, or nothing when no candidate is near. Ends with a space so that it can lead a sentence. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const near = nearest(name, candidates);
  return near.length ? `Did you mean ${near.map((one) => `"${one}"`).join(' or ')}? ` : '';
}

/** `"a", "b", "c"`, or `none` for an empty list. */
export function listed(names: Iterable<string>): string {
  return [...names].map((name) => `"${name}"`).join(', ') || 'none';
}

function nearness(a: string, b: string): number {
  const isLong = Math.min(a.length, b.length) > 2;
  return isLong && (a.includes(b) || b.includes(a)) ? 1 : editDistance(a, b);
}

/** Letters to add, drop, change or swap with their neighbour (Damerau-Levenshtein, each letter edited once). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(change, last[j] + 1, row[j - 1] + 1, isSwap ? beforeLast[j - 2] + 1 : Infinity));
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length];
}
