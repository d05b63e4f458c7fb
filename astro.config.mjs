import { unified } from '@astrojs/markdown-remark';
import mdx from '@astrojs/mdx';
import { defineConfig } from 'astro/config';
import remarkMath from 'remark-math';
import { remarkArticle } from './src/build/article.ts';
import { listingTokens } from './src/build/listing-tokens.ts';
import { seriesCheck } from './src/build/series-check.ts';
import { site } from './src/site.ts';

const { address, base } = site;
const series = new Map();

export default defineConfig({
  site: address,
  base,
  trailingSlash: 'always',
  compressHTML: true,
  devToolbar: { enabled: false },
  integrations: [mdx({ optimize: true }), seriesCheck(series, { base })],
  markdown: {
    processor: unified({ remarkPlugins: [remarkMath, [remarkArticle, { base, series }]] }),
    shikiConfig: { theme: 'css-variables', transformers: [listingTokens] },
  },
  vite: { worker: { format: 'es' } },
});
