import type { Code, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { ArticleFile } from './article-file.ts';
import { AuthorError, placeOf } from './message.ts';
import { snippet } from './snippet.ts';
import { attribute, components, setAttribute } from './components.ts';
import { glossaryIn } from './symbols.ts';
import type { UsedName } from './used-names.ts';

const retypable = new Set(['ts', 'tsx', 'typescript', 'js', 'jsx', 'mjs', 'javascript']);

const longestRetyped = 3;

/** Code that is shown must be the code that runs: a longer block has to come from a source file through `<Snippet>`. */
export function checkListings(tree: Root, { file }: ArticleFile): void {
  visit(tree, 'code', (node) => {
    const lines = node.value.split('\n').length;
    if (!retypable.has(node.lang?.toLowerCase() ?? '') || lines <= longestRetyped) return;
    const what = `a block of ${lines} lines of ${node.lang} is typed into the article`;
    const expected = `Expected at most ${longestRetyped} lines, or <Snippet of="file/name" /> that prints them from the source`;
    throw new AuthorError(placeOf(file, node), `${what}. ${expected}.`);
  });
}

/**
 * Puts the declarations that each `<Snippet of>` names into it, as a code block to be highlighted, with
 * the names by which it calls the symbols of the article. Returns their files.
 */
export function fillSnippets(tree: Root, symbols: readonly UsedName[], article: ArticleFile): string[] {
  const files: string[] = [];
  const meta = namesOf(symbols, article.root);
  for (const element of components(tree, 'Snippet')) {
    const printed = printedBy(attribute(element, 'of') ?? '', article, element);
    const block: Code = { type: 'code', lang: 'ts', meta, value: printed.code };
    setAttribute(element, 'file', printed.file);
    element.children = [block];
    files.push(printed.file);
  }
  return files;
}

/** Tells the highlighter which names of the code are which symbols of the article: `alphaBar=alphaBar eta=freshness`. */
function namesOf(used: readonly UsedName[], root: string): string {
  const { symbols } = glossaryIn(root);
  return used
    .flatMap(({ name }) => (symbols.get(name)?.code ?? []).map((word) => `${word}=${name}`))
    .join(' ');
}

function printedBy(of: string, article: ArticleFile, element: ReturnType<typeof components>[number]) {
  try {
    return snippet(of, { root: article.root, article: article.slug });
  } catch (cause) {
    throw new AuthorError(
      placeOf(article.file, element),
      cause instanceof Error ? cause.message : String(cause),
    );
  }
}
