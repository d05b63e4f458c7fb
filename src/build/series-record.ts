import type { WrittenLink } from './links.ts';

/** What one article used, noted while it is compiled. */
export interface ArticleRecord {
  readonly slug: string;
  readonly root: string;
  /** Keys of the bibliography. */
  readonly cited: readonly string[];
  /** Names of demos of the article's folder. */
  readonly demos: readonly string[];
  readonly links: readonly WrittenLink[];
  /** Files whose text is printed in the article, from the project's root. */
  readonly printed: readonly string[];
}

/** Filled by the remark plugin, read by the check over the whole series when the build ends. One article, one record. */
export type SeriesRecord = Map<string, ArticleRecord>;
