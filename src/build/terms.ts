import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { ArticleFile } from './article-file.ts';
import { AuthorError, didYouMean, listed, placeOf } from './message.ts';
import { glossaryFile, glossaryIn, termId } from './symbols.ts';

/** Turns links like `[score](term:score)` into links to the glossary. An unknown term stops the build. */
export function linkTerms(tree: Root, article: ArticleFile): void {
  const { terms } = glossaryIn(article.root);
  visit(tree, 'link', (node) => {
    if (!node.url.startsWith('term:')) return;
    const name = node.url.slice('term:'.length);
    if (!terms.has(name)) {
      const expected = `${didYouMean(name, terms.keys())}Expected a term of ${glossaryFile}: ${listed(terms.keys())}`;
      throw new AuthorError(placeOf(article.file, node), `the term "${name}" is unknown. ${expected}.`);
    }
    node.url = `/glossary/#${termId(name)}`;
    node.data = { ...node.data, hProperties: { className: ['term'], dataTerm: name } };
  });
}
