import type { APIRoute } from 'astro';
import { citationOf, seriesArticles } from '#build/series';

/** The entries of all articles in one file. */
export const GET: APIRoute = async () => {
  const entries = (await seriesArticles()).map((article) => citationOf(article).bibtex);
  return new Response(entries.join('\n'), {
    headers: { 'Content-Type': 'application/x-bibtex; charset=utf-8' },
  });
};
