import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editableDemos, editableSources } from '#build/editable-sources';
import { Unreadable, type CodeFault } from '#lab/editor/code-fault';
import { compiled, stripped } from '#lab/editor/compile';
import { linked } from '#lab/editor/modules';
import type { Sources } from '#lab/editor/program';
import { root } from '../../../scripts/tools.mjs';

const words = { unknownImport: 'no {specifier}', circle: 'a circle with {name}' };

const sources = (files: Record<string, string>): Sources & { demo: string } => ({
  demo: 'a/b',
  entry: 'content/articles/a/b.demo.ts',
  files: Object.entries(files).map(([name, text]) => ({ name, text })),
  shown: Object.keys(files),
  packages: ['@tensorflow/tfjs-core'],
  loads: [],
});

function faultOf(act: () => unknown): CodeFault {
  try {
    act();
  } catch (error) {
    if (error instanceof Unreadable) return error.fault;
    throw error;
  }
  throw new Error('nothing was wrong');
}

describe('a file without its types', () => {
  const name = 'src/models/a.ts';

  it('keeps its lines', () => {
    const text = readFileSync(join(root, 'src/models/diffusion.ts'), 'utf8');
    const { code } = stripped({ name: 'src/models/diffusion.ts', text });
    const [before, after] = [text.split('\n'), code.split('\n')];
    expect(after.length).toBe(before.length);
    const typeless = (line: string): boolean =>
      /^\s*\w/.test(line) && !/[:<?!]|\b(as|type|interface|import|export)\b/.test(line);
    before.forEach((line, i) => typeless(line) && expect(after[i]).toBe(line));
    expect(before.filter(typeless).length).toBeGreaterThan(50);
  });

  it('names what it imports in every form, and neither types nor words of comments and texts', () => {
    const text = `import type { T } from './types.ts';
      import { type U, b } from '#models/b'; // import from './comment.ts'
      export * from "./c.ts";
      const later = () => import('#data/d');
      export const text: U = "import x from './text.ts'" + b;`;
    const targets = stripped({ name, text }).links.map(({ target }) => target);
    expect(targets).toEqual(['src/models/b.ts', 'src/models/c.ts', 'src/data/d.ts']);
  });

  it('takes addresses in the place of names', () => {
    const module = stripped({ name, text: `import { b } from './b.ts';\nexport { c } from 'c';\nb();` });
    const addresses = new Map([
      ['src/models/b.ts', 'blob:b'],
      ['c', 'blob:c'],
    ]);
    expect(linked(module, addresses)).toBe(`import { b } from 'blob:b';\nexport { c } from 'blob:c';\nb();`);
  });

  it('is refused with the place of a mistake', () => {
    const fault = faultOf(() => stripped({ name, text: 'const a = 1;\nconst b = ;\n' }));
    expect(fault).toMatchObject({ file: name, line: 2, column: 11 });
    expect(fault.message).not.toMatch(/\d/);
  });
});

describe('a program', () => {
  const entry = 'content/articles/a/b.demo.ts';
  const [one, two] = ['src/models/one.ts', 'src/models/two.ts'];

  it('holds each module after those that it imports', () => {
    const files = {
      [entry]: "import { one } from '#models/one';\nimport { two } from '#models/two';\none(two);",
      [one]: "import { two } from './two.ts';\nexport const one = two;",
      [two]: "import * as tf from '@tensorflow/tfjs-core';\nexport const two = tf;",
    };
    const { modules } = compiled(sources(files), words);
    expect(modules.map(({ name }) => name)).toEqual([two, one, entry]);
  });

  it('is refused for an import that leads nowhere, on its line', () => {
    const fault = faultOf(() =>
      compiled(sources({ [entry]: "\nimport { x } from 'https://example.org/x';\nx();" }), words),
    );
    expect(fault).toEqual({ file: entry, line: 2, message: 'no https://example.org/x' });
  });

  it('is refused for a circle', () => {
    const files = {
      [entry]: "import { one } from '#models/one';\none();",
      [one]: "import { two } from './two.ts';\nexport const one = () => two;",
      [two]: "\nimport { one } from './one.ts';\nexport const two = () => one;",
    };
    const fault = faultOf(() => compiled(sources(files), words));
    expect(fault).toEqual({ file: two, line: 2, message: `a circle with ${one}` });
  });

  it.each(editableDemos(root))('is made of %s as it is built', (demo) => {
    const built = editableSources(demo, root);
    const { modules } = compiled({ ...built, demo }, words);
    expect(modules.at(-1)?.name).toBe(built.entry);
    expect(modules.length).toBeGreaterThan(1);
  });
});
