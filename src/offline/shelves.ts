/** Where kept files lie: the same for pages and for the service worker. */
import { isHashed, listAddress, type FileList, type ListedFile, type Purpose } from './lists.ts';

/** The site's base path, with both slashes. */
export const base: string = import.meta.env.BASE_URL.replace(/\/?$/, '/');

/** Answers where nothing else does; it shows what is kept. */
export const offlinePage = `${base}offline/`;

/** Other sites may share the host and its caches. */
const prefix = `kept ${base} `;
const articlePrefix = `${prefix}article `;

/** `pages`: visited pages and their lists; `assets`: hashed files of all; `data`: what demos and the search have loaded. */
export const shelves = { pages: `${prefix}pages`, assets: `${prefix}assets`, data: `${prefix}data` };

/** One shelf per kept article: its page and all that is not hashed, from one build. */
export const shelfOf = (path: string): string => articlePrefix + path;

/** A list as it was stored when its page was kept on request. */
export interface KeptList extends FileList {
  readonly purposes: readonly Purpose[];
  /** When, as a date for machines. */
  readonly kept: string;
}

/** The copy of a file that was kept on request, if any. */
export async function keptCopy(address: string): Promise<Response | undefined> {
  const names = (await caches.keys()).filter((name) => name.startsWith(articlePrefix));
  for (const cacheName of names) {
    const found = await caches.match(address, { cacheName, ignoreSearch: true, ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}

export async function keptLists(): Promise<KeptList[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith(articlePrefix));
  const lists = await Promise.all(
    names.map((cacheName) =>
      storedList<KeptList>(cacheName, listAddress(cacheName.slice(articlePrefix.length), base)),
    ),
  );
  return lists.filter((list) => list !== undefined);
}

export async function visitedLists(): Promise<FileList[]> {
  const keys = await (await caches.open(shelves.pages)).keys();
  const addresses = keys.map(({ url }) => new URL(url).pathname).filter((path) => path.endsWith('.json'));
  const lists = await Promise.all(addresses.map((address) => storedList(shelves.pages, address)));
  return lists.filter((list) => list !== undefined);
}

export const listResponse = (list: FileList): Response =>
  new Response(JSON.stringify(list), { headers: { 'content-type': 'application/json' } });

async function storedList<List extends FileList>(
  cacheName: string,
  address: string,
): Promise<List | undefined> {
  const found = await caches.match(address, { cacheName, ignoreVary: true });
  return found && ((await found.json()) as List);
}

/** Fetches those hashed files that are not there yet. */
export async function fetchAssets(files: readonly ListedFile[], step: Step = {}): Promise<void> {
  const shelf = await caches.open(shelves.assets);
  for (const file of files) {
    if (!isHashed(file.address, base)) continue;
    if (!(await shelf.match(file.address, { ignoreVary: true }))) {
      await shelf.put(file.address, await fetched(file.address, { signal: step.signal }));
    }
    step.done?.(file);
  }
}

export interface Step {
  readonly signal?: AbortSignal;
  readonly done?: (file: ListedFile) => void;
}

/**
 * Asks the network.
 * @throws Error when the file does not arrive
 */
export async function fetched(address: string, options: RequestInit = {}): Promise<Response> {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

/**
 * The list of a page as the site has it now.
 * @throws Error when it does not arrive
 */
export async function currentList(path: string): Promise<FileList> {
  const response = await fetched(listAddress(path, base), { cache: 'no-cache' });
  return (await response.json()) as FileList;
}
