import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import * as pagefind from 'pagefind';
import { plainFormula } from './plain-formula.ts';

/** What stands inside a page's `data-pagefind-body` and is not its text. */
const notText = [
  'nav',
  'svg',
  'button',
  'form',
  'noscript',
  'math',
  '.contents-fold',
  '.article-facts',
  '.article-end > :not(.references)',
  '.sources > summary',
  'li[id^="ref-"] details',
  '.backlinks',
  '.equation-number',
  '.badge',
  '.uses',
  '.snippet figcaption',
  'demo-lab figure > :not(figcaption)',
];

/**
 * When the site is built, indexes every page that marks its text with `data-pagefind-body` and writes what a search needs to
 * `pagefind/`: a script, its WebAssembly, and the index in pieces. The search then runs in the reader's browser alone.
 */
export function searchIndex(): AstroIntegration {
  return {
    name: 'search-index',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const folder = fileURLToPath(dir);
        for (const { path, content } of await indexOf(await pagesIn(folder))) {
          const file = join(folder, 'pagefind', path);
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, content);
        }
      },
    },
  };
}

interface Page {
  /** Address from the root of the site, without its base: the browser adds that. */
  readonly url: string;
  readonly content: string;
}

async function pagesIn(folder: string): Promise<Page[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.html')).sort();
  const pages = names.map(async (name) => ({
    url: `/${name.replaceAll('\\', '/').replace(/(^|\/)index\.html$/, '$1')}`,
    content: await readFile(join(folder, name), 'utf8'),
  }));
  return (await Promise.all(pages)).filter(({ content }) => content.includes('data-pagefind-body'));
}

/** The files of an index over `pages`. */
export async function indexOf(pages: readonly Page[]): Promise<pagefind.IndexFile[]> {
  const { index, errors } = await pagefind.createIndex({ excludeSelectors: notText });
  if (!index) throw new Error(`The search index could not be begun: ${errors.join(' ')}`);
  const problems: string[] = [];
  for (const { url, content } of pages) {
    const added = await index.addHTMLFile({ url, content: readable(content) });
    problems.push(...added.errors);
  }
  const written = await index.getFiles();
  await pagefind.close();
  problems.push(...written.errors);
  if (problems.length > 0) throw new Error(`The search index could not be made: ${problems.join(' ')}`);
  return needed(written.files);
}

/** Without Pagefind's own interface, the worker that this site does without, and WebAssembly for languages that no page has. */
function needed(files: readonly pagefind.IndexFile[]): pagefind.IndexFile[] {
  const entry = files.find(({ path }) => path === 'pagefind-entry.json');
  const unknown = /"wasm":null/.test(text(entry?.content));
  return files
    .filter(({ path }) => !/^pagefind-.*\.(js|css)$/.test(path))
    .filter(({ path }) => unknown || path !== 'wasm.unknown.pagefind')
    .map((file) => (file.path === 'pagefind.js' ? { ...file, content: outspoken(file.content) } : file));
}

/**
 * Pagefind's script notes a piece of the index that did not arrive on the console and goes on without it; a reader would be
 * told that nothing was found. Here it throws, so that the dialog can say what is wrong.
 */
export function outspoken(script: Uint8Array): Uint8Array {
  const silent = /console\.error\((?=`Failed to load the (?:meta index|index chunk))/g;
  const before = text(script);
  const after = before.replace(silent, 'throw new Error(');
  const places = before.match(silent)?.length;
  if (places !== 2) throw new Error(`Pagefind's script hides failures in ${places ?? 0} places. Expected 2.`);
  return new TextEncoder().encode(after);
}

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

/** A page's HTML as it should be read in an excerpt: formulas in passing, names of entries apart, listings word by word. */
export const readable = (html: string): string =>
  html
    .replace(/<math\b([^>]*)>([\s\S]*?)<\/math>/g, (_, attributes: string, inner: string) =>
      attributes.includes('display="block"') ? '' : `<span>${formulaInPassing(inner)}</span>`,
    )
    .replaceAll('</dt>', '.</dt>')
    .replace(
      /<pre\b[^>]*class="astro-code[^>]*>([\s\S]*?)<\/pre>/g,
      (_, inner: string) => `<pre>${wordByWord(inner)}</pre>`,
    );

/** Longest formula, in characters, that is read in passing. */
const short = 24;

function formulaInPassing(mathml: string): string {
  const plain = plainFormula(mathml);
  return plain === undefined || plain.length > short ? '…' : plain;
}

/**
 * A listing without its colours and the stars of its comments, its names apart, so that `schedule.alphaBar[t]` is found by
 * `alphaBar`. A word joiner tells the results where no space belongs (src/components/search/markup.ts).
 */
const wordByWord = (listing: string): string =>
  listing
    .replace(/<[^>]*>/g, '')
    .replace(/\/\*\*|\*\/|^[^\S\n]*\*(?=\s)/gm, '')
    .replace(/(?<=[\p{L}\p{N})\]][.([{!])(?=[\p{L}\p{N}_])/gu, ' \u2060');
