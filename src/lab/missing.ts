import { pageWords } from '#words/page';

/** What a reader can do about a failure: try again, or load the page anew. */
export type Remedy = 'retry' | 'reload';

/**
 * Why a program of the site did not arrive, in words: where the site itself answers, it has been published anew since this
 * page was opened, and the old program is gone.
 */
export async function whyMissing(): Promise<{ sentence: string; remedy: Remedy }> {
  const { noProgram, outdated } = pageWords().lab;
  const answers = await fetch(location.href, { method: 'HEAD', cache: 'no-store' }).then(
    () => true,
    () => false,
  );
  return answers ? { sentence: outdated, remedy: 'reload' } : { sentence: noProgram, remedy: 'retry' };
}
