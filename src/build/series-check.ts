import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { articleAt } from './article-file.ts';
import { bibliographyAt } from './bibtex.ts';
import { demoNames } from './demo-places.ts';
import { AuthorError } from './message.ts';
import type { ArticleRecord, SeriesRecord } from './series-record.ts';
import { checkLinks } from './site-links.ts';
import { timelineIn } from './timeline.ts';

/**
 * Checks that no article can make alone, when the site is built: a source that nobody cites, a demo that its article does
 * not show, a link that leads nowhere. While writing, it lets the page follow the files that it prints.
 */
export function seriesCheck(series: SeriesRecord, { base }: { base: string }): AstroIntegration {
  let root = '';
  return {
    name: 'series-check',
    hooks: {
      'astro:config:setup': ({ config, updateConfig }) => {
        root = fileURLToPath(config.root);
        updateConfig({ vite: { plugins: [followPrintedFiles(series)] } });
      },
      'astro:build:done': ({ dir }) => {
        const articles = [...series.values()];
        const timeline = { cited: timelineIn(root).flatMap(({ cite }) => cite) };
        checkSourcesAreCited([...articles, timeline], join(root, 'content/bibliography.bib'));
        checkDemosAreShown(articles);
        checkLinks(fileURLToPath(dir), { base, written: articles.flatMap(({ links }) => links) });
      },
    },
  };
}

/** Stops the build at the first entry of the bibliography that neither an article nor the timeline cites. */
export function checkSourcesAreCited(citing: readonly Pick<ArticleRecord, 'cited'>[], path: string): void {
  const file = 'content/bibliography.bib';
  const cited = new Set(citing.flatMap((one) => one.cited));
  for (const { key, line } of bibliographyAt(path, file).values()) {
    if (cited.has(key)) continue;
    throw new AuthorError(
      { file, line },
      `neither an article nor the timeline cites "${key}". Expected [@${key}] in one, or the entry removed.`,
    );
  }
}

/** Stops the build at the first demo that its article does not show in any language. */
export function checkDemosAreShown(articles: readonly ArticleRecord[]): void {
  for (const { root, slug } of articles) {
    const demos = articles.filter((one) => one.slug === slug).flatMap((one) => one.demos);
    const unused = demoNames(join(root, 'content/articles', slug)).find((name) => !demos.includes(name));
    if (!unused) continue;
    const file = `content/articles/${slug}/${unused}.demo.ts`;
    throw new AuthorError(
      { file },
      `the article does not show this demo. Expected <Demo name="${unused}" /> in its index.mdx.`,
    );
  }
}

/** A change of a printed source file or drawing compiles the article again. */
function followPrintedFiles(series: SeriesRecord) {
  return {
    name: 'follow-printed-files',
    transform(this: { addWatchFile(path: string): void }, _code: string, id: string) {
      const article = series.get(articleAt(id)?.id ?? '');
      for (const file of article?.printed ?? []) this.addWatchFile(join(article?.root ?? '', file));
      return undefined;
    },
  };
}
