import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { frontMatter } from '#build/front-matter';

/** Every folder of `content/articles` that holds an `index.mdx`; its name is the article's slug and address. */
const articles = defineCollection({
  loader: glob({
    base: './content/articles',
    pattern: '*/index.mdx',
    generateId: ({ entry }) => entry.replace(/\/index\.mdx$/, ''),
  }),
  schema: frontMatter,
});

export const collections = { articles };
