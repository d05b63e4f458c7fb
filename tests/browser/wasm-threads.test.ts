/** WASM on two threads, in an isolated page of its own: the same numbers as on one, bit by bit. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch } from '../../scripts/chromium.mjs';
import { serve } from '../../scripts/server.mjs';
import { root } from '../../scripts/tools.mjs';
import type { Computed } from '../engine/threads-worker.ts';

const folder = join(root, '.cache', 'wasm-threads-test');
const headers = `/*
  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Embedder-Policy: require-corp
`;
let one: Computed;
let two: Computed;

async function bundle(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await build({
    root,
    base: '/',
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    worker: { format: 'es' },
    build: {
      outDir: folder,
      target: 'esnext',
      modulePreload: false,
      rolldownOptions: {
        input: join(root, 'tests/engine/threads-worker.ts'),
        output: { entryFileNames: 'worker.js', assetFileNames: '[name]-[hash][extname]' },
      },
    },
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Threads</title>');
  writeFileSync(join(folder, '_headers'), headers);
}

beforeAll(async () => {
  await bundle();
  const site = await serve({ directory: folder, base: '/' });
  const browser = await launch();
  const page = await browser.newPage();
  await page.goto(site.url);
  [one, two] = await page.evaluate(
    () =>
      new Promise<[Computed, Computed]>((resolve, reject) => {
        const worker = new Worker('/worker.js', { type: 'module' });
        worker.addEventListener('message', ({ data }: MessageEvent<[Computed, Computed]>) => {
          const plain = (all: Computed): Computed => ({
            ...all,
            answers: Object.fromEntries(
              Object.entries(all.answers).map(([name, list]) => [name, [...list]]),
            ) as never,
          });
          resolve([plain(data[0]), plain(data[1])]);
        });
        worker.addEventListener('error', ({ message }) => reject(new Error(message)));
      }),
  );
  await browser.close();
  await site.close();
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('uses two', () => {
  expect([one.threads, two.threads]).toEqual([1, 2]);
});

it('computes the same values and gradients', () => {
  expect(Object.keys(one.answers).length).toBeGreaterThan(50);
  expect(two.answers).toEqual(one.answers);
});

it('trains alike, in a memory that grows', () => {
  expect(one.training.every(Number.isFinite)).toBe(true);
  expect(two.training).toEqual(one.training);
});

it('leaves no tensor and no buffer behind', () => {
  expect(two.held).toEqual([0, 0]);
});
