/** What is kept on this device and how large it is: real bytes, read from what is stored. */
import type { FileList, Purpose } from './lists.ts';
import { keptLists, offlinePage, shelfOf, shelves, visitedLists } from './shelves.ts';

export interface KeptPage {
  readonly path: string;
  readonly title: string;
  /** When it was kept whole; absent where only its text is there because it was opened. */
  readonly kept?: string;
  /** Its own files. Type, style and programs are shared by pages and counted once, for all. */
  readonly bytes: number;
}

export interface Inventory {
  readonly pages: readonly KeptPage[];
  readonly shared: number;
  readonly whole: number;
}

/** Looks through all that is kept. */
export async function inventory(): Promise<Inventory> {
  const [kept, visited] = [await keptLists(), await visitedLists()];
  const dates = new Map(kept.map(({ path, kept }) => [path, kept]));
  const lists = [...kept, ...visited.filter(({ path }) => path !== offlinePage && !dates.has(path))];
  const loose = new Map([...(await sizesOn(shelves.pages)), ...(await sizesOn(shelves.data))]);
  const pages: KeptPage[] = [];
  let taken = 0;
  for (const list of lists) {
    const own = sum((await sizesOn(shelfOf(list.path))).values());
    const bytes = own + takenFrom(loose, list);
    pages.push({ path: list.path, title: list.title, kept: dates.get(list.path), bytes });
    taken += bytes;
  }
  const shared = sum((await sizesOn(shelves.assets)).values()) + sum(loose.values());
  return { pages, shared, whole: taken + shared };
}

/** Counts what a page has on the common shelves as its own, and takes it off them. */
function takenFrom(loose: Map<string, number>, { files }: FileList): number {
  let bytes = 0;
  for (const { address, purpose } of files) {
    if (purpose === 'search') continue;
    bytes += loose.get(address) ?? 0;
    loose.delete(address);
  }
  return bytes;
}

async function sizesOn(name: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  if (!(await caches.has(name))) return sizes;
  const shelf = await caches.open(name);
  for (const request of await shelf.keys()) {
    const blob = await (await shelf.match(request))?.blob();
    sizes.set(new URL(request.url).pathname, blob?.size ?? 0);
  }
  return sizes;
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, one) => all + one, 0);

let purposes: Purpose[] | undefined;

/** What demos need on this device. Looked up once: a drawing context of the graphics card costs a long moment. */
export const purposesHere = (): readonly Purpose[] => (purposes ??= findPurposes());

/** A worker where it has WebGL, else the page; WebAssembly only where there is no WebGL. */
function findPurposes(): Purpose[] {
  const inWorker =
    typeof OffscreenCanvas !== 'undefined' && new OffscreenCanvas(1, 1).getContext('webgl2') !== null;
  const onPage = inWorker || document.createElement('canvas').getContext('webgl2') !== null;
  const thread: Purpose[] = onPage && !inWorker ? ['worker', 'page'] : ['worker'];
  return ['reading', 'data', 'search', ...thread, ...(onPage ? [] : (['wasm'] as const))];
}
