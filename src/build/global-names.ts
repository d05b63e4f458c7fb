import { basename } from 'node:path';
import ts from 'typescript';
import type { ModuleGraph } from './module-graph.ts';

/** One place where a module names something that stands at the top of one of the modules. */
export interface Mention {
  readonly module: ts.SourceFile;
  /** What is written there: `train`, or `gaussians.train` where a whole module was imported. */
  readonly node: ts.Node;
  readonly symbol: ts.Symbol;
  /** `{ train }` must become `{ train: renamed }`. */
  readonly shorthand: boolean;
}

/** Every mention, and the names that each module takes from neither itself nor another: `Math`, `Promise`. */
export interface Mentions {
  readonly mentions: readonly Mention[];
  readonly free: ReadonlySet<string>;
}

/** @throws Error for what cannot be taken apart: a whole module passed on as a value, a default export, a re-export */
export function mentionsIn({ modules, checker, pathOf }: ModuleGraph): Mentions {
  const mentions: Mention[] = [];
  const free = new Set<string>();
  const own = new Set(modules);
  const isTop = (symbol: ts.Symbol): boolean =>
    (symbol.declarations ?? []).some((one) => own.has(homeOf(one) as ts.SourceFile));
  for (const module of modules) {
    const visit = (node: ts.Node): void => {
      if (ts.isImportDeclaration(node)) return;
      if (ts.isExportDeclaration(node) || ts.isExportAssignment(node))
        throw new Error(`${pathOf(module)} exports in a way that one file cannot hold: ${node.getText()}`);
      const whole = wholeModuleOf(node, checker);
      if (whole) mentions.push({ module, node, symbol: target(whole, checker), shorthand: false });
      else if (ts.isIdentifier(node)) mention(node);
      else ts.forEachChild(node, visit);
    };
    const mention = (node: ts.Identifier): void => {
      if (isLabel(node)) return;
      const symbol = symbolOf(node, checker);
      if (!symbol) free.add(node.text);
      else if (isOwnModule(symbol))
        throw new Error(`${pathOf(module)} passes the module "${node.text}" on as a value.`);
      else if (isTop(symbol)) mentions.push({ module, node, symbol, shorthand: isShorthand(node) });
    };
    visit(module);
  }
  return { mentions, free };
}

const isOwnModule = (symbol: ts.Symbol): boolean => (symbol.flags & ts.SymbolFlags.ValueModule) !== 0;

/** Where a declaration stands, if at the top of a file. */
function homeOf(declaration: ts.Declaration): ts.Node | undefined {
  let node: ts.Node = declaration;
  while (ts.isBindingElement(node) || ts.isBindingName(node) || ts.isVariableDeclaration(node))
    node = node.parent;
  if (ts.isVariableDeclarationList(node)) node = node.parent;
  return ts.isSourceFile(node.parent) ? node.parent : undefined;
}

function target(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function symbolOf(node: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  const found = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  if (!found) return undefined;
  const symbol = target(found, checker);
  // What comes from a package has no declaration here: its name is that of the import.
  return checker.isUnknownSymbol(symbol) ? found : symbol;
}

/** `gaussians.train`, as a value or a type, where `gaussians` is one of our modules: the symbol of `train`. */
function wholeModuleOf(node: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  const [left, right] = ts.isPropertyAccessExpression(node)
    ? [node.expression, node.name]
    : ts.isQualifiedName(node)
      ? [node.left, node.right]
      : [];
  if (!left || !right || !ts.isIdentifier(left)) return undefined;
  const symbol = checker.getSymbolAtLocation(left);
  if (!symbol || !isOwnModule(target(symbol, checker))) return undefined;
  return checker.getSymbolAtLocation(right);
}

/** Names of properties and the like, which nothing at the top of a file is meant by. */
function isLabel(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  const named =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isGetAccessor(parent) ||
    ts.isSetAccessor(parent) ||
    ts.isNamedTupleMember(parent);
  return named && parent.name === node;
}

const isShorthand = (node: ts.Identifier): boolean =>
  ts.isShorthandPropertyAssignment(node.parent) ||
  (ts.isBindingElement(node.parent) &&
    node.parent.name === node &&
    !node.parent.propertyName &&
    !node.parent.dotDotDotToken &&
    ts.isObjectBindingPattern(node.parent.parent));

/**
 * One name for each thing at the top of a module, all different. A name stays as it is where only one module has it and nothing
 * else goes by it wherever the thing is mentioned; the entry's names come first. Others get the name of their module:
 * `trainingStepOfHistogram`.
 *
 * @param reserved names that something else in the file needs
 */
export function globalNames(
  { modules }: ModuleGraph,
  { mentions, free }: Mentions,
  reserved: readonly string[] = [],
): Map<ts.Symbol, string> {
  const entry = modules.at(-1);
  const symbols = [...new Set(mentions.map(({ symbol }) => symbol))];
  const written = new Set(modules.flatMap((module) => [...namesIn(module)]));
  const owners = Map.groupBy(symbols, ({ name }) => name);
  const isEntrys = (symbol: ts.Symbol): boolean => symbol.declarations![0].getSourceFile() === entry;
  const hidden = hiddenSymbols(mentions);
  const names = new Map<ts.Symbol, string>();
  for (const symbol of symbols) {
    const { name } = symbol;
    const alone = owners.get(name)!.length === 1 || isEntrys(symbol);
    const stays = alone && !free.has(name) && !reserved.includes(name) && !hidden.has(symbol);
    names.set(symbol, stays ? name : freshName(symbol, written));
  }
  return names;
}

/** Mentioned under another name, by a module in which something else bears its own. */
function hiddenSymbols(mentions: readonly Mention[]): Set<ts.Symbol> {
  const otherwise = mentions.filter(({ node, symbol }) => node.getText() !== symbol.name);
  return new Set(
    otherwise
      .filter(({ module, symbol }) => namesIn(module, ts.isPropertyAccessExpression).has(symbol.name))
      .map(({ symbol }) => symbol),
  );
}

/** The text of every identifier, but those whose parent is left out. */
function namesIn(module: ts.SourceFile, leftOut: (parent: ts.Node) => boolean = () => false): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !leftOut(node.parent)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(module);
  return names;
}

function freshName(symbol: ts.Symbol, written: Set<string>): string {
  const stem = basename(symbol.declarations![0].getSourceFile().fileName).replace(/\..*$/, '');
  const home = stem.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
  const name = `${symbol.name}Of${home}`;
  let free = name;
  for (let count = 2; written.has(free); count++) free = name + count;
  written.add(free);
  return free;
}
