import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { ArticleFile } from './article-file.ts';
import { placeOf, type Place } from './message.ts';

/** A link that an author wrote, as it stands in the page. */
export interface WrittenLink {
  readonly place: Place;
  /** With the base path, as in the built page. */
  readonly url: string;
}

/** Gives links to `/...` the site's base path and returns every link within the site, for the check over the built pages. */
export function linkWithinSite(tree: Root, base: string, { file }: ArticleFile): WrittenLink[] {
  const written: WrittenLink[] = [];
  visit(tree, ['link', 'definition', 'image'], (node) => {
    if (!('url' in node)) return;
    if (/^\/(?!\/)/.test(node.url)) node.url = base + node.url.slice(1);
    const isWithin = !/^([a-z][a-z+.-]*:|\/\/)/i.test(node.url);
    if (isWithin && node.type !== 'image') written.push({ place: placeOf(file, node), url: node.url });
  });
  return written;
}
