import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import subsetFont from 'subset-font';
import { withOwnName } from './font-name.ts';
import { always, alwaysInFormulas, formulaText, pageText } from './page-characters.ts';

/** What the pages ask of a family: its characters, and the weights of a variable face. */
interface Need {
  readonly characters: string;
  readonly weights?: { readonly min: number; readonly max: number } | number;
}

/** Weights that the style sheets use, of faces that vary in weight. Italics are for single words: one weight is enough. */
function weightsOf(file: string): Need['weights'] {
  if (!file.includes('-wght-')) return undefined;
  return file.includes('italic') ? 400 : { min: 400, max: 650 };
}

/** Kerning, ligatures, accents, and the numerals that tables and charts ask for. */
const features = ['kern', 'liga', 'calt', 'ccmp', 'locl', 'mark', 'mkmk', 'tnum', 'lnum', 'ssty', 'ss04'];

/**
 * When the site is built, leaves in each font only the characters that its pages can show, and only WOFF2. A math font and two
 * text faces would otherwise be two thirds of what a reader downloads. Changed files get names by their new content, so
 * that caches never mix two builds.
 */
export function slimFonts(): AstroIntegration {
  return {
    name: 'slim-fonts',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const folder = fileURLToPath(dir);
        const paths = (await readdir(folder, { recursive: true })).map((path) => join(folder, path));
        await slim(paths);
      },
    },
  };
}

async function slim(paths: readonly string[]): Promise<void> {
  const ending = (end: string): string[] => paths.filter((path) => path.endsWith(end));
  const pages = await Promise.all(ending('.html').map((path) => readFile(path, 'utf8')));
  const sheets = await Promise.all(
    ending('.css').map(async (path) => ({ path, text: await readFile(path, 'utf8') })),
  );
  const renamed = new Map<string, string>();
  const families = fontFamilies([...sheets.map(({ text }) => text), ...pages].join('\n'));
  for (const path of ending('.woff2')) {
    const family = families.get(basename(path));
    if (family)
      renamed.set(basename(path), await subset(path, needOf(family, { file: basename(path), pages })));
  }
  for (const { path, text } of sheets) {
    renamed.set(basename(path), await rewritten(path, replaced(withWoff2Only(text), renamed)));
  }
  for (const path of ending('.html')) {
    const page = await readFile(path, 'utf8');
    const slimmer = page.replace(/<style[^>]*>[\s\S]*?<\/style>/g, withWoff2Only);
    await writeFile(path, replaced(slimmer, renamed));
  }
  await Promise.all([...ending('.woff'), ...ending('.ttf')].map((path) => rm(path)));
}

/** Family of each font file that a style sheet names. */
export function fontFamilies(css: string): Map<string, string> {
  const families = new Map<string, string>();
  for (const [face] of css.matchAll(/@font-face\s*\{[^}]*\}/g)) {
    const family = /font-family:\s*["']?([^;"'}]+)/.exec(face)?.[1];
    const file = /url\(["']?([^)"']+\.woff2)/.exec(face)?.[1];
    if (family && file) families.set(basename(file), family.trim());
  }
  return families;
}

/** Without the older formats beside WOFF2, which every browser that runs the demos can read. */
export const withWoff2Only = (css: string): string =>
  css.replace(/,\s*url\([^)]*\.(?:woff|ttf)["']?\)\s*format\([^)]*\)/g, '');

function needOf(family: string, { file, pages }: { file: string; pages: readonly string[] }): Need {
  if (family.endsWith('Math'))
    return { characters: distinct(pages.map(formulaText).join('') + alwaysInFormulas) };
  return { characters: distinct(pages.map(pageText).join('') + always), weights: weightsOf(file) };
}

const distinct = (text: string): string => [...new Set(text)].sort().join('');

/** Replaces the font by its subset and returns the new file name. */
async function subset(path: string, { characters, weights }: Need): Promise<string> {
  const variationAxes = weights === undefined ? undefined : { wght: weights };
  const font = await subsetFont(await readFile(path), characters, {
    targetFormat: 'truetype',
    variationAxes,
    keepFeatures: features,
  });
  return rewritten(path, await subsetFont(withOwnName(font), characters, { targetFormat: 'woff2' }));
}

/** Writes `content` in place of the file, under a name that tells its content; returns that name. */
async function rewritten(path: string, content: Buffer | string): Promise<string> {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
  const name = basename(path).replace(/\.[\w-]{8}(\.\w+)$/, `.${hash}$1`);
  await rename(path, join(path, '..', name));
  await writeFile(join(path, '..', name), content);
  return name;
}

function replaced(text: string, names: ReadonlyMap<string, string>): string {
  return [...names].reduce((changed, [before, after]) => changed.replaceAll(before, after), text);
}
