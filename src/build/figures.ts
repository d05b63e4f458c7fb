import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Root } from 'mdast';
import type { ArticleFile } from './article-file.ts';
import { attribute, components, setAttribute } from './components.ts';
import { AuthorError, didYouMean, listed, placeOf } from './message.ts';
import { glossaryFile, glossaryIn, symbolsIn } from './symbols.ts';

/** Puts the drawing that each `<Figure name>` names into it. Returns the files. */
export function fillFigures(tree: Root, article: ArticleFile): string[] {
  const files: string[] = [];
  for (const element of components(tree, 'Figure')) {
    const name = attribute(element, 'name') ?? '';
    const path = join(article.folder, `${name}.svg`);
    if (!existsSync(path)) {
      const names = drawings(article.folder);
      const expected = `${didYouMean(name, names)}Expected the file beside the article; it has: ${listed(names)}`;
      throw new AuthorError(
        placeOf(article.file, element),
        `there is no drawing "${name}.svg". ${expected}.`,
      );
    }
    const file = `content/articles/${article.slug}/${name}.svg`;
    const svg = inlineSvg(readFileSync(path, 'utf8'), { name, file });
    checkSymbols(svg, { file, root: article.root });
    setAttribute(element, 'svg', svg);
    files.push(file);
  }
  return files;
}

/** Stops at a sign of the drawing, `<tspan data-symbol="clean">`, that the glossary does not have. */
function checkSymbols(svg: string, { file, root }: { file: string; root: string }): void {
  const { symbols } = glossaryIn(root);
  const unknown = symbolsIn(svg).find((name) => !symbols.has(name));
  if (unknown === undefined) return;
  const expected = `${didYouMean(unknown, symbols.keys())}Expected a symbol of ${glossaryFile}: ${listed(symbols.keys())}`;
  throw new AuthorError({ file }, `the symbol "${unknown}" is unknown. ${expected}.`);
}

function drawings(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.svg'))
    .map((name) => name.slice(0, -'.svg'.length));
}

/**
 * A drawing ready to stand inside a page: without XML prolog, its ids made the figure's own, named by its `<title>` and
 * described by its `<desc>`. Throws when the title or the viewBox is missing.
 */
export function inlineSvg(source: string, { name, file }: { name: string; file: string }): string {
  const svg = source.slice(Math.max(0, source.search(/<svg\b/))).trim();
  const refuse = (what: string): never => {
    throw new AuthorError({ file }, what);
  };
  if (!svg.startsWith('<svg'))
    refuse('this is not an SVG drawing. Expected <svg viewBox="0 0 width height">.');
  if (!/<title\b[^>]*>\s*\S/.test(svg))
    refuse('the drawing has no <title>. Expected one line that says what is drawn.');
  if (!/^<svg\b[^>]*\bviewBox=/.test(svg))
    refuse('the drawing has no viewBox. Expected one, so that it scales to the page.');
  return labelled(withOwnIds(withoutComments(svg), `figure-${name}-`), `figure-${name}`);
}

const withoutComments = (svg: string): string => svg.replace(/<!--[\s\S]*?-->/g, '');

/** Two figures of a page may both have an id `arrow`; a marker of one must not be drawn by the other. */
function withOwnIds(svg: string, prefix: string): string {
  return svg
    .replace(/(\sid=["'])([^"']+)/g, `$1${prefix}$2`)
    .replace(/(url\(\s*["']?#)([^)"']+)/g, `$1${prefix}$2`)
    .replace(/((?:xlink:)?href=["']#)([^"']+)/g, `$1${prefix}$2`)
    .replace(
      /(\saria-(?:labelledby|describedby)=["'])([^"']+)/g,
      (_, lead: string, ids: string) =>
        lead +
        ids
          .trim()
          .split(/\s+/)
          .map((id) => prefix + id)
          .join(' '),
    );
}

/** `<title>` and `<desc>` name and describe the drawing to those who do not see it. */
function labelled(svg: string, id: string): string {
  const opening = svg.slice(0, svg.indexOf('>'));
  const role = /\srole=/.test(opening) ? '' : ' role="img"';
  if (/\saria-labelledby=/.test(opening)) return svg.replace('<svg', `<svg${role}`);
  const { marked, id: title } = withId(svg, 'title', `${id}-title`);
  const described = withId(marked, 'desc', `${id}-desc`);
  const names = [title, described.id].filter(Boolean).join(' ');
  return described.marked.replace('<svg', `<svg${role} aria-labelledby="${names}"`);
}

/** The first element called `tag` with an id: its own, or `fallback`. */
function withId(svg: string, tag: string, fallback: string): { marked: string; id?: string } {
  const opening = new RegExp(`<${tag}\\b([^>]*)>`).exec(svg);
  if (!opening) return { marked: svg };
  const own = /\sid=["']([^"']+)/.exec(opening[1])?.[1];
  if (own) return { marked: svg, id: own };
  return { marked: svg.replace(opening[0], `<${tag} id="${fallback}"${opening[1]}>`), id: fallback };
}
