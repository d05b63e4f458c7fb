import type { APIRoute, GetStaticPaths } from 'astro';
import { citationOf, seriesArticles, type Article } from '#build/series';

/** One `.bib` file per article, beside its page: `/denoising-diffusion.bib`. */
export const getStaticPaths = (async () => {
  const articles = await seriesArticles();
  return articles.map((article) => ({ params: { slug: article.id }, props: { article } }));
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ article: Article }> = ({ props }) =>
  new Response(citationOf(props.article).bibtex, {
    headers: { 'Content-Type': 'application/x-bibtex; charset=utf-8' },
  });
