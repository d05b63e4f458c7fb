import type { APIRoute, GetStaticPaths } from 'astro';
import { seriesArticles, translatedArticles, type Article } from '#build/series';
import { socialName } from '#build/social-path';
import { recordedPlane } from '#build/recorded-plane';
import { socialPicture } from '#build/social-picture';
import { site } from '#site';

/** The picture that stands for a page where it is linked to: one per article, and one for all other pages. */
export const getStaticPaths = (async () => {
  const articles = [...(await seriesArticles()), ...(await translatedArticles())];
  const cards = articles.map((article) => ({ params: { name: socialName(article.id) }, props: { article } }));
  return [{ params: { name: 'home' }, props: {} }, ...cards];
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ article?: Article }> = async ({ props: { article } }) => {
  const { png } = await socialPicture({
    name: site.name,
    title: article?.data.title ?? site.name,
    line: article?.data.insight ?? site.description,
    plane: article && (await recordedPlane(article.data.slug)),
  });
  return new Response(png, { headers: { 'Content-Type': 'image/png' } });
};
