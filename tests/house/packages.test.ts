import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/tools.mjs';
import { files, importsOf, target, textOf } from './source-files.ts';

interface Lock {
  readonly packages: Record<
    string,
    { resolved?: string; integrity?: string; hasInstallScript?: boolean; link?: boolean }
  >;
}
interface Manifest {
  readonly scripts: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly allowScripts: Record<string, boolean>;
}

const lock: Lock = JSON.parse(textOf('package-lock.json'));
const manifest: Manifest = JSON.parse(textOf('package.json'));

describe('the lock file', () => {
  it('holds no download addresses, so that any registry can serve it', () => {
    expect(Object.keys(lock.packages).filter((name) => lock.packages[name].resolved)).toEqual([]);
  });

  it('holds the fingerprint of every package', () => {
    const unknown = Object.keys(lock.packages).filter((name) => name && !lock.packages[name].integrity);
    expect(unknown.filter((name) => !lock.packages[name].link)).toEqual([]);
  });

  it('runs only install scripts that are allowed or refused by name', () => {
    const scripted = Object.keys(lock.packages).filter((path) => lock.packages[path].hasInstallScript);
    const names = new Set(scripted.map((path) => path.replace(/^.*node_modules\//, '')));
    const optional = ['fsevents'];
    expect([...names].filter((name) => !(name in manifest.allowScripts) && !optional.includes(name))).toEqual(
      [],
    );
  });
});

describe('package.json', () => {
  it('pins every version', () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it('names scripts that exist', () => {
    const named = Object.values(manifest.scripts).flatMap(
      (command) => /^node (\S+)/.exec(command)?.[1] ?? [],
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('lets the set-up scripts run before anything is installed', () => {
    const installed = files('scripts/*.mjs').flatMap((path) =>
      importsOf(path)
        .map(({ specifier }) => target(path, specifier))
        .filter((place) => place.startsWith('npm:') && place !== 'npm:playwright')
        .map((place) => `${path} imports ${place}`),
    );
    expect(installed).toEqual([]);
  });
});

it('every package that the project imports is declared in package.json', () => {
  const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }));
  const programs = files('{src,content,tests,scripts}/**/*.{ts,mjs,astro}', '*.{js,mjs,ts}');
  const undeclared = programs.flatMap((path) =>
    importsOf(path)
      .map(({ specifier }) => target(path, specifier))
      .filter((place) => place.startsWith('npm:'))
      .map((place) => /^npm:((?:@[^/]+\/)?[^/]+)/.exec(place)?.[1] ?? place)
      // The umbrella package pins its parts; models import the core alone, so that readers download only what runs.
      .filter(
        (name) =>
          !declared.has(name) && !declared.has(`@types/${name}`) && !name.startsWith('@tensorflow/tfjs-'),
      )
      .map((name) => `${name} (${path})`),
  );
  expect([...new Set(undeclared)]).toEqual([]);
});
