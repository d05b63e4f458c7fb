/** All that an owner sets. Everything on the site that names a person, an address or a service reads it from here. */

export interface Author {
  readonly name: string;
  readonly url?: string;
}

export interface Site {
  readonly name: string;
  readonly description: string;
  /** Origin of the published site, without the base path: `https://publication.zitoon.ai`. */
  readonly address: string;
  /** Path under which the site lives on that origin; starts and ends with a slash. */
  readonly base: string;
  readonly language: string;
  /** Authors of every article whose front matter names none. */
  readonly authors: readonly Author[];
  /** The journal that a citation of an article names. */
  readonly journal: string;
  /** Where the source can be read; without it the page shows no link to it. */
  readonly repository?: string;
  /** Where a reader reports an error: an `https:` or `mailto:` address. */
  readonly feedback?: string;
  /** Address that a newsletter form posts to. */
  readonly newsletter?: string;
  readonly licences: { readonly code: string; readonly text: string };
}

/** Set only while building; in the reader's browser there is no `process`, and the built-in values stand. */
const environment: Readonly<Record<string, string | undefined>> =
  typeof process === 'undefined' ? {} : process.env;

const withSlashes = (path: string): string => `/${path}/`.replace(/\/{2,}/g, '/');

/** `SITE` and `BASE` in the environment override the address, so that one source can be published anywhere. */
export const site: Site = {
  name: 'Demystify Generative Modeling',
  description:
    'Every algorithm of generative modelling told as What, Why and How, with models that train in the page while you read.',
  address: environment.SITE || 'https://publication.zitoon.ai',
  base: withSlashes(environment.BASE || '/'),
  language: 'en',
  authors: [{ name: 'Demystify Generative Modeling contributors' }],
  journal: 'Zitoon.ai',
  licences: { code: 'MIT', text: 'CC BY 4.0' },
};

/** A path of this site under its base: `pathOf('/introduction/')` is `/demystify/introduction/` when the base is `/demystify/`. */
export const pathOf = (path: string): string => site.base + path.replace(/^\/+/, '');

/** The same as a full address, for citations, feeds and social cards. */
export const addressOf = (path: string): string => new URL(pathOf(path), site.address).href;
