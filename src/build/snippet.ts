import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { declaration, declarations } from './declaration.ts';
import { didYouMean, listed } from './message.ts';

/** What `<Snippet of="...">` prints. */
export interface Snippet {
  readonly code: string;
  /** From the project's root: `src/models/diffusion.ts`. */
  readonly file: string;
}

interface SnippetOptions {
  /** The project's root folder. */
  readonly root: string;
  /** Slug of the article that shows the snippet; `demo/` is looked up in its folder. */
  readonly article: string;
}

/** Folder under the root for each prefix of a snippet's address; an address without a known prefix is a model's. */
const homes: Readonly<Record<string, string>> = {
  models: 'src/models',
  metrics: 'src/metrics',
  data: 'src/data',
  lab: 'src/lab',
};

/**
 * The declarations that `of` names, joined by a blank line: `diffusion/denoisingLoss`,
 * `data/two-moons/twoMoons`, `demo/points/run`; further names of the same file follow after a space or comma.
 * Throws an Error that says what is missing and lists what there is.
 */
export function snippet(of: string, { root, article }: SnippetOptions): Snippet {
  const [address, ...furtherNames] = of.split(/[\s,]+/).filter(Boolean);
  const cut = (address ?? '').lastIndexOf('/');
  if (cut < 1)
    throw new Error(
      `"${of}" names no declaration. Expected of="file/name", as in of="diffusion/denoisingLoss".`,
    );
  const path = sourceFile(address.slice(0, cut), { root, article });
  const source = readFileSync(path, 'utf8');
  const file = relative(root, path);
  const names = [
    address.slice(cut + 1),
    ...furtherNames.map((name) => name.slice(name.lastIndexOf('/') + 1)),
  ];
  for (const name of furtherNames) sameFile(name, address.slice(0, cut));
  return { file, code: names.map((name) => named(source, { file, name })).join('\n\n') };
}

function sameFile(address: string, file: string): void {
  if (!address.includes('/') || address.startsWith(`${file}/`)) return;
  throw new Error(
    `"${address}" is in another file than "${file}". Expected names of one file; use a second <Snippet> for the other.`,
  );
}

function named(source: string, { file, name }: { file: string; name: string }): string {
  const found = declaration(source, name);
  if (found) return found.code;
  const names = declarations(source).map((one) => one.name);
  throw new Error(
    `${file} has no declaration "${name}". ${didYouMean(name, names)}Expected one of: ${listed(names)}.`,
  );
}

function sourceFile(address: string, { root, article }: SnippetOptions): string {
  const [first, ...rest] = address.split('/');
  const isDemo = first === 'demo';
  const folder = isDemo ? `content/articles/${article}` : (homes[first] ?? homes.models);
  const stem = isDemo || first in homes ? rest.join('/') : address;
  const ending = isDemo ? '.demo.ts' : '.ts';
  const path = join(root, folder, stem + ending);
  if (stem && existsSync(path)) return path;
  const stems = stemsIn(join(root, folder), ending);
  throw new Error(
    `there is no file ${folder}/${stem}${ending}. ${didYouMean(stem, stems)}Expected one of: ${listed(stems)}.`,
  );
}

function stemsIn(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length));
}
