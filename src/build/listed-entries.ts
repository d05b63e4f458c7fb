import { parseFrontmatter } from '@astrojs/markdown-remark';
import type { z } from 'astro/zod';
import { inWords } from './front-matter.ts';
import { AuthorError, type Place } from './message.ts';

/** An entry of a list that an author keeps in YAML, with the line where it begins. */
export type Listed<Entry> = Entry & { readonly line: number };

interface List<Entry> {
  /** From the project's root, for messages. */
  readonly file: string;
  /** What an entry must hold. */
  readonly entry: z.ZodType<Entry>;
}

/** The entries of a YAML list. Stops the build at the first that does not fit, with its line. */
export function listedEntries<Entry extends object>(
  text: string,
  { file, entry }: List<Entry>,
): Listed<Entry>[] {
  const lines = text.split('\n');
  const starts = lines.flatMap((line, index) => (line.startsWith('- ') ? [index + 1] : []));
  return listIn(text, file).map((value, index) => {
    const { success, data, error } = entry.safeParse(value);
    if (success) return { ...data, line: starts[index] };
    const [issue] = error.issues;
    const key = String(issue.path[0] ?? (issue.code === 'unrecognized_keys' ? issue.keys[0] : ''));
    const line = lineOfKey(key, { lines, from: starts[index] });
    const name = issue.path.length ? `"${issue.path.join('.')}" ` : '';
    throw new AuthorError({ file, line }, `${name}${inWords(issue.message)}.`);
  });
}

function listIn(text: string, file: string): unknown[] {
  const place: Place = { file, line: 1 };
  const { list, ...others } = parsed(text, place);
  // A file of remarks alone is an empty list.
  const entries: unknown = list ?? [];
  if (Array.isArray(entries) && Object.keys(others).length === 0) return entries;
  throw new AuthorError(place, 'holds no list. Expected entries that begin with "- ".');
}

function parsed(text: string, place: Place): Record<string, unknown> {
  try {
    // The parser knows objects only, so the list stands under a key: YAML lets it keep its indentation.
    return parseFrontmatter(`---\nlist:\n${text}\n---`).frontmatter;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new AuthorError(place, `is no YAML: ${reason}. Expected entries that begin with "- ".`);
  }
}

/** The line of a key of the entry that begins on line `from`, or that line where the key is missing. */
function lineOfKey(key: string, { lines, from }: { lines: readonly string[]; from: number }): number {
  const next = lines.findIndex((line, index) => index >= from && line.startsWith('- '));
  const end = next < 0 ? lines.length : next;
  const found = lines.findIndex(
    (line, index) => index >= from - 1 && index < end && line.slice(2).startsWith(`${key}:`),
  );
  return found < 0 ? from : found + 1;
}
