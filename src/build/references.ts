import type { Link, PhrasingContent, Root, Text } from 'mdast';
import { visit, SKIP } from 'unist-util-visit';
import { filled } from '#words/words';
import type { ArticleFile } from './article-file.ts';
import { AuthorError, didYouMean, listed, placeWithin } from './message.ts';

/** Something of an article that has a number and an anchor: an equation, a figure, a demo. */
export interface Numbered {
  readonly number: number;
  readonly id: string;
}

/** What can be referred to as `[@eq:jump]`, `[@fig:chain]` and `[@demo:points]`, by name; the text of a link says `{number}`. */
export type Referable = Readonly<
  Record<string, { readonly text: string; readonly things: ReadonlyMap<string, Numbered> }>
>;

const reference = /\[@(eq|fig|demo):([^\s[\]]+)\]/g;

/** Turns references into links that show the number. One that names nothing stops the build with the names that there are. */
export function linkReferences(tree: Root, referable: Referable, { file }: ArticleFile): void {
  visit(tree, 'text', (node, index, parent) => {
    if (index === undefined || !parent || !node.value.includes('[@')) return undefined;
    const pieces: PhrasingContent[] = [];
    let end = 0;
    for (const match of node.value.matchAll(reference)) {
      if (match.index > end) pieces.push(text(node.value.slice(end, match.index)));
      pieces.push(linkTo(match, { referable, file, node }));
      end = match.index + match[0].length;
    }
    if (end === 0) return undefined;
    if (end < node.value.length) pieces.push(text(node.value.slice(end)));
    parent.children.splice(index, 1, ...pieces);
    return [SKIP, index + pieces.length];
  });
}

interface Context {
  readonly referable: Referable;
  readonly file: string;
  readonly node: Text;
}

function linkTo({ 0: written, 1: kind, 2: name, index }: RegExpMatchArray, context: Context): Link {
  const { text: shown, things } = context.referable[kind];
  const found = things.get(name);
  if (!found) {
    const expected = `${didYouMean(name, things.keys())}Expected one of: ${listed(things.keys())}`;
    const place = placeWithin(context.file, context.node, index ?? 0);
    throw new AuthorError(place, `"${written}" refers to nothing in this article. ${expected}.`);
  }
  return {
    type: 'link',
    url: `#${found.id}`,
    children: [text(filled(shown, { number: found.number }))],
    data: { hProperties: { className: ['reference'] } },
  };
}

const text = (value: string): Text => ({ type: 'text', value });
