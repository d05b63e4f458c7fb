/** The pages that readers open, found by their files, so that a new one is tested and measured without an edit. */
import { globSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from './tools.mjs';

/** Paths of the articles in every language, relative to the home page: `introduction/`, `de/introduction/`. */
export function articlePaths(): string[] {
  const files = globSync('*/index{,.*}.mdx', { cwd: join(root, 'content', 'articles') });
  const paths = files.map((file) => file.split(sep).join('/').replace(articleFile, pathOf));
  return paths.sort();
}

const articleFile = /^(.*)\/index(?:\.(.*))?\.mdx$/;

const pathOf = (_: string, slug: string, language?: string): string =>
  language ? `${language}/${slug}/` : `${slug}/`;

/** Paths of all pages, relative to the home page: `''` for itself, then articles, then `changes/` and its like. */
export function pagePaths(): string[] {
  const files = readdirSync(join(root, 'src', 'pages')).filter((name) => name.endsWith('.astro'));
  const names = files.map((name) => name.replace('.astro', ''));
  const single = names.filter((name) => name !== 'index' && !/^(\[|\d)/.test(name));
  return ['', ...articlePaths(), ...single.map((name) => `${name}/`)];
}
