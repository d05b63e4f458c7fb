import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { digitsFile } from '#build/digits';
import type { Demo, RunContext } from '#lab/contract';

/** A demo file in Node, with what its `load` needs: the same files that the site serves. */
export interface DemoSource {
  readonly demo: Demo;
  readonly load: RunContext<never>['load'];
}

/** @param path `content/articles/<article>/<name>.demo.ts` */
export async function demoSource(path: string): Promise<DemoSource> {
  const article = path.split(/[\\/]/)[2];
  const demo = (await import(/* @vite-ignore */ pathToFileURL(resolve(path)).href)) as Demo;
  return { demo, load: (file) => fileOf(file, article) };
}

async function fileOf(path: string, article: string): Promise<ArrayBuffer> {
  if (path === '/data/digits-train.bin') return digitsFile('train').buffer;
  if (path === '/data/digits-test.bin') return digitsFile('test').buffer;
  if (path.startsWith('/')) return new Uint8Array(await readFile(`public${path}`)).buffer;
  return new Uint8Array(await readFile(`content/articles/${article}/${path}`)).buffer;
}
