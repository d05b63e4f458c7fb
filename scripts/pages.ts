/** The pages that readers open, found by their files, so that a new one is tested and measured without an edit. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tools.mjs';

/** Paths of the articles, relative to the home page: `introduction/`. */
export function articlePaths(): string[] {
  const folders = readdirSync(join(root, 'content', 'articles'), { withFileTypes: true });
  return folders.filter((entry) => entry.isDirectory()).map(({ name }) => `${name}/`);
}

/** Paths of all pages, relative to the home page: `''` for itself, then articles, then `changes/` and its like. */
export function pagePaths(): string[] {
  const files = readdirSync(join(root, 'src', 'pages')).filter((name) => name.endsWith('.astro'));
  const names = files.map((name) => name.replace('.astro', ''));
  const single = names.filter((name) => name !== 'index' && !/^(\[|\d)/.test(name));
  return ['', ...articlePaths(), ...single.map((name) => `${name}/`)];
}
