import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { pathOf } from '#site';
import { isText, placeOf } from '#lab/editor/places';
import type { Source, Sources } from '#lab/editor/program';

const demoFile = /^content\/articles\/([^/]+)\/([^/]+)\.demo\.ts$/;

/** Every demo as `<article>/<name>`. */
export function editableDemos(root = process.cwd()): string[] {
  return globSync('content/articles/*/*.demo.ts', { cwd: root })
    .map((path) => path.replaceAll('\\', '/').replace(demoFile, '$1/$2'))
    .sort();
}

/**
 * The demo file with all of the project's files that it is made of, as they stand.
 * @param demo `<article>/<name>`
 */
export function editableSources(demo: string, root = process.cwd()): Sources {
  const [article] = demo.split('/');
  const entry = `content/articles/${demo}.demo.ts`;
  const { files, packages } = reached(entry, root);
  const names = files.map(({ name }) => name);
  return {
    entry,
    files,
    packages,
    shown: names.filter((name) => name === entry || name.startsWith('src/models/')),
    loads: [...namedData(files), ...ownFiles(article, root)].map((path) => pathOf(path)),
  };
}

/** What the files of all demos import besides each other. */
export function editablePackages(root = process.cwd()): string[] {
  return [...new Set(editableDemos(root).flatMap((demo) => editableSources(demo, root).packages))].sort();
}

function reached(entry: string, root: string): { files: Source[]; packages: string[] } {
  const files = new Map<string, Source>();
  const packages = new Set<string>();
  const queue = [entry];
  for (const name of queue) {
    if (files.has(name)) continue;
    const text = readFileSync(join(root, name), 'utf8');
    files.set(name, { name, text });
    for (const place of importsOf(text).map((specifier) => placeOf(specifier, name))) {
      if (isText(place)) queue.push(place);
      else packages.add(place);
    }
  }
  return { files: [...files.values()], packages: [...packages] };
}

/** Specifiers whose values are imported: types vanish. */
function importsOf(text: string): string[] {
  const { statements } = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement) && !statement.isTypeOnly)
      return statement.moduleSpecifier ? [(statement.moduleSpecifier as ts.StringLiteral).text] : [];
    if (!ts.isImportDeclaration(statement)) return [];
    const onlyTypes = statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return onlyTypes ? [] : [(statement.moduleSpecifier as ts.StringLiteral).text];
  });
}

/** Built data that the code names: `/data/digits-train.bin`. */
const namedData = (files: readonly Source[]): string[] =>
  files.flatMap(({ text }) => [...text.matchAll(/['"`](\/data\/[\w.-]+)['"`]/g)].map(([, path]) => path));

/** Weights that lie beside the article for its demos. */
const ownFiles = (article: string, root: string): string[] =>
  globSync(`content/articles/${article}/*.safetensors`, { cwd: root })
    .map((path) => path.replaceAll('\\', '/').replace('content/articles', ''))
    .sort();
