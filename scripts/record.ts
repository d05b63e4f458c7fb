/**
 * Makes the recorded runs that the pages show before any click: `npm run record` for all demos, or
 * `npm run record denoising-diffusion/points` for some. Runs the demo files themselves, seeded, in Node.
 */
import { glob, stat, writeFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import { demoSource } from '#build/demo-source';
import { useBackend } from '#lab/backend';
import { defaults, packed, record, type RecordedRun } from '#lab/recording';

const wanted = process.argv.slice(2);
const backend = await useBackend('wasm');

for await (const path of glob('content/articles/*/*.demo.ts')) {
  const address = path.split(/[\\/]/).slice(2).join('/').replace('.demo.ts', '');
  if (wanted.length === 0 || wanted.includes(address)) await recordDemo(path, address);
}

async function recordDemo(path: string, address: string): Promise<void> {
  const began = Date.now();
  const { demo, load } = await demoSource(path);
  const { knobs, recording } = demo;
  const frames = await record(demo, load);
  const settings = { ...defaults(knobs), ...recording.knobs };
  const run: RecordedRun = {
    seed: recording.seed,
    backend: backend.name,
    settings,
    frames: frames.map(packed),
  };
  const target = path.replace('.demo.ts', '.recorded.json');
  await writeFile(target, `${JSON.stringify(run)}\n`);
  const size = ((await stat(target)).size / 1000).toFixed(0);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(
    `${address}: ${frames.length} frames, ${size} kB, ${seconds} s, ${tf.memory().numTensors} tensors left`,
  );
}
