/** Where demos compute: what the reader chose for all of them, and what was measured of each on this device. */
import type { BackendName } from './backend.ts';

export const backendNames: readonly BackendName[] = ['webgl', 'webgpu', 'wasm', 'cpu'];

/** Frames a second that a demo makes on each backend that works here. */
export type Rates = Readonly<Partial<Record<BackendName, number>>>;

const choiceKey = 'backend';
const ratesKey = (demo: string): string => `rates ${demo}`;
/** What lasts as long as the page where storage is forbidden. */
const memory = new Map<string, string>();

function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? memory.get(key);
  } catch {
    return memory.get(key);
  }
}

function write(key: string, value: string): void {
  memory.set(key, value);
  try {
    localStorage.setItem(key, value);
  } catch {
    // Forbidden or full: remembered until the page is left.
  }
}

/** The backend that the reader chose; nothing where the lab is to choose. */
export const chosen = (): BackendName | undefined => backendNames.find((name) => name === read(choiceKey));

export const choose = (backend: BackendName | undefined): void => write(choiceKey, backend ?? '');

/** What was measured of a demo on this device; nothing before its first trial. */
export function ratesOf(demo: string): Rates {
  try {
    return JSON.parse(read(ratesKey(demo)) ?? '{}') as Rates;
  } catch {
    return {};
  }
}

export const keepRates = (demo: string, rates: Rates): void => write(ratesKey(demo), JSON.stringify(rates));

/** The fastest of those measured; nothing before there are two to compare. */
export function fastest(rates: Rates): BackendName | undefined {
  const measured = Object.entries(rates) as [BackendName, number][];
  if (measured.length < 2) return undefined;
  return measured.reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}
