import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseFrontmatter } from '@astrojs/markdown-remark';
import type { ArticleFile } from './article-file.ts';
import { AuthorError, didYouMean, listed, type Place } from './message.ts';

/** Stops the build when a prerequisite is no article of the series, or leads back to this article. */
export function checkPrerequisites(prerequisites: unknown, article: ArticleFile): void {
  if (!Array.isArray(prerequisites)) return;
  const place = { file: article.file, line: lineOf('prerequisites', join(article.root, article.file)) };
  for (const slug of prerequisites.map(String)) checkExists(slug, { article, place });
  const circle = circleFrom([article.slug], dirname(article.folder));
  if (!circle) return;
  throw new AuthorError(
    place,
    `the prerequisites form a circle: ${circle.join(' → ')}. Expected an order to read them in.`,
  );
}

function checkExists(slug: string, { article, place }: { article: ArticleFile; place: Place }): void {
  const articles = dirname(article.folder);
  const slugs = readdirSync(articles).filter((name) => existsSync(join(articles, name, 'index.mdx')));
  if (slugs.includes(slug)) return;
  const expected = `${didYouMean(slug, slugs)}Expected one of: ${listed(slugs)}`;
  throw new AuthorError(place, `the prerequisite "${slug}" is no article. ${expected}.`);
}

/** The first way from the first slug of `path` back to itself, by prerequisites. */
function circleFrom(path: readonly string[], articles: string): string[] | undefined {
  for (const next of prerequisitesOf(join(articles, path[path.length - 1], 'index.mdx'))) {
    if (next === path[0]) return [...path, next];
    const circle = path.includes(next) ? undefined : circleFrom([...path, next], articles);
    if (circle) return circle;
  }
  return undefined;
}

function prerequisitesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  const { prerequisites } = parseFrontmatter(readFileSync(path, 'utf8')).frontmatter;
  return Array.isArray(prerequisites) ? prerequisites.map(String) : [];
}

/** Line of a key of the front matter, from 1. */
export function lineOf(key: string, path: string): number | undefined {
  if (!existsSync(path)) return undefined;
  const index = readFileSync(path, 'utf8')
    .split('\n')
    .findIndex((line) => line.startsWith(`${key}:`));
  return index < 0 ? undefined : index + 1;
}
