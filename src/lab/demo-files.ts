import type { Demo } from './contract.ts';
import type { DemoFiles } from './starting.ts';

const found = import.meta.glob<Demo>('/content/articles/*/*.demo.ts');

/** Every demo of the series, found by its place: `content/articles/<article>/<name>.demo.ts` is `<article>/<name>`. */
export const demoFiles: DemoFiles = Object.fromEntries(
  Object.entries(found).map(([path, file]) => [
    path.replace(/^\/content\/articles\/|\.demo\.ts$/g, ''),
    file,
  ]),
);
