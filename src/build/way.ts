/** Ways on from an article: what it rests on, and what rests on it. */

/** What an article or a planned topic is asked for. */
interface Step {
  readonly id: string;
  readonly prerequisites: readonly string[];
}

export interface Way<Article, Topic> {
  /** What to have read before; where it needs nothing, the article before it in the series. */
  readonly before: readonly Article[];
  /** What can be read now; where nothing needs it, the next article of the series. */
  readonly next: readonly Article[];
  /** Planned topics that need it. */
  readonly planned: readonly Topic[];
}

/** `series` is in its order; `id` is the article's slug. */
export function wayOn<Article extends Step, Topic extends Step>(
  id: string,
  { series, planned }: { series: readonly Article[]; planned: readonly Topic[] },
): Way<Article, Topic> {
  const index = series.findIndex((one) => one.id === id);
  const needs = series[index]?.prerequisites ?? [];
  const before = series.filter((one) => needs.includes(one.id));
  const next = series.filter(({ prerequisites }) => prerequisites.includes(id));
  return {
    before: before.length ? before : series.slice(Math.max(0, index - 1), Math.max(0, index)),
    next: next.length || index < 0 ? next : series.slice(index + 1, index + 2),
    planned: planned.filter(({ prerequisites }) => prerequisites.includes(id)),
  };
}
