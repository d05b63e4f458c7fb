import type { BlockContent, Root } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { visit, SKIP } from 'unist-util-visit';
import { filled, wordsOf } from '#words/words';
import type { ArticleFile } from './article-file.ts';

/** Puts every table into a labelled region that scrolls sideways and can be reached by keyboard. */
export function wrapTables(tree: Root, { language }: ArticleFile): void {
  const words = wordsOf(language).reference;
  let count = 0;
  visit(tree, 'table', (node, index, parent) => {
    if (index === undefined || !parent) return undefined;
    const heads = node.children[0].children.map((cell) => toString(cell).trim()).filter(Boolean);
    const label = filled(words.table, { number: ++count, heads: heads.join(', ') });
    const region = {
      type: 'blockquote',
      children: [node],
      data: {
        hName: 'section',
        hProperties: { className: ['table-scroll'], ariaLabel: label, tabIndex: 0 },
      },
    } satisfies BlockContent;
    parent.children[index] = region;
    return [SKIP, index + 1];
  });
}
