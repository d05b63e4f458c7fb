import ts from 'typescript';
import type { ModuleGraph } from './module-graph.ts';

/** One line, and the names that it brings. */
export interface PackageImport {
  readonly line: string;
  readonly locals: readonly string[];
}

/** What all modules import from TensorFlow.js, each name once; its parts become the package that holds them all. @throws Error at another package */
export function packagesOf({ modules, pathOf }: ModuleGraph): PackageImport[] {
  const [wholes, values, types] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const module of modules) {
    for (const { moduleSpecifier, importClause } of module.statements.filter(ts.isImportDeclaration)) {
      const specifier = (moduleSpecifier as ts.StringLiteral).text;
      if (/^[.#]/.test(specifier)) continue;
      const bindings = importClause?.namedBindings;
      if (!bindings || importClause.name || !specifier.startsWith('@tensorflow/'))
        throw new Error(
          `${pathOf(module)} imports "${specifier}". Expected only TensorFlow.js, as a whole or by names, so that the code can be handed out as one file.`,
        );
      const typeOnly = importClause.phaseModifier === ts.SyntaxKind.TypeKeyword;
      if (ts.isNamespaceImport(bindings)) wholes.add(bindings.name.text);
      else
        for (const element of bindings.elements)
          (typeOnly || element.isTypeOnly ? types : values).add(element.getText().replace(/^type /, ''));
    }
  }
  const onlyTypes = [...types].filter((name) => !values.has(name));
  return [
    ...[...wholes].map((name) => importLine(`* as ${name}`, [name])),
    ...(values.size > 0 ? [importLine(named(values), [...values].map(localOf))] : []),
    ...(onlyTypes.length > 0 ? [importLine(`type ${named(onlyTypes)}`, onlyTypes.map(localOf))] : []),
  ];
}

const named = (names: Iterable<string>): string => `{ ${[...names].join(', ')} }`;
const localOf = (name: string): string => name.split(' as ').at(-1)!;
const importLine = (what: string, locals: readonly string[]): PackageImport => ({
  line: `import ${what} from '@tensorflow/tfjs';`,
  locals,
});
