import { unified } from '@astrojs/markdown-remark';
import remarkMath from 'remark-math';
import { remarkArticle } from './article.ts';
import { listingTokens } from './listing-tokens.ts';
import type { SeriesRecord } from './series-record.ts';

/** How Markdown becomes pages: what `markdown` of the site's configuration holds. */
export function markdown({ base, series }: { base: string; series: SeriesRecord }) {
  return {
    processor: unified({ remarkPlugins: [remarkMath, [remarkArticle, { base, series }]] }),
    shikiConfig: { theme: 'css-variables' as const, transformers: [listingTokens] },
  };
}
