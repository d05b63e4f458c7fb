/**
 * Makes the recorded runs that the pages show before any click: `npm run record` for all demos, or
 * `npm run record denoising-diffusion/points` for some. Runs the demo files themselves, seeded, in Node.
 */
import { glob, readFile, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { digitsFile } from '#build/digits';
import { useBackend } from '#lab/backend';
import type { Demo } from '#lab/contract';
import { defaults, packed, record, type RecordedRun } from '#lab/recording';

const wanted = process.argv.slice(2);
const backend = await useBackend();

for await (const path of glob('content/articles/*/*.demo.ts')) {
  const [, , article, file] = path.split(/[\\/]/);
  const name = file.replace('.demo.ts', '');
  if (wanted.length > 0 && !wanted.includes(`${article}/${name}`)) continue;
  await recordDemo(article, name);
}

async function recordDemo(article: string, name: string): Promise<void> {
  const began = Date.now();
  const place = `content/articles/${article}/${name}`;
  const demo = (await import(pathToFileURL(resolve(`${place}.demo.ts`)).href)) as Demo;
  const frames = await record(demo, (path) => load(path, article));
  const settings = { ...defaults(demo.knobs), ...demo.recording.knobs };
  const run: RecordedRun = {
    seed: demo.recording.seed,
    backend: backend.name,
    settings,
    frames: frames.map(packed),
  };
  await writeFile(`${place}.recorded.json`, `${JSON.stringify(run)}\n`);
  const { size } = await stat(`${place}.recorded.json`);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(
    `${article}/${name}: ${frames.length} frames, ${(size / 1000).toFixed(0)} kB, ${seconds} s, ${tf.memory().numTensors} tensors left`,
  );
}

async function load(path: string, article: string): Promise<ArrayBuffer> {
  if (path === '/data/digits-train.bin') return digitsFile('train').buffer;
  if (path === '/data/digits-test.bin') return digitsFile('test').buffer;
  return new Uint8Array(await readFile(`content/articles/${article}/${path}`)).buffer;
}
