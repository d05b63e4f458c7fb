import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';

/** The modules of the project that one of them leads to, parsed and bound, so that each name can be followed to its declaration. */
export interface ModuleGraph {
  /** Each after those that it imports; the entry comes last. */
  readonly modules: readonly ts.SourceFile[];
  readonly checker: ts.TypeChecker;
  /** A path from the project's root, with forward slashes. */
  readonly pathOf: (module: ts.SourceFile) => string;
}

/**
 * Follows imports by the aliases of package.json and by relative paths; packages are left outside.
 *
 * @param entry path of a TypeScript file from the root
 * @param options `besides`: paths of modules that nobody imports and that are needed all the same
 * @throws Error when an import leads to no file, or when modules need each other's values in a circle
 */
export function moduleGraph(
  entry: string,
  { root = process.cwd(), besides = [] }: { root?: string; besides?: readonly string[] } = {},
): ModuleGraph {
  const resolve = resolver(root);
  const options: ts.CompilerOptions = {
    noLib: true,
    types: [],
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options, true);
  // Types of packages would take seconds to read, and no name of ours is declared there.
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text }) => ({ resolvedModule: moduleAt(resolve(text, from)) }));
  const program = ts.createProgram(
    [entry, ...besides].map((path) => join(root, path)),
    options,
    host,
  );
  const [first, ...others] = [entry, ...besides].map((path) => {
    const module = program.getSourceFile(join(root, path));
    if (!module) throw new Error(`${path} does not exist. Expected a TypeScript file.`);
    return module;
  });
  const next = (from: ts.SourceFile) =>
    importsOf(from).flatMap(({ specifier, typeOnly }) => {
      const path = resolve(specifier, from.fileName);
      return path === undefined ? [] : [{ module: program.getSourceFile(path)!, typeOnly }];
    });
  return {
    modules: inOrder([first, ...others], next),
    checker: program.getTypeChecker(),
    pathOf: (module) => relative(root, module.fileName).split(sep).join('/'),
  };
}

const moduleAt = (path: string | undefined): ts.ResolvedModuleFull | undefined =>
  path === undefined ? undefined : { resolvedFileName: path, extension: ts.Extension.Ts };

/** The file that an import means, or nothing for a package. */
function resolver(root: string): (specifier: string, from: string) => string | undefined {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    imports: Record<string, string>;
  };
  const aliases = Object.entries(manifest.imports);
  return (specifier, from) => {
    if (!/^[.#]/.test(specifier)) return undefined;
    const path = specifier.startsWith('.')
      ? join(dirname(from), specifier)
      : join(root, aliased(specifier, aliases));
    if (existsSync(path)) return path;
    throw new Error(`${relative(root, from)} imports "${specifier}", which is no file of the project.`);
  };
}

function aliased(specifier: string, aliases: readonly [string, string][]): string {
  for (const [alias, place] of aliases) {
    const [before, after] = alias.split('*');
    if (after === undefined ? specifier === alias : specifier.startsWith(before))
      return place.replace('*', specifier.slice(before.length));
  }
  return specifier;
}

interface Import {
  readonly specifier: string;
  /** Vanishes when the types are stripped. */
  readonly typeOnly: boolean;
}

function importsOf(module: ts.SourceFile): Import[] {
  return module.statements.filter(ts.isImportDeclaration).map(({ moduleSpecifier, importClause }) => ({
    specifier: (moduleSpecifier as ts.StringLiteral).text,
    typeOnly: importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
  }));
}

type Next = (from: ts.SourceFile) => readonly { module: ts.SourceFile; typeOnly: boolean }[];

/** Values first. Types may go in circles: nothing of them is left when the program runs. */
function inOrder([entry, ...besides]: readonly ts.SourceFile[], next: Next): ts.SourceFile[] {
  const done = new Set<ts.SourceFile>();
  const visit = (module: ts.SourceFile, path: readonly ts.SourceFile[]): void => {
    if (done.has(module)) return;
    if (path.includes(module)) {
      const circle = [...path.slice(path.indexOf(module)), module].map(({ fileName }) => fileName);
      throw new Error(`Modules need each other in a circle: ${circle.join(' -> ')}.`);
    }
    for (const { module: to, typeOnly } of next(module)) if (!typeOnly) visit(to, [...path, module]);
    done.add(module);
  };
  const [, ...others] = reached([entry, ...besides], next);
  for (const module of [...others, entry]) visit(module, []);
  return [...done];
}

/** All modules that the entries lead to, after them. */
function reached(entries: readonly ts.SourceFile[], next: Next): ts.SourceFile[] {
  const found = new Set(entries);
  for (const module of found) for (const { module: to } of next(module)) found.add(to);
  return [...found];
}
