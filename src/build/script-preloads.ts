import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/** Names of the files that a bundled file imports at its beginning, by its own name. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/**
 * When the site is built, names in each page what its scripts import, so that a browser asks for all of it at once and not one
 * journey later.
 */
export function scriptPreloads(): AstroIntegration {
  const imports = new Map<string, readonly string[]>();
  return {
    name: 'script-preloads',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({ vite: { plugins: [noteImports(imports)] } });
      },
      'astro:build:done': async ({ dir }) => {
        const folder = fileURLToPath(dir);
        const names = await readdir(folder, { recursive: true });
        for (const name of names.filter((name) => name.endsWith('.html'))) {
          const html = await readFile(join(folder, name), 'utf8');
          await writeFile(join(folder, name), withPreloads(html, imports));
        }
      },
    },
  };
}

function noteImports(imports: Map<string, readonly string[]>) {
  return {
    name: 'note-imports',
    generateBundle(_: unknown, bundle: Record<string, { fileName: string; imports?: readonly string[] }>) {
      for (const { fileName, imports: named = [] } of Object.values(bundle)) {
        imports.set(
          basename(fileName),
          named.map((path) => basename(path)),
        );
      }
    },
  };
}

const moduleScripts = /<script\b[^>]*\stype="module"[^>]*\ssrc="([^"]+\/)([^"/]+)"/g;

/** The page with a preload, before its first module script, for all that these scripts import, however far down. */
export function withPreloads(html: string, imports: Imports): string {
  const wanted = new Map<string, string>();
  const scripts = [...html.matchAll(moduleScripts)];
  const visit = (folder: string, name: string): void => {
    for (const next of imports.get(name) ?? []) {
      if (wanted.has(next)) continue;
      wanted.set(next, folder + next);
      visit(folder, next);
    }
  };
  for (const [, folder, name] of scripts) visit(folder, name);
  for (const [, , name] of scripts) wanted.delete(name);
  const links = [...wanted.values()].map((address) => `<link rel="modulepreload" href="${address}">`);
  const [first] = scripts;
  return first ? html.slice(0, first.index) + links.join('') + html.slice(first.index) : html;
}
