/// <reference lib="webworker" />
/**
 * Answers for the site where there is no connection. Pages come from the network where it answers soon, hashed files from what is
 * kept. A new version of this file waits until no page of the site is open (it never skips the wait), and until then nothing
 * that an open page may still ask for is thrown away.
 */
import {
  CacheFirst,
  NetworkFirst,
  Serwist,
  type PrecacheEntry,
  type RuntimeCaching,
  type SerwistPlugin,
} from 'serwist';
import { keep, sweep } from './keeping.ts';
import { isHashed, listAddress } from './lists.ts';
import {
  base,
  currentList,
  fetchAssets,
  fetched,
  keptCopy,
  keptLists,
  listResponse,
  offlinePage,
  shelves,
} from './shelves.ts';

declare const self: ServiceWorkerGlobalScope & { readonly __SW_MANIFEST: PrecacheEntry[] };

const matchOptions = { ignoreSearch: true, ignoreVary: true };
/** How long a page may keep a reader waiting who has a copy of it. */
const patience = 4;

/** `/introduction?x=1` and `/introduction/` are one page. */
function pathOf(url: string): string {
  const { pathname } = new URL(url);
  return /\/$|\.\w+$/.test(pathname) ? pathname : `${pathname}/`;
}

/** Without the network, what was kept on request comes before what happened to be visited: it is whole. */
const keptFirst: SerwistPlugin = {
  cachedResponseWillBeUsed: async ({ request, cachedResponse }) =>
    (await keptCopy(request.url)) ?? cachedResponse,
  cacheWillUpdate: async ({ response }) => (response.status === 200 ? response : null),
};

const pagePlugin: SerwistPlugin = {
  cacheKeyWillBeUsed: async ({ request }) => pathOf(request.url),
  cacheDidUpdate: async ({ request }) => {
    await keepReading(pathOf(request.url)).catch(() => undefined);
    await refreshKept().catch(() => undefined);
  },
  handlerDidError: async () => serwist.matchPrecache(offlinePage),
};

/** Whatever a page needs besides itself to be read, with the script that wakes its demos; the site's list says what that is. */
async function keepReading(path: string): Promise<void> {
  const list = await currentList(path);
  await fetchAssets(list.files.filter(({ purpose }) => purpose === 'reading'));
  const pages = await caches.open(shelves.pages);
  await pages.put(listAddress(path, base), listResponse(list));
}

let refreshing: Promise<void> | undefined;

/** Once in the life of this thread, brings what was kept on request up to date with the site. */
function refreshKept(): Promise<void> {
  return (refreshing ??= (async () => {
    for (const { path, version, purposes } of await keptLists()) {
      if ((await currentList(path)).version !== version) await keep(path, { purposes });
    }
  })());
}

/** A page that was open before this worker ran has loaded its files past it. */
async function keepOpenPages(): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const path of new Set(windows.map(({ url }) => pathOf(url)))) {
    if (!path.startsWith(base) || path === offlinePage) continue;
    await keepReading(path);
    const pages = await caches.open(shelves.pages);
    await pages.put(path, await fetched(path));
  }
}

/** Files that change under one address. A request that insists on the network, as keeping does, is left alone. */
const isData = ({ request, url }: { request: Request; url: URL }): boolean =>
  request.cache !== 'no-cache' &&
  url.pathname.startsWith(base) &&
  !url.pathname.startsWith(offlinePage) &&
  (/\.(recorded\.json|safetensors|bin|svg|png|webmanifest)$/.test(url.pathname) ||
    url.pathname.startsWith(`${base}pagefind/`));

const runtimeCaching: RuntimeCaching[] = [
  {
    matcher: ({ request, url, sameOrigin }) =>
      sameOrigin &&
      request.mode === 'navigate' &&
      url.pathname.startsWith(base) &&
      // One demo alone, for other sites: nothing of it is listed, so nothing of it is kept.
      !url.pathname.startsWith(`${base}embed/`),
    handler: new NetworkFirst({
      cacheName: shelves.pages,
      networkTimeoutSeconds: patience,
      matchOptions,
      plugins: [keptFirst, pagePlugin],
    }),
  },
  {
    matcher: ({ url, sameOrigin }) => sameOrigin && isHashed(url.pathname, base),
    handler: new CacheFirst({ cacheName: shelves.assets, matchOptions }),
  },
  {
    matcher: ({ request, url, sameOrigin }) => sameOrigin && isData({ request, url }),
    handler: new NetworkFirst({ cacheName: shelves.data, matchOptions, plugins: [keptFirst] }),
  },
];

const serwist = new Serwist({
  precacheEntries: self.__SW_MANIFEST,
  precacheOptions: { cleanupOutdatedCaches: true },
  clientsClaim: true,
  runtimeCaching,
});

self.addEventListener('install', (event) => event.waitUntil(keepReading(offlinePage)));
self.addEventListener('activate', (event) =>
  event.waitUntil(
    sweep()
      .then(keepOpenPages)
      .catch(() => undefined),
  ),
);
serwist.addEventListeners();
