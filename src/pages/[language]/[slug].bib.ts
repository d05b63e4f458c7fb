import type { GetStaticPaths } from 'astro';
import { translatedArticles } from '#build/series';

/** One `.bib` file per translation, beside its page: `/de/introduction.bib`. */
export const getStaticPaths = (async () => {
  const articles = await translatedArticles();
  return articles.map((article) => {
    const { language, slug } = article.data;
    return { params: { language, slug }, props: { article } };
  });
}) satisfies GetStaticPaths;

export { GET } from '../[slug].bib.ts';
