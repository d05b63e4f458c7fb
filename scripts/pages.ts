/** The pages that readers open, found by their folders, so that a new article is tested and measured without an edit. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tools.mjs';

/** Paths relative to the home page: `''` for itself, `introduction/` for an article. */
export function pagePaths(): string[] {
  const folders = readdirSync(join(root, 'content', 'articles'), { withFileTypes: true });
  return ['', ...folders.filter((entry) => entry.isDirectory()).map(({ name }) => `${name}/`)];
}
