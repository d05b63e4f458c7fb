/** What a built page says of itself, read from its head. */
import { fromHtml } from 'hast-util-from-html';
import type { Element } from 'hast';
import { visit } from 'unist-util-visit';

/** The article of a page's schema.org data. */
export interface ArticleData {
  readonly headline: string;
  readonly description: string;
  readonly url: string;
  readonly datePublished: string;
  readonly dateModified: string;
  readonly inLanguage: string;
  readonly keywords: readonly string[];
  readonly author: readonly { readonly name: string; readonly url?: string }[];
}

export interface BuiltPage {
  readonly html: string;
  /** Its canonical address; absent for pages that search engines leave out. */
  readonly address?: string;
  readonly languages: readonly { readonly language: string; readonly address: string }[];
  readonly article?: ArticleData;
}

/** Reads the head of a built page. */
export function builtPage(html: string): BuiltPage {
  const head = fromHtml(html.slice(0, html.indexOf('</head>')));
  const languages: { language: string; address: string }[] = [];
  let address: string | undefined;
  let isLeftOut = false;
  let article: ArticleData | undefined;
  visit(head, 'element', (element) => {
    const { href, hrefLang, name, content } = element.properties;
    if (name === 'robots') isLeftOut = String(content).includes('noindex');
    if (rel(element) === 'canonical') address = String(href);
    if (rel(element) === 'alternate' && hrefLang)
      languages.push({ language: String(hrefLang), address: String(href) });
    article ??= articleIn(element);
  });
  return { html, address: isLeftOut ? undefined : address, languages, article };
}

const rel = ({ tagName, properties }: Element): string | undefined =>
  tagName === 'link' && Array.isArray(properties.rel) ? properties.rel.join(' ') : undefined;

function articleIn({ properties, children }: Element): ArticleData | undefined {
  const [text] = children;
  if (properties.type !== 'application/ld+json' || text?.type !== 'text') return undefined;
  const data = JSON.parse(text.value) as {
    '@graph': readonly (ArticleData & { '@type': string | string[] })[];
  };
  return data['@graph'].find((thing) => thing['@type'].includes('Article'));
}
