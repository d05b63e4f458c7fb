import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Root } from 'mdast';
import type { ArticleFile } from './article-file.ts';
import { attribute, components } from './components.ts';
import { AuthorError, didYouMean, listed, placeOf } from './message.ts';

/**
 * Names of the demos that an article shows. A name without a file beside the article stops the build, and so does a
 * second use of one demo on a page.
 */
export function demosShown(tree: Root, article: ArticleFile): string[] {
  const names = demoNames(article.folder);
  const used: string[] = [];
  for (const element of components(tree, 'Demo')) {
    const name = attribute(element, 'name') ?? '';
    const place = placeOf(article.file, element);
    if (!existsSync(join(article.folder, `${name}.demo.ts`))) {
      const expected = `${didYouMean(name, names)}Expected ${name}.demo.ts beside the article; it has: ${listed(names)}`;
      throw new AuthorError(place, `there is no demo "${name}". ${expected}.`);
    }
    if (used.includes(name))
      throw new AuthorError(place, `the demo "${name}" stands here twice. Expected one use a page.`);
    used.push(name);
  }
  return used;
}

/** A demo as an article prints it. */
export interface PrintedDemo {
  readonly name: string;
  /** From 1, in reading order. */
  readonly number: string;
  /** HTML. */
  readonly caption?: string;
}

/** The demos of an article whose captions are typeset and whose components are numbered. */
export const printedDemos = (tree: Root): PrintedDemo[] =>
  components(tree, 'Demo').map((element) => ({
    name: attribute(element, 'name') ?? '',
    number: attribute(element, 'number') ?? '',
    caption: attribute(element, 'caption'),
  }));

/** Names of the demos in an article's folder. */
export function demoNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.demo.ts'))
    .map((file) => file.slice(0, -'.demo.ts'.length))
    .sort();
}
