/** Pagefind, as the build wrote it beside the site: loaded once, and anew after a failure. */
import { passagesIn, type FoundPage, type Passage } from './passages.ts';

interface Pagefind {
  search(query: string): Promise<{ results: readonly { data(): Promise<FoundPage> }[] }>;
}

interface PagefindModule {
  createInstance(options: { noWorker: boolean; baseUrl: string }): Pagefind;
}

/** Pages that are looked into for one query. */
const mostPages = 24;

let engine: Promise<Pagefind> | undefined;
let failures = 0;

/** Fetches what a search needs, so that the first one is quick; a failure shows in the search itself. */
export function prepare(): void {
  pagefind().catch(() => undefined);
}

/**
 * Searches the index in the language of the page.
 * @throws Error when the index, or a piece of it, cannot be loaded; the next search then tries anew
 */
export async function search(query: string): Promise<Passage[]> {
  try {
    const { results } = await (await pagefind()).search(query);
    const pages = await Promise.all(results.slice(0, mostPages).map((result) => result.data()));
    return passagesIn(pages.sort(hereFirst), query);
  } catch (error) {
    engine = undefined;
    failures += 1;
    throw error;
  }
}

/** Of two equal places, the one on this page is nearer. */
const hereFirst = (a: FoundPage, b: FoundPage): number => Number(isHere(b)) - Number(isHere(a));
const isHere = ({ url }: FoundPage): boolean => url === location.pathname;

function pagefind(): Promise<Pagefind> {
  engine ??= load();
  return engine;
}

/** The address changes after a failure, because browsers remember a module that they could not load. */
async function load(): Promise<Pagefind> {
  const base = import.meta.env.BASE_URL.replace(/\/?$/, '/');
  const address = `${base}pagefind/pagefind.js${failures > 0 ? `?again=${failures}` : ''}`;
  const module = (await import(/* @vite-ignore */ address)) as PagefindModule;
  return module.createInstance({ noWorker: true, baseUrl: base });
}
