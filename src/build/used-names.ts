import { toString } from 'mdast-util-to-string';
import type { Heading, Nodes, Root } from 'mdast';
import type {} from 'mdast-util-to-hast';
import type { MdxJsxFlowElement } from 'mdast-util-mdx';
import { visit } from 'unist-util-visit';
import { symbolsIn } from './symbols.ts';

/** A section of an article, as a link leads to it. */
export interface Place {
  readonly id: string;
  readonly text: string;
}

/** A symbol or a term that an article uses, with the sections in which it stands; the first is empty above the first heading. */
export interface UsedName {
  readonly name: string;
  readonly places: readonly Place[];
}

/** What an article uses of the glossary, in order of first use; call it when formulas, drawings and links are in their places. */
export function usedNames(tree: Root): { symbols: UsedName[]; terms: UsedName[] } {
  const symbols = new Map<string, Place[]>();
  const terms = new Map<string, Place[]>();
  let section: Place = { id: '', text: '' };
  visit(tree, (node) => {
    if (node.type === 'heading') section = placeOf(node);
    for (const name of symbolsIn(markupOf(node))) add(symbols, name, section);
    const term = node.type === 'link' ? node.data?.hProperties?.dataTerm : undefined;
    if (typeof term === 'string') add(terms, term, section);
  });
  return { symbols: listed(symbols), terms: listed(terms) };
}

const placeOf = (node: Heading): Place => ({
  id: String(node.data?.hProperties?.id ?? ''),
  text: toString(node).trim(),
});

/** HTML that the build has put into a node: a formula, or an attribute of a component. */
function markupOf(node: Nodes): string {
  if (node.type === 'math' || node.type === 'inlineMath') {
    const [first] = node.data?.hChildren ?? [];
    return first && 'value' in first ? String(first.value) : '';
  }
  if (node.type !== 'mdxJsxFlowElement' && node.type !== 'mdxJsxTextElement') return '';
  return (node as MdxJsxFlowElement).attributes
    .map(({ value }) => (typeof value === 'string' ? value : ''))
    .join('');
}

function add(found: Map<string, Place[]>, name: string, place: Place): void {
  const places = found.get(name) ?? [];
  if (places.every(({ id }) => id !== place.id)) places.push(place);
  found.set(name, places);
}

const listed = (found: ReadonlyMap<string, Place[]>): UsedName[] =>
  [...found].map(([name, places]) => ({ name, places }));
