import { addressOf, site, type Author } from '#site';
import type { CitedWork } from './cited-work.ts';

/** The series, as machines are told of it. Addresses are complete. */
export interface Publication {
  readonly name: string;
  readonly description: string;
  readonly address: string;
  readonly language: string;
  readonly journal: string;
  readonly authors: readonly Author[];
  /** Address of the licence of the texts. */
  readonly licence: string;
}

export interface PublicationPicture {
  readonly address: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
}

/** Any page of the series. */
export interface PublishedPage {
  readonly title: string;
  readonly description: string;
  readonly address: string;
  readonly language: string;
  readonly picture: PublicationPicture;
}

/** An article of the series. */
export interface PublishedArticle extends PublishedPage {
  readonly authors: readonly Author[];
  readonly published: Date;
  readonly updated: Date;
  readonly keywords: readonly string[];
  readonly sources: readonly CitedWork[];
}

/** The series as src/site.ts describes it. */
export const publication: Publication = {
  name: site.name,
  description: site.description,
  address: addressOf('/'),
  language: site.language,
  journal: site.journal,
  authors: site.authors,
  licence: site.licences.textAddress,
};
