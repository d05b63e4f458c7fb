import type { BlockContent, Root } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { visit, SKIP } from 'unist-util-visit';

/** Puts every table into a labelled region that scrolls sideways and can be reached by keyboard. */
export function wrapTables(tree: Root): void {
  let count = 0;
  visit(tree, 'table', (node, index, parent) => {
    if (index === undefined || !parent) return undefined;
    const heads = node.children[0].children.map((cell) => toString(cell).trim()).filter(Boolean);
    const label = `Table ${++count}: ${heads.join(', ')}`;
    const region = {
      type: 'blockquote',
      children: [node],
      data: {
        hName: 'div',
        hProperties: { className: ['table-scroll'], role: 'region', ariaLabel: label, tabIndex: 0 },
      },
    } satisfies BlockContent;
    parent.children[index] = region;
    return [SKIP, index + 1];
  });
}
