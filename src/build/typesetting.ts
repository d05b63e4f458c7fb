import katex from 'katex';
import type { Root } from 'mdast';
import type {} from 'remark-math';
import { visit } from 'unist-util-visit';
import type { ArticleFile } from './article-file.ts';
import { AuthorError, placeOf, type Place } from './message.ts';

/**
 * Typesets every formula while building: HTML for the eye, MathML for assistive technology. A displayed formula stands in
 * `.equation`, whose content scrolls sideways on a narrow screen. A formula that KaTeX refuses, even mildly, stops the
 * build. Not rehype-katex: it brings an older KaTeX than the style sheet, and it goes on after an error.
 */
export function typesetFormulas(tree: Root, { file }: ArticleFile): void {
  visit(tree, ['math', 'inlineMath'], (node) => {
    if (node.type !== 'math' && node.type !== 'inlineMath') return;
    const displayed = node.type === 'math';
    const html = typeset(node.value, { displayed, place: placeOf(file, node) });
    const [className, content] = displayed ? ['equation', html] : ['katex', withoutOwnElement(html)];
    // `raw` is parsed by Astro's own rehype-raw, so no second HTML parser is needed.
    const hChildren = [{ type: 'raw', value: content } as unknown as { type: 'text'; value: string }];
    node.data = { hName: displayed ? 'div' : 'span', hProperties: { className: [className] }, hChildren };
  });
}

/** HTML of one formula. Throws an AuthorError with the formula and KaTeX's own words. */
export function typeset(tex: string, { displayed, place }: { displayed: boolean; place: Place }): string {
  try {
    return lighter(
      katex.renderToString(tex, {
        displayMode: displayed,
        output: 'htmlAndMathml',
        strict: 'error',
        throwOnError: true,
      }),
    );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AuthorError(
      place,
      `KaTeX cannot typeset "${tex.trim()}": ${reason}. Expected TeX that KaTeX supports.`,
    );
  }
}

/** Leaves out what neither eye nor ear needs: the TeX kept beside the MathML is a fifteenth of a long article's weight. */
function lighter(html: string): string {
  return html
    .replace(/<annotation [\s\S]*?<\/annotation>/g, '')
    .replace(/<\/?semantics>| xmlns="http:\/\/www\.w3\.org\/1998\/Math\/MathML"/g, '');
}

/** The element that holds an inline formula in the page takes the place of KaTeX's outermost one. */
const withoutOwnElement = (html: string): string =>
  html.replace(/^<span class="katex">([\s\S]*)<\/span>$/, '$1');
