import { resolve } from 'node:path';
import { site } from '#site';

/** What remark tells a plugin of the file being compiled. */
export interface CompiledFile {
  readonly path: string;
  readonly data: object;
}

/** An article's file, told from its path alone, so that a test's temporary folder works like the project. */
export interface ArticleFile {
  /** The project's root folder, absolute. */
  readonly root: string;
  /** Name of the folder, shared by all languages of the article. */
  readonly slug: string;
  readonly language: string;
  /** The address without its slashes: the slug, or `<language>/<slug>` for a translation. */
  readonly id: string;
  /** `content/articles/<slug>/index.mdx`, or `index.<language>.mdx` for a translation. */
  readonly file: string;
  /** `content/articles/<slug>`, absolute. */
  readonly folder: string;
}

const articlePath = /^(.*\/)content\/articles\/([^/]+)\/index(?:\.([\w-]+))?\.mdx$/;

/** The article that `path` belongs to; undefined for any other Markdown file. */
export function articleAt(path: string): ArticleFile | undefined {
  const match = articlePath.exec(resolve(path).replaceAll('\\', '/'));
  if (!match) return undefined;
  const [, root, slug, written] = match;
  const language = written ?? site.language;
  const id = written ? `${language}/${slug}` : slug;
  return { root, slug, language, id, file: fileOf(id), folder: `${root}content/articles/${slug}` };
}

/** The file behind an article's id, from the root: `de/introduction` is `content/articles/introduction/index.de.mdx`. */
export function fileOf(id: string): string {
  const [slug, language] = id.split('/').reverse();
  return `content/articles/${slug}/index${language ? `.${language}` : ''}.mdx`;
}

/** Front matter of the file being compiled; what is added to it reaches the page as `remarkPluginFrontmatter`. */
export function frontMatterOf(file: CompiledFile): Record<string, unknown> {
  const { astro } = file.data as { astro?: { frontmatter?: Record<string, unknown> } };
  return astro?.frontmatter ?? {};
}
