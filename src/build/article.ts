import { join } from 'node:path';
import type { Root } from 'mdast';
import { articleAt, frontMatterOf, type CompiledFile } from './article-file.ts';
import { bibliographyAt } from './bibtex.ts';
import { typesetCaptions } from './captions.ts';
import { linkCitations } from './citations.ts';
import { checkComponents } from './components.ts';
import { demosShown, printedDemos } from './demo-places.ts';
import { fillFigures } from './figures.ts';
import { placeFootnotes } from './footnotes.ts';
import { typesetFormulas } from './formulas.ts';
import { headingTree, linkHeadings } from './headings.ts';
import { checkLanguage } from './languages.ts';
import { linkWithinSite } from './links.ts';
import { checkListings, fillSnippets } from './listings.ts';
import { numberComponents } from './numbers.ts';
import { checkPrerequisites } from './prerequisites.ts';
import { linkReferences } from './references.ts';
import type { SeriesRecord } from './series-record.ts';
import { checkStructure, isShape } from './structure.ts';
import { wrapTables } from './tables.ts';
import { linkTerms } from './terms.ts';
import { usedNames } from './used-names.ts';
import { wordsOf } from '#words/words';

interface ArticleOptions {
  /** The site's base path, with both slashes. */
  readonly base: string;
  /** Receives what each article used, for the check over the whole series. */
  readonly series: SeriesRecord;
}

/**
 * The remark plugin through which every article passes: what an author wrote is checked first, then names, citations,
 * formulas and links are replaced by what they stand for. Citations, the symbols and terms that are used, and the demos reach the page
 * as `remarkPluginFrontmatter.citations`, `.names` and `.demos`.
 */
export function remarkArticle({ base, series }: ArticleOptions) {
  return (tree: Root, vfile: CompiledFile): void => {
    const article = articleAt(vfile.path);
    if (!article) return;
    const frontMatter = frontMatterOf(vfile);
    checkLanguage(article);
    checkPrerequisites(frontMatter.prerequisites, article);
    checkComponents(tree, article);
    checkListings(tree, article);
    placeFootnotes(tree, article);
    const shape = frontMatter.shape ?? 'algorithm';
    const sections = headingTree(tree, article);
    if (isShape(shape)) checkStructure(sections, shape, article);

    const { reference } = wordsOf(article.language);
    const equations = typesetFormulas(tree, base, article);
    linkReferences(
      tree,
      {
        eq: { text: '({number})', things: equations },
        fig: { text: reference.figure, things: numberComponents(tree, 'Figure') },
        demo: { text: reference.demo, things: numberComponents(tree, 'Demo') },
      },
      article,
    );

    const bibliography = 'content/bibliography.bib';
    const citations = linkCitations(
      tree,
      bibliographyAt(join(article.root, bibliography), bibliography),
      article,
    );
    frontMatter.citations = citations;
    linkTerms(tree, article);
    const links = linkWithinSite(tree, base, article);
    typesetCaptions(tree, article);
    linkHeadings(tree, article);
    wrapTables(tree, article);
    const demos = demosShown(tree, article);
    frontMatter.demos = printedDemos(tree);
    const drawn = fillFigures(tree, article);
    const names = usedNames(tree);
    frontMatter.names = names;
    const printed = [...fillSnippets(tree, names.symbols, article), ...drawn];
    const cited = citations.map(({ key }) => key);
    series.set(article.id, { slug: article.slug, root: article.root, cited, demos, links, printed });
  };
}
