import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseFrontmatter } from '@astrojs/markdown-remark';
import { z } from 'astro/zod';
import { AuthorError, didYouMean, listed, type Place } from './message.ts';

const sentence = z.string().trim().min(1);

/** One symbol of the series: it looks, means and is called the same in every article. */
const symbol = z.strictObject({
  /** TeX of the bare sign; indices follow in the formula: `\alphaBar_t`. */
  latex: sentence,
  /** What it is, in words; the start of a sentence. */
  words: sentence,
  shape: sentence.optional(),
  unit: sentence.optional(),
  /** Its names in the code. */
  code: z.array(z.string().regex(/^[a-z]\w*$/i)).default([]),
});

/** One term of the field. */
const term = z.strictObject({ name: sentence, text: sentence });

const file = z.strictObject({
  symbols: z.record(
    z.string().regex(/^[a-z]+$/i, 'Expected letters only, as TeX wants them in a macro'),
    symbol,
  ),
  terms: z.record(z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), term),
});

export type MathSymbol = z.infer<typeof symbol>;
export type Term = z.infer<typeof term>;

export interface Glossary {
  readonly symbols: ReadonlyMap<string, MathSymbol>;
  readonly terms: ReadonlyMap<string, Term>;
}

export const glossaryFile = 'content/glossary.yaml';

const read = new Map<string, { modified: number; glossary: Glossary }>();

/** The glossary of the project in `root`; parsed again only when the file has changed. Without a file it is empty. */
export function glossaryIn(root: string): Glossary {
  const path = join(root, glossaryFile);
  const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (modified === undefined) return { symbols: new Map(), terms: new Map() };
  const known = read.get(path);
  if (known?.modified === modified) return known.glossary;
  const glossary = parseGlossary(readFileSync(path, 'utf8'));
  read.set(path, { modified, glossary });
  return glossary;
}

/** @throws AuthorError with the line of an entry that lacks something or has a key too much */
export function parseGlossary(text: string): Glossary {
  const parsed = file.safeParse(parseFrontmatter(`---\n${text}\n---`).frontmatter);
  if (parsed.success) {
    const { symbols, terms } = parsed.data;
    return { symbols: new Map(Object.entries(symbols)), terms: new Map(Object.entries(terms)) };
  }
  const [{ path, message }] = parsed.error.issues;
  const name = String(path[1] ?? path[0] ?? '');
  const line = text.split('\n').findIndex((one) => one.trim().startsWith(`${name}:`)) + 1;
  throw new AuthorError({ file: glossaryFile, line: line || 1 }, `"${path.join('.')}": ${message}.`);
}

/** Macros by which formulas write the symbols: `\alphaBar` is the sign, tied to its entry. */
export const macrosOf = ({ symbols }: Glossary): Record<string, string> =>
  Object.fromEntries(
    [...symbols].map(([name, { latex }]) => [`\\${name}`, `{\\data{symbol=${name}}{${latex}}}`]),
  );

/**
 * Stops at a sign of the glossary that is written bare, so that every occurrence is tied to its entry. A single Latin letter may
 * stand for anything; it is tied where the author writes its macro.
 */
export function checkSigns(tex: string, { symbols }: Glossary, place: Place): void {
  const signs = [...symbols].filter(([, { latex }]) => /[\\_^]/.test(latex));
  const bare = signs.filter(([, { latex }]) => signPattern(latex).test(tex));
  if (bare.length === 0) return;
  const longest = Math.max(...bare.map(([, { latex }]) => latex.length));
  const macros = bare.filter(([, { latex }]) => latex.length === longest).map(([name]) => `\\${name}`);
  throw new AuthorError(
    place,
    `the formula "${tex.trim()}" writes the sign ${bare.find(([, { latex }]) => latex.length === longest)?.[1].latex} bare. Expected ${macros.join(' or ')}, which ties it to the glossary.`,
  );
}

/** A sign of the glossary in TeX, spaced as the author likes. */
function signPattern(latex: string): RegExp {
  const pieces = latex.match(/\\[a-z]+|\S/gi) ?? [];
  const source = pieces.map((piece) => piece.replace(/[\\^$*+?.()|[\]{}]/g, '\\$&')).join('\\s*');
  return new RegExp(`${/^[a-z]/i.test(latex) ? '(?<![A-Za-z\\\\])' : ''}${source}(?![A-Za-z])`);
}

/** Whom a formula may have meant by a macro that does not exist. */
export const nearSymbols = (name: string, { symbols }: Glossary): string =>
  `${didYouMean(name, symbols.keys())}Expected TeX that Temml knows, or a symbol of ${glossaryFile}: ${listed(symbols.keys())}.`;

/** Id of a symbol's or a term's entry in the glossary and in an article's list of symbols. */
export const symbolId = (name: string): string => `symbol-${name}`;
export const termId = (name: string): string => `term-${name}`;

/** The letters of a typeset sign: its name, where what it means is its description. */
export const lettersOf = (html: string): string => html.replace(/<[^>]*>/g, '');

/** Names of the symbols tied in a piece of HTML, each once, in order. */
export const symbolsIn = (html: string): string[] => [
  ...new Set([...html.matchAll(/data-symbol="(\w+)"/g)].map((match) => match[1])),
];
