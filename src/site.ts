/** All that an owner sets. Everything on the site that names a person, an address or a service reads it from here. */

export interface Author {
  readonly name: string;
  readonly url?: string;
}

/**
 * How a service takes a form. `form`: sent in the background, form-encoded, answered with JSON (Formspree, Getform, Basin,
 * Web3Forms, Netlify, Kit, MailerLite). `json`: the same, sent as JSON. `page`: a plain form that leads to a page of the service,
 * for those that answer no other site's script (Buttondown, Mailchimp, Listmonk).
 */
export type FormFormat = 'form' | 'json' | 'page';

/** A service that takes forms, named as it names things. */
export interface FormService {
  /** What forms are posted to: an `https:` address, or a path of this site where its host takes forms. */
  readonly endpoint: string;
  /** Default: `form`. */
  readonly format?: FormFormat;
  /** Name of the field with the reader's address. Default: `email`; Mailchimp `EMAIL`, Kit `email_address`, MailerLite `fields[email]`. */
  readonly emailField?: string;
  /** Name of the field that only robots fill. Default: `_gotcha`; Web3Forms `botcheck`, Listmonk `nonce`, Mailchimp `b_<u>_<id>`. */
  readonly honeypot?: string;
  /** Fields that the service wants besides: Web3Forms `access_key`, Buttondown `embed: '1'`, Listmonk `l`, Netlify `form-name`. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** Attributes of the form that a host looks for: Netlify `{ name: 'feedback', 'data-netlify': 'true' }`. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A service, or without one the places where a reader's draft is opened: an e-mail, an issue, or both. */
export interface Feedback extends Partial<FormService> {
  /** An e-mail address: `errors@example.org`. */
  readonly email?: string;
  /** The page that opens a new issue, in the manner of GitHub: `https://github.com/you/series/issues/new`. */
  readonly issues?: string;
}

export interface Site {
  readonly name: string;
  /** Under the icon of the installed site, where some 12 letters fit. */
  readonly shortName: string;
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
  /** Where readers report errors. With nothing set, articles end without a feedback form. */
  readonly feedback?: Feedback;
  /** Where readers ask for letters. With nothing set, the feed is offered instead. */
  readonly newsletter?: FormService;
  readonly licences: { readonly code: string; readonly text: string; readonly textAddress: string };
}

/** Set only while building; in the reader's browser there is no `process`, and the built-in values stand. */
const environment: Readonly<Record<string, string | undefined>> =
  typeof process === 'undefined' ? {} : process.env;

/** The addresses that the environment sets, over those that stand here; nothing where neither sets one. */
function feedbackOf(set: Feedback = {}): Feedback | undefined {
  const { FEEDBACK_ENDPOINT, FEEDBACK_FORMAT, FEEDBACK_EMAIL, FEEDBACK_ISSUES } = environment;
  const endpoint = FEEDBACK_ENDPOINT || set.endpoint;
  const format = (FEEDBACK_FORMAT as FormFormat) || set.format;
  const email = FEEDBACK_EMAIL || set.email;
  const issues = FEEDBACK_ISSUES || set.issues;
  return endpoint || email || issues ? { ...set, endpoint, format, email, issues } : undefined;
}

function newsletterOf(set?: FormService): FormService | undefined {
  const endpoint = environment.NEWSLETTER_ENDPOINT || set?.endpoint;
  const format = (environment.NEWSLETTER_FORMAT as FormFormat) || set?.format;
  return endpoint ? { ...set, endpoint, format } : undefined;
}

const withSlashes = (path: string): string => `/${path}/`.replace(/\/{2,}/g, '/');

/**
 * `SITE` and `BASE` in the environment override the address, so that one source can be published anywhere; so do
 * `FEEDBACK_ENDPOINT`, `FEEDBACK_FORMAT`, `FEEDBACK_EMAIL`, `FEEDBACK_ISSUES`, `NEWSLETTER_ENDPOINT` and `NEWSLETTER_FORMAT`.
 */
export const site: Site = {
  name: 'Demystify Generative Modeling',
  shortName: 'Demystify',
  description:
    'Every algorithm of generative modelling told as What, Why and How, with models that train in the page while you read.',
  address: environment.SITE || 'https://publication.zitoon.ai',
  base: withSlashes(environment.BASE || '/'),
  language: 'en',
  authors: [{ name: 'Demystify Generative Modeling contributors' }],
  journal: 'Zitoon.ai',
  feedback: feedbackOf(),
  newsletter: newsletterOf(),
  licences: {
    code: 'MIT',
    text: 'CC BY 4.0',
    textAddress: 'https://creativecommons.org/licenses/by/4.0/',
  },
};

/** A path of this site under its base: `pathOf('/introduction/')` is `/demystify/introduction/` when the base is `/demystify/`. */
export const pathOf = (path: string): string => site.base + path.replace(/^\/+/, '');

/** The same as a full address, for citations, feeds and social cards. */
export const addressOf = (path: string): string => new URL(pathOf(path), site.address).href;
