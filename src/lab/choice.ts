/** Where demos compute: what the reader chose for all of them, and what was measured of each in this browser. */
import type { BackendName } from './backend.ts';
import type { BackendFailure } from './failure.ts';

export const backendNames: readonly BackendName[] = ['webgl', 'webgpu', 'wasm', 'cpu'];

/** What the trials of one demo found. */
export interface Measurement {
  /** Frames a second on each backend that works here. */
  readonly rates: Readonly<Partial<Record<BackendName, number>>>;
  /** Backends that do not, and why. */
  readonly leftOut: readonly BackendFailure[];
}

/** A browser that was renewed since may have become faster, or have lost a backend. */
interface Kept extends Measurement {
  readonly browser: string;
}

const choiceKey = 'backend';
const measurementKey = (demo: string): string => `measured ${demo}`;
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

/** What was measured of a demo in this browser; nothing before its first trial. */
export function measurementOf(demo: string): Measurement | undefined {
  try {
    const kept = JSON.parse(read(measurementKey(demo)) ?? 'null') as Kept | null;
    return kept?.browser === navigator.userAgent ? kept : undefined;
  } catch {
    return undefined;
  }
}

export function keepMeasurement(demo: string, measurement: Measurement): void {
  const kept: Kept = { browser: navigator.userAgent, ...measurement };
  write(measurementKey(demo), JSON.stringify(kept));
}

/** The backends that were measured, the fastest first. */
export function ranked({ rates }: Measurement): [name: BackendName, rate: number][] {
  const measured = Object.entries(rates) as [BackendName, number][];
  return measured.sort(([, a], [, b]) => b - a);
}

/** The fastest of those measured; nothing before there are two to compare. */
export function fastest(measurement: Measurement | undefined): BackendName | undefined {
  const [first, second] = measurement ? ranked(measurement) : [];
  return second && first[0];
}
