import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/tools.mjs';

/** What an author wrote, counted in the text itself, without the code that builds pages from it. */
export interface Manuscript {
  /** The text without front matter and formulas. */
  readonly prose: string;
  readonly displayed: number;
  readonly inline: number;
  readonly figures: number;
  readonly listings: number;
  readonly demos: number;
  /** Places that cite, and the sources that they cite. */
  readonly citations: number;
  readonly sources: number;
  readonly changes: readonly string[];
}

/** Reads an article by its path: `introduction/`, or `de/introduction/` in another language. */
export function manuscript(path: string): Manuscript {
  const [slug, language] = path.split('/').filter(Boolean).reverse();
  const name = language ? `index.${language}.mdx` : 'index.mdx';
  const file = readFileSync(join(root, 'content', 'articles', slug, name), 'utf8');
  const [, front, text] = /^---\n(.*?)\n---\n(.*)$/s.exec(file)!;
  const displayed = text.match(/\$\$.*?\$\$/gs) ?? [];
  const lines = text.replace(/\$\$.*?\$\$/gs, '|');
  const inline = lines.match(/(?<!\\)\$[^$]+\$/g) ?? [];
  const prose = lines.replace(/(?<!\\)\$[^$]+\$/g, '|');
  const cited = [...prose.matchAll(/\[(@[^\]]+)\]/g)].flatMap(([, keys]) =>
    // A place within a source may follow its key.
    keys.split(/[;,\s]+/).filter((word) => word.startsWith('@')),
  );
  const keys = cited.filter((key) => !/^@(fig|demo|eq):/.test(key));
  const times = (pattern: RegExp): number => prose.match(pattern)?.length ?? 0;
  return {
    prose,
    displayed: displayed.length,
    inline: inline.length,
    figures: times(/<Figure\s/g),
    listings: times(/<Snippet\s/g),
    demos: times(/<Demo\s/g),
    citations: keys.length,
    sources: new Set(keys).size,
    changes: front.match(/(?<=^ +text: ).*/gm) ?? [],
  };
}

/** What stands in a text for its markup only: addresses of links, citations, footnote marks, tags and names of attributes. */
const markup = /\]\([^)]*\)|\[@[^\]]*\]|\[\^[^\]]*\]:?|<\/?[A-Z]\w*|\b(?:name|of)="[^"]*"|\b\w+=(?=")/g;

/** A text as rows of words without markup and punctuation, each as long as nothing comes between. */
export const passages = (text: string): string[] =>
  text
    .replace(markup, '|')
    .split(/[^\p{L}\p{N}\s'’]+|\n/u)
    .map((passage) => passage.trim().replace(/['’]/g, '').split(/\s+/).join(' '))
    .filter((passage) => passage !== '');
