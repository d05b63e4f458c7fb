import { expect, it } from 'vitest';
import { files, textOf } from './source-files.ts';

const home = /^src\/lab\/(knobs|views)\//;
const kinds = files('src/lab/{knobs,views}/*.ts').map((path) => path.replace(home, '').replace(/\.ts$/, ''));

/** Where a program asks for one kind of knob or view by name, or makes one. */
const naming = new RegExp(
  `\\bkind\\??\\s*(?:[!=]==|:)\\s*['"\`](?:${kinds.join('|')})\\b|\\bcase '(?:${kinds.join('|')})'`,
);

it('names no kind of knob or view outside its own file', () => {
  // The engine knows no lab: the kinds there are those of its own nodes.
  const programs = files('{src,scripts}/**/*.{ts,mjs,astro}').filter(
    (path) => !home.test(path) && !path.startsWith('src/engine/'),
  );
  expect(programs.filter((path) => naming.test(textOf(path)))).toEqual([]);
});

it('leaves each kind to the file of its name', () => {
  const strangers = kinds.map((kind) => new RegExp(`readonly kind: '${kind}'`));
  const of = (kind: string): string[] => files(`src/lab/{knobs,views}/${kind}.ts`);
  expect(kinds.filter((kind, i) => of(kind).some((path) => !strangers[i].test(textOf(path))))).toEqual([]);
});

it.each([
  "if (view.kind === 'chart')",
  "case 'range':",
  "knob?.kind !== 'drawing'",
  "{ kind: 'plane', extent }",
])('would find %s', (text) => {
  expect(text).toMatch(naming);
});
