import { expect, it } from 'vitest';
import { files, textOf } from './source-files.ts';

/** Blocks of code written into an article by hand, without their fences. */
function fencedBlocks(text: string): { language: string; lines: string[] }[] {
  const blocks = text.matchAll(/^(`{3,}|~{3,})[ \t]*([^\n`]*)\n(.*?)^\1/gms);
  return [...blocks].map(([, , language, code]) => ({
    language: language.trim(),
    lines: code.trimEnd().split('\n'),
  }));
}

const significant = (line: string): string => line.trim().replace(/\s+/g, ' ');

/** Lines of the program that are long enough to be no coincidence. */
const program = new Set(
  files('src/{models,metrics,data,lab}/**/*.ts', 'content/**/*.ts')
    .flatMap((path) => textOf(path).split('\n'))
    .map(significant)
    .filter((line) => line.length > 30 && /[=({]/.test(line) && !/^(\/\/|\*|\/\*)/.test(line)),
);

const articles = files('content/articles/*/*.mdx');

it.each(articles)('%s holds no listing of more than three lines', (path) => {
  const long = fencedBlocks(textOf(path)).filter(({ lines }) => lines.length > 3);
  expect(long.map(({ lines }) => lines[0])).toEqual([]);
});

it.each(articles)('%s retypes no line of the program', (path) => {
  const retyped = textOf(path)
    .split('\n')
    .map(significant)
    .filter((line) => program.has(line));
  expect(retyped).toEqual([]);
});

it('would find a retyped listing', () => {
  expect(fencedBlocks('a\n\n```ts\none\ntwo\nthree\nfour\n```\n')[0]).toEqual({
    language: 'ts',
    lines: ['one', 'two', 'three', 'four'],
  });
  expect(program.size).toBeGreaterThan(0);
});
