import ts from 'typescript';
import { settingsBlock } from '#lab/code-settings';
import type { Settings } from '#lab/protocol';
import { globalNames, mentionsIn, type Mention, type Mentions } from './global-names.ts';
import { moduleGraph, type ModuleGraph } from './module-graph.ts';
import { kernelsIn, type OwnKernel } from './own-kernels.ts';
import { packagesOf } from './package-imports.ts';

/** What a demo's code as one file is made of, besides its modules. */
export interface StandaloneOptions {
  /** `denoising-diffusion/points`. */
  readonly demo: string;
  readonly settings: Settings;
  readonly seed: number;
  /** The frame's field whose first ten values are printed. */
  readonly loss: string;
  /** Address of a file that the demo loads: `digits.safetensors`, `/data/digits-train.bin`. */
  readonly addressOf: (path: string) => string;
  /** Said in the first lines: which series this comes from, and its licence. */
  readonly origin: string;
  readonly root?: string;
}

/** What the last part needs for itself. */
const reserved = ['chosenSettings', 'chosenSeed', 'fileHere', 'lossesSeen', 'readFile', 'basename'];

/**
 * A demo as one TypeScript file that runs in Node with nothing but TensorFlow.js beside it: the very modules, in the order in which
 * they need each other, without the imports and exports between them, and a last part that runs the demo and prints its first ten
 * losses. Only types that Node can strip are in it.
 *
 * @param entry path of the demo file from the root
 * @throws Error when a module imports or exports in a way that one file cannot hold
 */
export function standalone(entry: string, options: StandaloneOptions): string {
  const { root } = options;
  const kernels = kernelsIn(moduleGraph(entry, { root }));
  const graph = moduleGraph(entry, { root, besides: kernels.map(({ module }) => module) });
  const imports = packagesOf(graph);
  const mentions = mentionsIn(graph);
  const locals = imports.flatMap(({ locals }) => locals);
  const names = globalNames(graph, mentions, [...reserved, ...locals]);
  const own = graph.modules.map((module) => {
    const path = graph.pathOf(module);
    return `// ${'-'.repeat(Math.max(3, 70 - path.length))} ${path}\n\n${rewritten(module, mentions, names)}`;
  });
  const files = filesLoaded(graph);
  const lines = [...imports.map(({ line }) => line), ...(files.length > 0 ? nodeImports : [])];
  return [header(files, options), lines.join('\n'), ...own, lastPart(files, kernels, options), '']
    .filter((part, i, all) => part !== '' || i === all.length - 1)
    .join('\n\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\n*$/, '\n');
}

const nodeImports = ["import { readFile } from 'node:fs/promises';", "import { basename } from 'node:path';"];

/** The text of a module with its names for the one file, without its imports and the word `export`. */
function rewritten(
  module: ts.SourceFile,
  { mentions }: Mentions,
  names: ReadonlyMap<ts.Symbol, string>,
): string {
  const text = module.text;
  const edits = [
    ...mentions.filter((mention) => mention.module === module).flatMap((mention) => editOf(mention, names)),
    ...module.statements.flatMap((statement) => dropped(statement, text)),
  ].sort((a, b) => b.start - a.start);
  const changed = edits.reduce(
    (before, { start, end, text }) => before.slice(0, start) + text + before.slice(end),
    text,
  );
  return changed.trim();
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function editOf({ node, symbol, shorthand }: Mention, names: ReadonlyMap<ts.Symbol, string>): Edit[] {
  const name = names.get(symbol)!;
  const written = node.getText();
  if (name === written) return [];
  return [{ start: node.getStart(), end: node.getEnd(), text: shorthand ? `${written}: ${name}` : name }];
}

function dropped(statement: ts.Statement, text: string): Edit[] {
  const after = (end: number) => end + (/^\s*?\n?/.exec(text.slice(end))?.[0].length ?? 0);
  if (ts.isImportDeclaration(statement))
    return [{ start: statement.getStart(), end: after(statement.getEnd()), text: '' }];
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return modifiers
    .filter(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    .map((word) => ({ start: word.getStart(), end: word.getEnd() + 1, text: '' }));
}

/** What the demo loads, as its calls say it: `load('digits.safetensors')`. */
function filesLoaded({ modules }: ModuleGraph): string[] {
  const entry = modules.at(-1)!;
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /(^|\.)load$/.test(node.expression.getText())) {
      const [path] = node.arguments;
      if (path && ts.isStringLiteralLike(path)) found.add(path.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(entry);
  return [...found];
}

function header(files: readonly string[], { demo, origin, addressOf }: StandaloneOptions): string {
  const needs =
    files.length > 0
      ? [
          '',
          'It reads these files from the folder in which it is started:',
          ...files.map((path) => `  ${addressOf(path)}`),
        ]
      : [];
  const name = `${demo.split('/')[1]}.ts`;
  const lines = [
    `The demo ${demo} as one file: data, model, training and the demo itself, as the page runs them.`,
    origin,
    '',
    'Put it into an empty folder, and with Node 22.18 or newer:',
    '  npm i @tensorflow/tfjs',
    `  node ${name}`,
    ...needs,
    '',
    'It prints the first ten losses of the run whose settings and seed stand at its end.',
  ];
  return `/*\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */`;
}

function lastPart(
  files: readonly string[],
  kernels: readonly OwnKernel[],
  { settings, seed, loss }: StandaloneOptions,
): string {
  const beneath = kernels.map(({ register }) => `${register}(tf.getBackend());\n`).join('');
  const load =
    files.length > 0
      ? 'async (path) => new Uint8Array(await readFile(basename(path))).buffer'
      : "() => Promise.reject(new Error('This demo loads nothing.'))";
  return `// ${'-'.repeat(59)} the run

${settingsBlock(settings, seed)}

const fileHere: Parameters<typeof run>[0]['load'] = ${load};
${beneath && `await tf.ready();\n${beneath}`}let lossesSeen = 0;
for await (const frame of run({
  knobs: chosenSettings,
  seed: chosenSeed,
  load: fileHere,
  report: () => undefined,
  keep: () => undefined,
})) {
  const loss = frame['${loss}'];
  if (typeof loss !== 'number') continue;
  console.log(\`step \${frame.step}: loss \${loss}\`);
  if (++lossesSeen === 10) break;
}
if (lossesSeen === 0) console.log('With these settings nothing is trained, so there is no loss to print.');
export {};`;
}
