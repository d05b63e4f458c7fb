import { javascriptLanguage } from '@codemirror/lang-javascript';
import { transform } from 'sucrase';
import { Unreadable } from './code-fault.ts';
import { isText, placeOf } from './places.ts';
import type { Link, Module, Program, Source, Sources } from './program.ts';

/** Sentences about code that cannot become a program; `{specifier}`, `{name}` stand for what is meant. */
export interface CompilerWords {
  readonly unknownImport: string;
  readonly circle: string;
}

/**
 * Strips the types of all files, finds what each imports and puts them in order. Types are not checked.
 * @throws Unreadable for a mistake in the writing, an import that leads to none of the files, or files that import each other
 */
export function compiled(sources: Sources & { readonly demo: string }, words: CompilerWords): Program {
  const { files, packages } = sources;
  const known = new Set([...files.map(({ name }) => name), ...packages]);
  const modules = new Map(files.map((file) => [file.name, stripped(file)]));
  for (const module of modules.values()) {
    const stray = module.links.find(({ target }) => !known.has(target));
    if (stray) throw unknown(module, stray, words);
  }
  return { demo: sources.demo, modules: inOrder(modules, sources.entry, words) };
}

/** A file without its types: what is left stands in the lines in which it stood. */
export function stripped({ name, text }: Source): Module {
  const { code } = javascriptOf(name, text);
  const links = specifiersIn(code).map(({ from, to }) => {
    const place = placeOf(code.slice(from, to), name);
    return { from, to, target: place };
  });
  return { name, code, links };
}

function javascriptOf(file: string, text: string): { code: string } {
  try {
    return transform(text, {
      transforms: ['typescript'],
      disableESTransforms: true,
      preserveDynamicImport: true,
    });
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number; column: number } };
    throw new Unreadable({
      file,
      message: message.replace(/ \(\d+:\d+\)$/, ''),
      line: loc?.line,
      column: loc?.column,
    });
  }
}

/** Where the module's specifiers stand: those of imports, of exports from elsewhere, and of imports on the way. */
function specifiersIn(code: string): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  javascriptLanguage.parser.parse(code).iterate({
    enter({ node, name }) {
      if (name !== 'String') return;
      const parent = node.parent?.name;
      if (parent !== undefined && /^(Import|Export)Declaration$|^DynamicImport$/.test(parent))
        found.push({ from: node.from + 1, to: node.to - 1 });
    },
  });
  return found;
}

const lineAt = (code: string, index: number): number => code.slice(0, index).split('\n').length;

function unknown({ name, code }: Module, { from, to }: Link, words: CompilerWords): Unreadable {
  const message = words.unknownImport.replace('{specifier}', code.slice(from, to));
  return new Unreadable({ file: name, message, line: lineAt(code, from) });
}

/** Only what the entry leads to, each after what it imports. */
function inOrder(modules: ReadonlyMap<string, Module>, entry: string, words: CompilerWords): Module[] {
  const done = new Set<Module>();
  const open: string[] = [];
  const visit = (name: string): void => {
    const module = modules.get(name);
    if (!module || done.has(module)) return;
    open.push(name);
    for (const { from, target } of module.links) {
      if (open.includes(target))
        throw new Unreadable({
          file: name,
          line: lineAt(module.code, from),
          message: words.circle.replace('{name}', target),
        });
      if (isText(target)) visit(target);
    }
    open.pop();
    done.add(module);
  };
  visit(entry);
  return [...done];
}
