import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../scripts/tools.mjs';
import { files, importsOf, target, textOf } from './source-files.ts';

const programs = files('{src,content,tests,scripts}/**/*.{ts,mjs,astro,css}');
const stem = (path: string): string =>
  basename(path)
    .replace(/^\[(.*)\]/, '$1')
    .replace(/\..*$/, '');

it('gives files kebab-case names, and components PascalCase ones', () => {
  const odd = programs.filter((path) => {
    const component = path.endsWith('.astro') && !path.startsWith('src/pages/');
    return !(component ? /^[A-Z][A-Za-z]*$/ : /^[a-z0-9]+(-[a-z0-9]+)*$/).test(stem(path));
  });
  expect(odd).toEqual([]);
});

it('has no drawer for odds and ends', () => {
  expect(programs.filter((path) => /(^|\/)(utils?|helpers?|common|misc|core)(\/|\.)/.test(path))).toEqual([]);
});

it('has no file that only passes on what others export', () => {
  const barrels = programs.filter((path) => {
    if (!/\.(ts|mjs)$/.test(path)) return false;
    const code = textOf(path)
      .replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, '')
      .trim();
    return code !== '' && code.replace(/export\s[^;]*?\sfrom\s*'[^']*';/g, '').trim() === '';
  });
  expect(barrels).toEqual([]);
});

const leadsTo = (path: string): string[] => importsOf(path).map(({ specifier }) => target(path, specifier));

it('names a test in the mirror of src after the file that it tests, unless it tests several', () => {
  const orphans = files('tests/{models,metrics,data,build,lab}/**/*.test.ts').filter((path) => {
    const tested = path.replace(/^tests\//, 'src/').replace(/\.test\.ts$/, '');
    const home = `${dirname(tested)}/`;
    const named = ['.ts', '.astro'].some((ending) => existsSync(join(root, tested + ending)));
    const beside = leadsTo(path).filter((place) => dirname(place) === dirname(path));
    const reached = [path, ...beside].flatMap(leadsTo).filter((place) => place.startsWith(home));
    return !named && reached.length < 2;
  });
  expect(orphans).toEqual([]);
});

it('tests every model, metric and data set, and reaches their inner pieces through them', () => {
  const tested = new Set(files('tests/**/*.ts').flatMap(leadsTo));
  const usedOutside = new Set(
    files('{src,content,scripts}/**/*.{ts,astro}').flatMap((path) =>
      leadsTo(path).filter((place) => dirname(place) !== dirname(path)),
    ),
  );
  const homes = files('src/{models,metrics,data}/**/*.ts');
  expect(homes.filter((path) => usedOutside.has(path) && !tested.has(path))).toEqual([]);
});
