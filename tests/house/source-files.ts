import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import ts from 'typescript';
import { root } from '../../scripts/tools.mjs';

/** Paths from the project's root, with forward slashes, sorted. */
export function files(...patterns: string[]): string[] {
  const found = patterns.flatMap((pattern) => globSync(pattern, { cwd: root }));
  return found.map((path) => path.split(sep).join('/')).sort();
}

export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The script of an Astro component is its front matter and its `<script>` elements; of other files, all of it. */
function scriptOf(path: string): string {
  const text = textOf(path);
  if (!path.endsWith('.astro')) return text;
  const frontMatter = /^---\n(.*?)\n---/s.exec(text)?.[1] ?? '';
  const scripts = [...text.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map((match) => match[1]);
  return [frontMatter, ...scripts].join('\n');
}

export interface Import {
  /** What stands between the quotes. */
  readonly specifier: string;
  /** Vanishes when the types are stripped. */
  readonly typeOnly: boolean;
}

/** Every import, re-export and dynamic import of a file. */
export function importsOf(path: string): Import[] {
  const source = ts.createSourceFile(path, scriptOf(path), ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const read = importIn(node);
    if (read) found.push(read);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function importIn(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return { specifier: node.moduleSpecifier.text, typeOnly };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly };
  }
  const dynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const argument = dynamic ? node.arguments[0] : undefined;
  return argument && ts.isStringLiteral(argument) ? { specifier: argument.text, typeOnly: false } : undefined;
}

const aliases: Record<string, string> = JSON.parse(textOf('package.json')).imports;

/**
 * Where an import leads: a path from the project's root (`src/models/adam.ts`), or the name of a package after `npm:`.
 */
export function target(from: string, specifier: string): string {
  const bare = specifier.replace(/\?.*$/, '');
  if (bare.startsWith('.')) return new URL(bare, `file:///${from}`).pathname.slice(1);
  for (const [alias, place] of Object.entries(aliases)) {
    const [before] = alias.split('*');
    const matches = alias.includes('*') ? bare.startsWith(before) : bare === alias;
    if (matches) return place.replace('*', bare.slice(before.length)).replace('./', '');
  }
  if (/^(node|astro|virtual):/.test(bare)) return bare;
  return `npm:${bare}`;
}
