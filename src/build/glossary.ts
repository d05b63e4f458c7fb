import { render } from 'astro:content';
import { articlePath, seriesArticles } from './series.ts';
import type { Place, UsedName } from './used-names.ts';

/** An article in which a symbol or a term stands, with the sections. */
export interface Use {
  readonly title: string;
  /** From the root of the site. */
  readonly path: string;
  readonly places: readonly Place[];
}

/** Where each name of the glossary is used, article by article in the order of the series. */
export async function usesOfNames(): Promise<{ symbols: Map<string, Use[]>; terms: Map<string, Use[]> }> {
  const uses = { symbols: new Map<string, Use[]>(), terms: new Map<string, Use[]>() };
  for (const article of await seriesArticles()) {
    const { remarkPluginFrontmatter } = await render(article);
    const names = remarkPluginFrontmatter.names as Record<keyof typeof uses, readonly UsedName[]>;
    for (const kind of ['symbols', 'terms'] as const) {
      for (const { name, places } of names[kind]) {
        const use = { title: article.data.title, path: articlePath(article), places };
        uses[kind].set(name, [...(uses[kind].get(name) ?? []), use]);
      }
    }
  }
  return uses;
}
