import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { glob, type Loader } from 'astro/loaders';
import { checkFrontMatter } from './front-matter.ts';

/** Every folder of `content/articles` that holds an `index.mdx`; its name is the article's slug and address. */
export function articleLoader(): Loader {
  const files = glob({
    base: './content/articles',
    pattern: '*/index.mdx',
    generateId: ({ entry }) => entry.replace(/\/index\.mdx$/, ''),
  });
  const load: Loader['load'] = (context) =>
    files.load({
      ...context,
      parseData: (entry) => {
        const root = fileURLToPath(context.config.root);
        if (entry.filePath) checkFrontMatter(entry.data, { root, file: relative(root, entry.filePath) });
        return context.parseData(entry);
      },
    });
  return { name: 'articles', load };
}
