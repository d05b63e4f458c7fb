/** What was published, added and corrected, from the front matter of all articles. */

interface Changed {
  readonly data: {
    readonly slug: string;
    readonly changes: readonly { readonly date: Date; readonly text: string; readonly kind?: ChangeKind }[];
  };
}

export type ChangeKind = 'added' | 'corrected';

export interface Change<Article> {
  readonly article: Article;
  readonly date: Date;
  readonly text: string;
  readonly kind?: ChangeKind;
  /** Id of the entry in its article, which later entries do not change. */
  readonly id: string;
}

export interface Day<Article> {
  readonly date: Date;
  readonly changes: readonly Change<Article>[];
}

/** The changes of one article, newest first; those of one day in the order of the front matter. */
export function changesOf<Article extends Changed>(article: Article): Change<Article>[] {
  const sorted = [...article.data.changes].sort((a, b) => b.date.getTime() - a.date.getTime());
  return sorted.map((change, index) => {
    const day = change.date.toISOString().slice(0, 10);
    // Counted from the oldest, so that a later entry of the same day leaves the ids before it alone.
    const older = sorted.slice(index + 1).filter(({ date }) => date.getTime() === change.date.getTime());
    return { ...change, article, id: `change-${day}${older.length ? `-${older.length + 1}` : ''}` };
  });
}

/** The changes of all articles by day, newest first; within a day in the order of `articles`. */
export function changeDays<Article extends Changed>(articles: readonly Article[]): Day<Article>[] {
  const days = Map.groupBy(articles.flatMap(changesOf), ({ date }) => date.getTime());
  return [...days].sort(([a], [b]) => b - a).map(([time, changes]) => ({ date: new Date(time), changes }));
}
