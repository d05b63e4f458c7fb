/** Keeping a page with all that belongs to it, and letting go of it again. */
import { isHashed, listAddress, type ListedFile, type Purpose } from './lists.ts';
import {
  base,
  currentList,
  fetchAssets,
  fetched,
  keptLists,
  listResponse,
  offlinePage,
  shelfOf,
  shelves,
  visitedLists,
  type KeptList,
  type Step,
} from './shelves.ts';

export interface Wishes extends Step {
  readonly purposes: readonly Purpose[];
}

/**
 * Keeps a page and its files of these purposes. What was kept before stays until all of the new has arrived, so that an
 * interrupted update leaves the old whole.
 * @throws Error when a file does not arrive or finds no room
 */
export async function keep(path: string, { purposes, ...step }: Wishes): Promise<void> {
  const list = await currentList(path);
  const wanted = list.files.filter(({ purpose }) => purposes.includes(purpose));
  try {
    const arrived = await fetchWhole(wanted, step);
    await fetchAssets(wanted, step);
    const record: KeptList = { ...list, purposes, kept: new Date().toISOString() };
    await store(record, arrived);
  } catch (error) {
    await dropUnlisted(wanted.map(({ address }) => address));
    throw error;
  }
}

interface Arrived {
  readonly file: ListedFile;
  readonly response: Response;
}

/** Whole in memory before anything is stored: it is a page, a few numbers and weights. */
async function fetchWhole(files: readonly ListedFile[], step: Step): Promise<Arrived[]> {
  const arrived: Arrived[] = [];
  for (const file of files) {
    if (isHashed(file.address, base)) continue;
    const response = await fetched(file.address, { signal: step.signal, cache: 'no-cache' });
    const body = await response.blob();
    arrived.push({ file, response: new Response(body, { headers: plainHeaders(response.headers) }) });
    step.done?.(file);
  }
  return arrived;
}

/** The body is no longer compressed. */
function plainHeaders(headers: Headers): Headers {
  const plain = new Headers(headers);
  for (const name of ['content-encoding', 'content-length']) plain.delete(name);
  return plain;
}

/** The list comes last: with it the copy counts as whole. The search belongs to all pages and lies with what they share. */
async function store(record: KeptList, arrived: readonly Arrived[]): Promise<void> {
  const name = shelfOf(record.path);
  const isNew = !(await caches.has(name));
  const [own, shared] = [await caches.open(name), await caches.open(shelves.data)];
  try {
    for (const { file, response } of arrived)
      await (file.purpose === 'search' ? shared : own).put(file.address, response);
    await own.put(listAddress(record.path, base), listResponse(record));
  } catch (error) {
    if (isNew) await caches.delete(name);
    throw error;
  }
}

/** Lets go of a page: its kept copy, its visited copy, what its demos loaded, and code that no other page needs. */
export async function remove(path: string): Promise<void> {
  const lists = [...(await keptLists()), ...(await visitedLists())];
  const files = lists.filter((list) => list.path === path).flatMap((list) => list.files);
  await caches.delete(shelfOf(path));
  await forget(shelves.pages, [path, listAddress(path, base)]);
  const own = files.filter(({ purpose }) => purpose !== 'search').map(({ address }) => address);
  await forget(shelves.data, own);
  await dropUnlisted(own);
}

/** Lets go of everything but the page that answers where nothing else does. */
export async function removeAll(): Promise<void> {
  const lists = [...(await keptLists()), ...(await visitedLists())];
  const paths = new Set(lists.map(({ path }) => path).filter((path) => path !== offlinePage));
  for (const path of paths) await remove(path);
  await caches.delete(shelves.data);
  await dropUnlisted(await addressesOn(shelves.assets));
}

async function forget(shelf: string, addresses: readonly string[]): Promise<void> {
  const cache = await caches.open(shelf);
  for (const address of addresses) await cache.delete(address, { ignoreVary: true });
}

async function addressesOn(shelf: string): Promise<string[]> {
  const keys = await (await caches.open(shelf)).keys();
  return keys.map(({ url }) => new URL(url).pathname);
}

/** Deletes those hashed files that neither a kept page nor the text of a visited one needs. */
async function dropUnlisted(addresses: readonly string[]): Promise<void> {
  const kept = (await keptLists()).flatMap((list) =>
    list.files.filter(({ purpose }) => list.purposes.includes(purpose)),
  );
  const visited = (await visitedLists()).flatMap((list) =>
    list.files.filter(({ purpose }) => purpose === 'reading'),
  );
  const needed = new Set([...kept, ...visited].map(({ address }) => address));
  await forget(
    shelves.assets,
    addresses.filter((address) => !needed.has(address)),
  );
}

/** Deletes hashed files that no stored page names any more. Only for when no page of an earlier build is open. */
export async function sweep(): Promise<void> {
  const lists = [...(await keptLists()), ...(await visitedLists())];
  const needed = new Set(lists.flatMap(({ files }) => files.map(({ address }) => address)));
  const found = await addressesOn(shelves.assets);
  await forget(
    shelves.assets,
    found.filter((address) => !needed.has(address)),
  );
}
