import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { packagesAreMissing } from '../../scripts/install.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'project-'));
  writeFileSync(join(folder, 'package-lock.json'), '{}');
  utimesSync(join(folder, 'package-lock.json'), 1000, 1000);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** npm writes this file last. */
function installed(seconds: number): void {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  writeFileSync(join(folder, 'node_modules', '.package-lock.json'), '{}');
  utimesSync(join(folder, 'node_modules', '.package-lock.json'), seconds, seconds);
}

it('installs in a fresh clone and after an installation that was broken off', () => {
  expect(packagesAreMissing(folder)).toBe(true);
  mkdirSync(join(folder, 'node_modules'));
  expect(packagesAreMissing(folder)).toBe(true);
});

it('installs again only when the lock file is newer', () => {
  installed(2000);
  expect(packagesAreMissing(folder)).toBe(false);
  installed(500);
  expect(packagesAreMissing(folder)).toBe(true);
});
