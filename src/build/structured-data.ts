/** What search engines are told: schema.org data (JSON-LD) about the series and its pages. */
import type { Author } from '#site';
import type { CitedWork } from './cited-work.ts';
import { isCollective } from './citing.ts';
import type { Publication, PublishedArticle, PublishedPage } from './publication.ts';

/** A thing of schema.org. */
export type Thing = Readonly<Record<string, unknown>>;

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** An article, and the way to it from the home page. */
export function articleData(article: PublishedArticle, series: Publication): Thing {
  return graph([
    {
      '@type': ['Article', 'ScholarlyArticle', 'LearningResource'],
      '@id': `${article.address}#article`,
      headline: article.title,
      name: article.title,
      description: article.description,
      url: article.address,
      mainEntityOfPage: article.address,
      image: pictureOf(article),
      author: article.authors.map(person),
      publisher: publisher(series),
      datePublished: day(article.published),
      dateModified: day(article.updated),
      keywords: article.keywords,
      inLanguage: article.language,
      license: series.licence,
      isAccessibleForFree: true,
      learningResourceType: ['explanation', 'simulation', 'exercise'],
      isPartOf: { '@type': 'CreativeWorkSeries', ...named(series, 'series') },
      citation: article.sources.map(work),
    },
    breadcrumbs(article, series),
  ]);
}

/** The home page: the site, and the series with its articles. */
export function homeData(
  series: Publication,
  articles: readonly Pick<PublishedArticle, 'title' | 'address'>[],
): Thing {
  const about = { description: series.description, inLanguage: series.language, license: series.licence };
  return graph([
    { '@type': 'WebSite', ...named(series, 'site'), ...about, publisher: publisher(series) },
    {
      '@type': 'CreativeWorkSeries',
      ...named(series, 'series'),
      ...about,
      author: series.authors.map(person),
      publisher: publisher(series),
      hasPart: articles.map(({ title, address }) => ({
        '@type': 'ScholarlyArticle',
        '@id': `${address}#article`,
        name: title,
        url: address,
      })),
    },
  ]);
}

/** Any other page, and the way to it. */
export function pageData(page: PublishedPage, series: Publication): Thing {
  return graph([
    {
      '@type': 'WebPage',
      '@id': page.address,
      name: page.title,
      description: page.description,
      url: page.address,
      inLanguage: page.language,
      isPartOf: { '@type': 'WebSite', ...named(series, 'site') },
    },
    breadcrumbs(page, series),
  ]);
}

/** As it may stand in a script element: no `<` that could end it. */
export const jsonLd = (data: Thing): string => JSON.stringify(data).replaceAll('<', '\\u003c');

const graph = (things: readonly Thing[]): Thing => ({ '@context': 'https://schema.org', '@graph': things });

const named = ({ name, address }: Publication, part: string): Thing => ({
  '@id': `${address}#${part}`,
  name,
  url: address,
});

const publisher = ({ journal, address }: Publication): Thing => ({
  '@type': 'Organization',
  name: journal,
  url: new URL('/', address).href,
});

const person = ({ name, url }: Author): Thing => ({
  '@type': isCollective(name) ? 'Organization' : 'Person',
  name,
  ...(url && { url }),
});

const pictureOf = ({ picture }: PublishedPage): Thing => ({
  '@type': 'ImageObject',
  url: picture.address,
  width: picture.width,
  height: picture.height,
});

/** Title and address only: who wrote a source stands in the tags for reference managers. */
const work = ({ title, url }: CitedWork): Thing => ({
  '@type': 'CreativeWork',
  name: title,
  ...(url && { url }),
});

function breadcrumbs({ title, address }: PublishedPage, series: Publication): Thing {
  const steps = [
    { name: series.name, item: series.address },
    { name: title, item: address },
  ];
  return {
    '@type': 'BreadcrumbList',
    itemListElement: steps.map((step, index) => ({ '@type': 'ListItem', position: index + 1, ...step })),
  };
}
