import type { Link, PhrasingContent, Root, Text } from 'mdast';
import { visit, SKIP } from 'unist-util-visit';
import { filled, wordsOf } from '#words/words';
import type { ArticleFile } from './article-file.ts';
import { citationId, referenceId, type Citation, type Source } from './bibliography.ts';
import { AuthorError, didYouMean, listed, placeWithin, type Place } from './message.ts';

interface Cited {
  readonly source: Source;
  readonly number: number;
  readonly places: string[];
}

const citation = /\[(@[^[\]]*)\]/g;
const part = /^@([^\s,;@]+?)(?:,\s*(.+))?$/;

/**
 * Turns `[@key]`, `[@a; @b]` and `[@key, eq. 4]` into numbered links and returns what was cited, in order of first
 * citation. An unknown key stops the build with its place and the keys that look like it.
 */
export function linkCitations(
  tree: Root,
  sources: ReadonlyMap<string, Source>,
  { file, language }: ArticleFile,
): Citation[] {
  const cited = new Map<string, Cited>();
  const label = wordsOf(language).article.reference;
  visit(tree, 'text', (node, index, parent) => {
    if (index === undefined || !parent || !node.value.includes('[@')) return undefined;
    const pieces = withLinks(node, { cited, sources, file, label });
    parent.children.splice(index, 1, ...pieces);
    return [SKIP, index + pieces.length];
  });
  return [...cited.values()].map(({ source, number, places }) => ({ ...source, number, places }));
}

interface Context {
  readonly cited: Map<string, Cited>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly file: string;
  /** What a link is called: `Reference {number}: {source}`. */
  readonly label: string;
}

function withLinks(node: Text, context: Context): PhrasingContent[] {
  const pieces: PhrasingContent[] = [];
  let end = 0;
  for (const match of node.value.matchAll(citation)) {
    if (match.index > end) pieces.push(text(node.value.slice(end, match.index)));
    pieces.push(...group(match[1], { ...context, place: placeWithin(context.file, node, match.index) }));
    end = match.index + match[0].length;
  }
  if (end < node.value.length) pieces.push(text(node.value.slice(end)));
  return pieces;
}

function group(inside: string, context: Context & { place: Place }): PhrasingContent[] {
  const links = inside.split(';').map((one) => reference(one.trim(), context));
  return [text('['), ...links.flatMap((link, index) => (index ? [text('; '), ...link] : link)), text(']')];
}

function reference(written: string, context: Context & { place: Place }): PhrasingContent[] {
  const match = part.exec(written);
  if (!match) {
    throw new AuthorError(
      context.place,
      `the citation "${written}" cannot be read. Expected [@key], [@a; @b] or [@key, eq. 4].`,
    );
  }
  const [, key, locator] = match;
  const link = linkTo(key, cite(key, context), context.label);
  return locator ? [link, text(`, ${locator}`)] : [link];
}

function cite(key: string, { cited, sources, place }: Context & { place: Place }): Cited {
  const source = sources.get(key);
  if (!source) {
    const near = didYouMean(key, sources.keys());
    const expected = near || `It has: ${listed(sources.keys())}. `;
    throw new AuthorError(
      place,
      `the citation key "${key}" is unknown. ${expected}Expected a key of content/bibliography.bib.`,
    );
  }
  const entry = cited.get(key) ?? { source, number: cited.size + 1, places: [] };
  entry.places.push(citationId(key, entry.places.length + 1));
  cited.set(key, entry);
  return entry;
}

function linkTo(key: string, { source, number, places }: Cited, label: string): Link {
  const properties = {
    id: places[places.length - 1],
    className: ['citation'],
    ariaLabel: filled(label, { number, source: source.short }),
  };
  return {
    type: 'link',
    url: `#${referenceId(key)}`,
    children: [text(String(number))],
    data: { hProperties: properties },
  };
}

const text = (value: string): Text => ({ type: 'text', value });
