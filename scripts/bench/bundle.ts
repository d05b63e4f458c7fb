/** Bundles the page of the bench into `.cache/bench`, once plain and once where threads are allowed. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from '../tools.mjs';

/** A page may use threads with shared memory only where it is isolated from other origins; its threads must say so as well. */
const headers = `/isolated/*
  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Embedder-Policy: require-corp
/assets/*
  Cross-Origin-Embedder-Policy: require-corp
/tensorflow/*
  Cross-Origin-Embedder-Policy: require-corp
`;

/** Files of TensorFlow.js that must run as they are. */
const asTheyAre = [
  'tfjs/dist/tf.min.js',
  'tfjs-backend-wasm/dist/tf-backend-wasm.min.js',
  'tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm',
  'tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
  'tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm',
];

/** @returns the folder to serve: `/` is the page, `/isolated/` the same page with threads */
export async function bundleBench(): Promise<string> {
  const folder = join(root, '.cache', 'bench');
  await build({
    root: join(root, 'scripts', 'bench'),
    configFile: false,
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, target: 'esnext', chunkSizeWarningLimit: 10_000 },
  });
  mkdirSync(join(folder, 'isolated'));
  cpSync(join(folder, 'index.html'), join(folder, 'isolated', 'index.html'));
  for (const path of asTheyAre) {
    const name = path.slice(path.lastIndexOf('/'));
    cpSync(join(root, 'node_modules', '@tensorflow', path), join(folder, 'tensorflow', name));
  }
  writeFileSync(join(folder, '_headers'), headers);
  return folder;
}
