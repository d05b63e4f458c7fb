import { resolve } from 'node:path';

/** What remark tells a plugin of the file being compiled. */
export interface CompiledFile {
  readonly path: string;
  readonly data: object;
}

/** An article's file, told from its path alone, so that a test's temporary folder works like the project. */
export interface ArticleFile {
  /** The project's root folder, absolute. */
  readonly root: string;
  readonly slug: string;
  /** `content/articles/<slug>/index.mdx` */
  readonly file: string;
  /** `content/articles/<slug>`, absolute. */
  readonly folder: string;
}

const articlePath = /^(.*\/)content\/articles\/([^/]+)\/index\.mdx$/;

/** The article that `path` belongs to; undefined for any other Markdown file. */
export function articleAt(path: string): ArticleFile | undefined {
  const match = articlePath.exec(resolve(path).replaceAll('\\', '/'));
  if (!match) return undefined;
  const [, root, slug] = match;
  const file = `content/articles/${slug}/index.mdx`;
  return { root, slug, file, folder: `${root}content/articles/${slug}` };
}

/** Front matter of the file being compiled; what is added to it reaches the page as `remarkPluginFrontmatter`. */
export function frontMatterOf(file: CompiledFile): Record<string, unknown> {
  const { astro } = file.data as { astro?: { frontmatter?: Record<string, unknown> } };
  return astro?.frontmatter ?? {};
}
