/** What the build tells readers' browsers about its files, and the addresses where it stands. */

/**
 * What a file is for: reading the page, its demos (in a worker, on the page where workers have no WebGL, or where there is no
 * WebGL at all), what they load, or the search.
 */
export type Purpose = 'reading' | 'worker' | 'page' | 'wasm' | 'data' | 'search';

export interface ListedFile {
  /** From the root of the host, with the base. */
  readonly address: string;
  readonly bytes: number;
  readonly purpose: Purpose;
}

/** All files of one page, from one build. */
export interface FileList {
  /** Path of the page from the root of the host. */
  readonly path: string;
  readonly title: string;
  /** Tells two builds of this page and its files apart. */
  readonly version: string;
  readonly files: readonly ListedFile[];
}

/** Every page that can be kept, and each file of the series once. */
export interface SeriesIndex {
  readonly pages: readonly string[];
  readonly files: readonly ListedFile[];
}

/** Where the list of a page stands: `/offline/files/introduction.json` for `/introduction/`. */
export function listAddress(path: string, base: string): string {
  const name = path.slice(base.length).replace(/\/$/, '') || 'index';
  return `${base}offline/files/${name}.json`;
}

export const indexAddress = (base: string): string => `${base}offline/series.json`;

/** Files whose name tells their content: they never change, and pages share them. */
export const isHashed = (address: string, base: string): boolean => address.startsWith(`${base}_astro/`);

/** A size as people say it: `120 kB`, `3.4 MB`. */
export function sizeOf(bytes: number, language: string): string {
  const [step, unit] = bytes < 1e6 ? [1e3, 'kilobyte'] : bytes < 1e9 ? [1e6, 'megabyte'] : [1e9, 'gigabyte'];
  const value = bytes < 1e6 ? Math.ceil(bytes / step) : bytes / step;
  return value.toLocaleString(language, { style: 'unit', unit, maximumFractionDigits: 1 });
}
