import { describe, expect, it } from 'vitest';
import { files, importsOf, target, textOf } from './source-files.ts';

/** A row of the README's table: where the imports of a folder may lead, as beginnings of a path or of a package's name. */
interface Rule {
  readonly home: string;
  readonly files: string;
  readonly may: readonly string[];
  /** May be imported as types only. */
  readonly types?: readonly string[];
}

const tensorflow = 'npm:@tensorflow/tfjs-core';
const pages = [
  'src/pages/',
  'src/layouts/',
  'src/components/',
  'src/build/',
  'src/offline/',
  'src/styles/',
  'src/words/',
  'src/site.ts',
];
const rules: readonly Rule[] = [
  { home: 'models', files: 'src/models/**/*.ts', may: ['src/models/', tensorflow] },
  { home: 'metrics', files: 'src/metrics/**/*.ts', may: ['src/metrics/', tensorflow], types: ['src/data/'] },
  { home: 'data', files: 'src/data/**/*.ts', may: ['src/data/'] },
  { home: 'engine', files: 'src/engine/**/*.ts', may: ['src/engine/', tensorflow] },
  {
    home: 'lab',
    files: 'src/lab/**/*.ts',
    may: [
      'src/lab/',
      'src/engine/install.ts',
      'src/data/',
      'src/offline/lists.ts',
      'src/words/',
      'src/site.ts',
      'npm:@tensorflow/',
      'npm:idb-keyval',
      'npm:codemirror',
      'npm:@codemirror/',
      'npm:sucrase',
      'node:module',
    ],
  },
  {
    home: 'demos',
    files: 'content/**/*.demo.ts',
    may: ['src/models/', 'src/data/', 'src/metrics/', tensorflow],
    types: ['src/lab/contract.ts'],
  },
  { home: 'offline', files: 'src/offline/**/*.ts', may: ['src/offline/', 'src/words/', 'npm:serwist'] },
  { home: 'words', files: 'src/words/**/*.ts', may: ['src/words/', 'src/site.ts'] },
  {
    home: 'components',
    files: 'src/components/**/*.{ts,astro}',
    may: [
      'src/components/',
      'src/lab/',
      'src/offline/',
      'src/build/',
      'src/styles/',
      'src/words/',
      'src/site.ts',
      'astro:',
      'npm:astro',
      'npm:@fontsource/',
      'npm:@fontsource-variable/',
    ],
  },
  {
    home: 'build',
    files: 'src/build/**/*.ts',
    may: [
      'src/build/',
      'src/lab/',
      'src/offline/',
      'src/data/',
      'src/words/',
      'src/site.ts',
      'node:',
      'astro:',
      'npm:',
    ],
  },
  {
    home: 'pages and layouts',
    files: 'src/{pages,layouts}/**/*.{ts,astro}',
    may: [...pages, 'src/data/', 'node:', 'astro:', 'npm:astro', 'npm:@fontsource-variable/', 'npm:serwist'],
  },
];

function strays({ files: pattern, may, types = [] }: Rule): string[] {
  const leads = (place: string, to: readonly string[]): boolean =>
    to.some((start) => place.startsWith(start));
  return files(pattern).flatMap((path) =>
    importsOf(path)
      .map((found) => ({ ...found, place: target(path, found.specifier) }))
      .filter(({ place, typeOnly }) => !leads(place, may) && !(typeOnly && leads(place, types)))
      .map(({ specifier }) => `${path} imports ${specifier}`),
  );
}

describe('imports', () => {
  it.each(rules)('of $home lead only where the table lets them', (rule) => {
    expect(strays(rule)).toEqual([]);
  });

  it('would be seen in static, dynamic and component form', () => {
    expect(importsOf('src/layouts/Frame.astro').map(({ specifier }) => specifier)).toContain('#site');
    expect(target('content/articles/a/b.demo.ts', '../../../src/lab/host.ts')).toBe('src/lab/host.ts');
    expect(target('src/lab/worker.ts', '#models/diffusion')).toBe('src/models/diffusion.ts');
  });

  it('of articles do not exist: their components are handed to them', () => {
    const importing = files('content/**/*.mdx').filter((path) => /^(import|export)\s/m.test(textOf(path)));
    expect(importing).toEqual([]);
  });

  it('of TensorFlow.js stand in models, metrics, demos and where the backend is chosen and started', () => {
    const choosing = files('src/{lab,build,components,layouts,pages}/**/*.{ts,astro}').filter((path) =>
      importsOf(path).some(
        ({ specifier, typeOnly }) =>
          specifier.startsWith('@tensorflow/') && !typeOnly && !specifier.endsWith('?url'),
      ),
    );
    expect(choosing).toEqual(['src/lab/backend.ts', 'src/lab/wasm-thread.ts', 'src/lab/wasm-threads.ts']);
  });

  it('name other folders by their alias', () => {
    const climbing = files('src/**/*.{ts,astro}', 'content/**/*.ts').filter((path) =>
      importsOf(path).some(({ specifier }) => specifier.startsWith('../..')),
    );
    expect(climbing).toEqual([]);
  });

  it('of models form no circle', () => {
    const path: string[] = [];
    const done = new Set<string>();
    const visit = (file: string): void => {
      if (path.includes(file)) throw new Error(`circle: ${[...path, file].join(' -> ')}`);
      if (done.has(file)) return;
      path.push(file);
      const places = importsOf(file).map(({ specifier }) => target(file, specifier));
      for (const place of places.filter((name) => name.startsWith('src/models/'))) visit(place);
      path.pop();
      done.add(file);
    };
    for (const file of files('src/models/*.ts')) visit(file);
    expect(done.size).toBeGreaterThan(0);
  });
});
