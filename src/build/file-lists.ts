/** Which files each built page needs, read from the files themselves: a hashed name says exactly one file. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import {
  isHashed,
  type FileList,
  type ListedFile,
  type Purpose,
  type SeriesIndex,
} from '../offline/lists.ts';

/** A built file; only what can name others has its text read. */
export interface SiteFile {
  readonly address: string;
  readonly bytes: number;
  readonly hash: string;
  readonly text: string;
}

interface Options {
  readonly base: string;
  /** Bundled demos by name, with the slug of their article. */
  readonly owners: ReadonlyMap<string, string>;
}

/** Every file of the built site. */
export async function siteFiles(folder: string, base: string): Promise<SiteFile[]> {
  const names = (await readdir(folder, { recursive: true })).sort();
  const files: SiteFile[] = [];
  for (const name of names) {
    const path = join(folder, name);
    if (!(await stat(path)).isFile()) continue;
    const content = await readFile(path);
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
    const text = /\.(html|css|js)$/.test(name) ? content.toString() : '';
    files.push({ address: base + name.split(sep).join('/'), bytes: content.length, hash, text });
  }
  return files;
}

/** One list for each page that can be kept; pages with one demo alone belong into other sites. */
export function listsOf(files: readonly SiteFile[], options: Options): FileList[] {
  const pages = files.filter(
    ({ address }) => address.endsWith('/index.html') && !address.startsWith(`${options.base}embed/`),
  );
  const assets = new Map(
    files
      .filter(({ address }) => isHashed(address, options.base))
      .map((file) => [nameOf(file.address), file]),
  );
  return pages.map((page) => listOf(page, { ...options, files, assets }));
}

interface Site extends Options {
  readonly files: readonly SiteFile[];
  readonly assets: ReadonlyMap<string, SiteFile>;
}

const nameOf = (address: string): string => address.slice(address.lastIndexOf('/') + 1);

function listOf(page: SiteFile, site: Site): FileList {
  const path = page.address.replace(/index\.html$/, '');
  const slug = path.slice(site.base.length, -1).split('/').at(-1) ?? '';
  const groups = groupsOf(page, slug, site);
  const read = [...groups].map(([file, purpose]) => listed(file, purpose));
  const own =
    groups.size > 0 ? site.files.filter(({ address }) => isData(address, { slug, groups, site })) : [];
  const search = site.files.filter(({ address }) => isSearch(address, site.base));
  const all = [
    { ...listed(page, 'reading'), address: path },
    ...read,
    ...own.map((file) => listed(file, 'data')),
    ...search.map((file) => listed(file, 'search')),
  ];
  const hashes = [page, ...groups.keys(), ...own, ...search].map(({ hash }) => hash);
  return {
    path,
    title: titleOf(page.text),
    version: createHash('sha256').update(hashes.join()).digest('hex').slice(0, 16),
    files: all,
  };
}

const listed = ({ address, bytes }: SiteFile, purpose: Purpose): ListedFile => ({ address, bytes, purpose });

/** The page's own title, without the name of the series. */
function titleOf(html: string): string {
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '';
  return title.split(' · ')[0].replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"');
}

/** Doors from a page's script to what only a running demo needs. */
const worker = /^worker[.-]/;
const session = /^(session|demo-files)[.-]/;
/** Programs of the WASM backend, also the one that its threads start from. */
const wasm = /\.wasm$|^wasm-threads?[.-]/;
/** The editor of changed code; it needs a connection, and nobody downloads it who doesn't open it. */
const editor = /^desk[.-]/;

/** The hashed files that a page leads to, by purpose; what is needed for reading counts as that only. */
function groupsOf(page: SiteFile, slug: string, site: Site): Map<SiteFile, Purpose> {
  const found = new Map<SiteFile, Purpose>();
  const doors: SiteFile[] = [];
  const isOpen = (file: SiteFile): boolean => {
    const name = nameOf(file.address);
    // Scripts of a page name the WASM programs too, for the editor: nobody reads with them.
    if (editor.test(name) || wasm.test(name)) return false;
    if (!worker.test(name) && !session.test(name)) return true;
    doors.push(file);
    return false;
  };
  for (const file of reached([page], site, isOpen)) found.set(file, 'reading');
  const isOwn = (file: SiteFile): boolean => {
    const owner = site.owners.get(nameOf(file.address));
    return !found.has(file) && (owner === undefined || owner === slug);
  };
  for (const [door, purpose] of [
    [worker, 'worker'],
    [session, 'page'],
  ] as const) {
    const start = doors.filter(({ address }) => door.test(nameOf(address)));
    for (const file of new Set([...start, ...reached(start, site, isOwn)])) {
      if (!found.has(file)) found.set(file, wasm.test(nameOf(file.address)) ? 'wasm' : purpose);
    }
  }
  return found;
}

/** What the starts lead to over any number of steps, as far as `isOpen`. */
function reached(
  starts: readonly SiteFile[],
  { assets }: Site,
  isOpen: (file: SiteFile) => boolean,
): Set<SiteFile> {
  const seen = new Set<SiteFile>();
  const queue = [...starts];
  for (let file = queue.pop(); file; file = queue.pop()) {
    for (const [name] of file.text.matchAll(/[\w.@~-]+\.[a-z]\w*/g)) {
      const next = assets.get(name);
      if (!next || seen.has(next) || starts.includes(next) || !isOpen(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return seen;
}

interface Own {
  readonly slug: string;
  readonly groups: ReadonlyMap<SiteFile, Purpose>;
  readonly site: Site;
}

/** Recorded runs and weights of the article, the code of its demos, and the data that they name. */
function isData(address: string, { slug, groups, site }: Own): boolean {
  if (address.startsWith(`${site.base}code/${slug}/`)) return true;
  const name = address.slice(site.base.length - 1);
  if (!name.startsWith('/data/'))
    return /\.(recorded\.json|safetensors)$/.test(name) && name.startsWith(`/${slug}/`);
  const isFetched = /\.(bin|safetensors)$/.test(name);
  return isFetched && [...groups.keys()].some(({ text }) => text.includes(name));
}

/** What the search loads in a page; Pagefind writes an interface besides, which the site does not use. */
const isSearch = (address: string, base: string): boolean =>
  address.startsWith(`${base}pagefind/`) && !/-ui\.|highlight/.test(address);

/** Every file of the series once, under the first purpose that asks for it. */
export function seriesOf(lists: readonly FileList[], base: string): SeriesIndex {
  const kept = lists.filter(({ path }) => path !== `${base}offline/`);
  const files = new Map<string, ListedFile>();
  for (const file of kept.flatMap(({ files }) => files)) {
    const before = files.get(file.address);
    if (!before || file.purpose === 'reading') files.set(file.address, file);
  }
  return { pages: kept.map(({ path }) => path), files: [...files.values()] };
}
