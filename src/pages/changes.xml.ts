import type { APIRoute } from 'astro';
import { atomFeed } from '#build/atom';
import { changeDays } from '#build/changes';
import { articlePath, authorsOf, dateInWords, seriesArticles } from '#build/series';
import { addressOf, site } from '#site';
import { filled, wordsOf } from '#words/words';

/** The changes of all articles as an Atom feed. */
export const GET: APIRoute = async () => {
  const { changes: words } = wordsOf();
  const changes = changeDays(await seriesArticles()).flatMap((day) => day.changes);
  const entries = changes.map(({ article, date, text, kind, id }) => {
    const address = `${addressOf(articlePath(article))}#${id}`;
    const title = filled(words.entry, { article: article.data.title, date: dateInWords(date) });
    const summary = kind ? `${words.kinds[kind]}: ${text}` : text;
    return { id: address, title, url: address, updated: date, authors: authorsOf(article), summary };
  });
  const self = addressOf('/changes.xml');
  const feed = atomFeed({
    id: self,
    title: `${site.name}: ${words.title}`,
    subtitle: words.description,
    self,
    alternate: addressOf('/changes/'),
    authors: site.authors,
    language: site.language,
    entries,
  });
  return new Response(feed, { headers: { 'Content-Type': 'application/atom+xml; charset=utf-8' } });
};
