import type { Root } from 'mdast';
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx';
import { visit } from 'unist-util-visit';
import type { ArticleFile } from './article-file.ts';
import { AuthorError, didYouMean, listed, placeOf } from './message.ts';

/** What an author may write, with its attributes: `true` for those that must be there. */
export const vocabulary: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  Snippet: { of: true },
  Demo: { name: true, caption: false },
  Figure: { name: true, caption: false },
  Deeper: { title: true },
  Worked: { title: true },
  Practice: { title: true },
  Predict: { question: true },
  Exercise: { title: true },
  Answer: {},
  Note: { title: false },
};

/** One use of a component. An element that stands alone is a flow element, whatever the parser made of its line. */
export type Use = MdxJsxFlowElement;

/** Every use of the component called `name`, in reading order. */
export function components(tree: Root, name: string): Use[] {
  const uses: Use[] = [];
  visit(tree, ['mdxJsxFlowElement', 'mdxJsxTextElement'], (node) => {
    if ('name' in node && node.name === name) uses.push(node as Use);
  });
  return uses;
}

/** Text of an attribute; undefined when it is absent or is not plain text. */
export function attribute(element: Use, name: string): string | undefined {
  const found = element.attributes.find((one) => one.type === 'mdxJsxAttribute' && one.name === name);
  return typeof found?.value === 'string' ? found.value : undefined;
}

export function setAttribute(element: Use, name: string, value: string): void {
  const others = element.attributes.filter((one) => one.type !== 'mdxJsxAttribute' || one.name !== name);
  element.attributes = [...others, { type: 'mdxJsxAttribute', name, value }];
}

/** Stops the build at a component that does not exist, an attribute it does not have, an import, or a `{value}`. */
export function checkComponents(tree: Root, { file }: ArticleFile): void {
  visit(tree, (node) => {
    const place = placeOf(file, node);
    if (node.type === 'mdxjsEsm') {
      throw new AuthorError(
        place,
        'an article imports and exports nothing. Expected prose and the components handed to it.',
      );
    }
    if (node.type === 'mdxFlowExpression' || node.type === 'mdxTextExpression') {
      if (/^\s*(\/\*[\s\S]*\*\/\s*)?$/.test(node.value)) return;
      const expected = 'Expected a formula between $ signs, or \\{ for a brace';
      throw new AuthorError(place, `"{${node.value}}" is a JavaScript expression. ${expected}.`);
    }
    if (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') checkUse(node, file);
  });
}

function checkUse(element: MdxJsxFlowElement | MdxJsxTextElement, file: string): void {
  const name = element.name ?? '';
  const place = placeOf(file, element);
  if (/^h[1-6]$/.test(name))
    throw new AuthorError(place, `<${name}> is written as a tag. Expected "## Heading".`);
  if (!/^[A-Z]/.test(name)) return;
  const known = vocabulary[name];
  if (!known) {
    const near = didYouMean(name, Object.keys(vocabulary));
    throw new AuthorError(
      place,
      `there is no component <${name}>. ${near}Expected one of: ${listed(Object.keys(vocabulary))}.`,
    );
  }
  for (const one of element.attributes) {
    if (one.type !== 'mdxJsxAttribute' || typeof one.value !== 'string') {
      throw new AuthorError(
        place,
        `<${name}> has an attribute that is not plain text. Expected name="text".`,
      );
    }
    if (!(one.name in known)) {
      const expected = `Expected ${listed(Object.keys(known))}`;
      throw new AuthorError(
        place,
        `<${name}> has no attribute "${one.name}". ${didYouMean(one.name, Object.keys(known))}${expected}.`,
      );
    }
  }
  for (const [needed] of Object.entries(known).filter(([, isNeeded]) => isNeeded)) {
    if (attribute(element as Use, needed)?.trim()) continue;
    throw new AuthorError(place, `<${name}> lacks its ${needed}. Expected <${name} ${needed}="...">.`);
  }
}
