import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileOf } from './article-file.ts';
import type { WrittenLink } from './links.ts';
import { AuthorError, didYouMean, type Place } from './message.ts';

interface Page {
  /** Address within the site, base included: `/demystify/introduction/`. */
  readonly address: string;
  readonly html: string;
  readonly ids: ReadonlySet<string>;
}

interface LinkOptions {
  /** The site's base path, with both slashes. */
  readonly base: string;
  /** Links that authors wrote, so that a message can name the line instead of the page. */
  readonly written: readonly WrittenLink[];
}

/**
 * Follows every link within the site over the built pages in `folder`: the page or file must be there, and so must the
 * id that an anchor names. Also stops at an id that stands twice in a page.
 */
export function checkLinks(folder: string, { base, written }: LinkOptions): void {
  const pages = new Map(pagesIn(folder, base).map((page) => [page.address, page]));
  for (const page of pages.values()) {
    checkIds(page);
    for (const url of linksOf(page.html)) {
      const problem = problemWith(url, { from: page.address, pages, folder, base });
      if (!problem) continue;
      throw new AuthorError(placeIn(page, { url, base, written }), problem);
    }
  }
}

function pagesIn(folder: string, base: string): Page[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => name.endsWith('.html'))
    .map((name) => {
      const html = readFileSync(join(folder, name), 'utf8');
      const address = base + name.replaceAll('\\', '/').replace(/(^|\/)index\.html$/, '$1');
      return { address, html, ids: new Set(idsOf(html)) };
    });
}

const idsOf = (html: string): string[] =>
  [...withoutScripts(html).matchAll(/<[^>]*?\sid="([^"]+)"/g)].map((match) => decoded(match[1]));

const linksOf = (html: string): string[] =>
  [...withoutScripts(html).matchAll(/<a\s[^>]*?\bhref="([^"]*)"/g)].map((match) => decoded(match[1]));

const withoutScripts = (html: string): string => html.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, '');

const decoded = (text: string): string =>
  text
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, code: string) =>
      String.fromCodePoint(parseInt(code, hex ? 16 : 10)),
    )
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

function checkIds({ address, html }: Page): void {
  const seen = new Set<string>();
  for (const id of idsOf(html)) {
    if (seen.has(id))
      throw new AuthorError({ file: address }, `the id "${id}" stands twice in this page. Expected it once.`);
    seen.add(id);
  }
}

interface Site {
  readonly from: string;
  readonly pages: ReadonlyMap<string, Page>;
  readonly folder: string;
  readonly base: string;
}

function problemWith(url: string, { from, pages, folder, base }: Site): string | undefined {
  const origin = 'http://site.invalid';
  const target = URL.parse(url, origin + from);
  if (!target || target.origin !== origin) return undefined;
  const path = decodeURI(target.pathname);
  const page = pages.get(path);
  if (!page) return isFile(path, folder, base) ? undefined : deadPage(url, path, pages);
  const anchor = decodeURIComponent(target.hash.slice(1));
  if (!anchor || page.ids.has(anchor)) return undefined;
  return `the link "${url}" leads to an anchor that ${path} does not have. ${didYouMean(anchor, page.ids)}Expected the id of a heading there.`;
}

function isFile(path: string, folder: string, base: string): boolean {
  if (!path.startsWith(base)) return false;
  const file = join(folder, relative(base, path));
  return existsSync(file) && statSync(file).isFile();
}

function deadPage(url: string, path: string, pages: ReadonlyMap<string, Page>): string {
  if (pages.has(`${path}/`)) return `the link "${url}" lacks its last slash. Expected "${path}/".`;
  return `the link "${url}" leads nowhere. ${didYouMean(path, pages.keys())}Expected a page or file of this site.`;
}

function placeIn({ address }: Page, { url, base, written }: LinkOptions & { url: string }): Place {
  const file = fileOf(address.slice(base.length).replace(/\/$/, ''));
  return written.find((link) => link.place.file === file && link.url === url)?.place ?? { file: address };
}
