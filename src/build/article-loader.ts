import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { glob, type Loader } from 'astro/loaders';
import { articleAt, fileOf } from './article-file.ts';
import { checkFrontMatter } from './front-matter.ts';
import { checkLanguage } from './languages.ts';

/**
 * Every folder of `content/articles` that holds an `index.mdx`; its name is the article's slug and address. An
 * `index.<language>.mdx` beside it is the same article in another language, under `<language>/<slug>`.
 */
export function articleLoader(): Loader {
  const files = glob({
    base: './content/articles',
    pattern: ['*/index.mdx', '*/index.*.mdx'],
    generateId: ({ entry }) => articleAt(`content/articles/${entry}`)?.id ?? entry,
  });
  const load: Loader['load'] = (context) =>
    files.load({
      ...context,
      parseData: (entry) => {
        const article = articleAt(join(fileURLToPath(context.config.root), fileOf(entry.id)));
        if (!article) return context.parseData(entry);
        checkLanguage(article);
        checkFrontMatter(entry.data, article);
        const { language, slug } = article;
        return context.parseData({ ...entry, data: { ...entry.data, language, slug } });
      },
    });
  return { name: 'articles', load };
}
