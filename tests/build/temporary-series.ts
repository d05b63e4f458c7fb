import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseFrontmatter } from '@astrojs/markdown-remark';
import { onTestFinished } from 'vitest';
import { fileOf } from '#build/article-file';
import { markdown } from '#build/markdown';
import type { ArticleRecord, SeriesRecord } from '#build/series-record';

/** A small project in a temporary folder, compiled as the site compiles its articles. */
export interface TemporarySeries {
  readonly root: string;
  readonly series: SeriesRecord;
  /** Compiles the article of that id, a slug or `<language>/<slug>`; rejects with the message that would stop the build. */
  compile(id: string): Promise<Compiled>;
}

export interface Compiled {
  /** The page's module: prose and attributes stand in it as text. */
  readonly code: string;
  readonly frontMatter: Record<string, unknown>;
  readonly record: ArticleRecord;
}

const bibliography = `@article{ada1843notes,
  title = {Notes on the Analytical Engine},
  author = {Lovelace, Ada},
  journal = {Scientific Memoirs},
  year = {1843}
}

@misc{turing1950computing,
  title = {Computing Machinery},
  author = {Turing, Alan},
  year = {1950},
  eprint = {1950.00001},
  archivePrefix = {arXiv}
}
`;

const model = `import { something } from './elsewhere.ts';

/** Twice as much: [count]. */
export function double(value: number): number {
  return 2 * value;
}

/** A constant. */
export const half = 0.5;
`;

/** Writes `files` (path to text) over a project with one model and two sources; removed when the test ends. */
export function temporarySeries(
  files: Readonly<Record<string, string>>,
  { base = '/' } = {},
): TemporarySeries {
  const root = mkdtempSync(join(tmpdir(), 'series-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const all = { 'content/bibliography.bib': bibliography, 'src/models/arithmetic.ts': model, ...files };
  for (const [path, text] of Object.entries(all)) write(join(root, path), text);
  const series: SeriesRecord = new Map();
  const { processor, shikiConfig } = markdown({ base, series });
  const compile = async (id: string): Promise<Compiled> => {
    const path = fileOf(id);
    const { frontmatter, content } = parseFrontmatter(all[path as keyof typeof all], {
      frontmatter: 'empty-with-spaces',
    });
    const renderer = await processor.createMdxRenderer?.(
      { syntaxHighlight: 'shiki', shikiConfig },
      { srcDir: new URL('file:///'), optimize: true },
    );
    if (!renderer) throw new Error('The Markdown processor cannot compile MDX.');
    const { code } = await renderer.process(content, join(root, path), frontmatter);
    return { code, frontMatter: frontmatter, record: series.get(id) as ArticleRecord };
  };
  return { root, series, compile };
}

/** The text of an article of the introduction's shape, with `body` under its first heading. */
export function article(body: string, { frontMatter = 'title: A' } = {}): string {
  const sections = ['Why', 'How', 'Limitations', 'Recap', 'Next steps'].map((text) => `## ${text}\n`);
  return [`---`, frontMatter, 'shape: introduction', `---`, '', '## What', '', body, '', ...sections].join(
    '\n',
  );
}

/** Compiles one article with that body; the first line of the body is line 8. */
export async function compiled(
  body: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Compiled> {
  return temporarySeries({ 'content/articles/x/index.mdx': article(body), ...files }).compile('x');
}

/** The message that stops the build of an article with that body. */
export async function complaint(body: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  return complaintOf(compiled(body, files));
}

export async function complaintOf(build: Promise<unknown>): Promise<string> {
  return build.then(
    () => 'the build went through',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
