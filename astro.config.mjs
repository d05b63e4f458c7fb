import mdx from '@astrojs/mdx';
import { defineConfig } from 'astro/config';
import { checkForms } from './src/build/form-services.ts';
import { languagesIn } from './src/build/languages.ts';
import { markdown } from './src/build/markdown.ts';
import { offline } from './src/build/offline.ts';
import { scriptPreloads } from './src/build/script-preloads.ts';
import { searchIndex } from './src/build/search-index.ts';
import { security } from './src/build/security.ts';
import { seriesCheck } from './src/build/series-check.ts';
import { slimFonts } from './src/build/slim-fonts.ts';
import { syndication } from './src/build/syndication.ts';
import { site } from './src/site.ts';

const { address, base, language } = site;
const series = new Map();
checkForms(site);

export default defineConfig({
  site: address,
  base,
  trailingSlash: 'always',
  i18n: { defaultLocale: language, locales: languagesIn(process.cwd()) },
  compressHTML: true,
  // A page can be painted when its HTML is there: no second journey for the style sheets.
  build: { inlineStylesheets: 'always' },
  devToolbar: { enabled: false },
  integrations: [
    mdx({ optimize: true }),
    slimFonts(),
    scriptPreloads(),
    syndication(),
    seriesCheck(series, { base }),
    searchIndex(),
    security({ base }),
    offline({ base }),
  ],
  markdown: markdown({ base, series }),
  vite: {
    worker: {
      format: 'es',
      // What every demo loads, in one file and without the licence repeated before each function: a fifth less to wait for.
      rolldownOptions: {
        output: {
          comments: { legal: false },
          codeSplitting: { groups: [{ name: 'tensorflow', test: /tfjs-core/ }] },
        },
      },
    },
  },
});
