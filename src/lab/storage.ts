/** Checkpoints in the browser's own storage (IndexedDB), where they survive a refresh. */
import type * as Keyval from 'idb-keyval';
import type { Saved } from './contract.ts';
import type { Settings } from './protocol.ts';

/** A run as it stood at one step. */
export interface Checkpoint {
  /** `<article>/<name>`. */
  readonly demo: string;
  readonly settings: Settings;
  readonly seed: number;
  readonly step: number;
  /** Where it computed. */
  readonly backend?: string;
  /** Absent where the demo keeps nothing: then the run is taken up by repeating it. */
  readonly saved?: Saved;
  /** The numbers of its frames by field, NaN where a frame carried none. */
  readonly numbers: Readonly<Record<string, Float64Array>>;
  /** What its views showed last besides numbers. */
  readonly shown: Readonly<Record<string, Float32Array | Uint8Array | string>>;
}

/** `kept` by the reader, or saved by the page because the reader may have `left` a run. */
export type Reason = 'kept' | 'left';

/** What the list of checkpoints says of one without reading it. */
export interface Entry {
  readonly demo: string;
  readonly reason: Reason;
  /** Milliseconds since 1970. */
  readonly date: number;
  readonly step: number;
  readonly bytes: number;
  /** Whether the run goes on from it; else it can be repeated. */
  readonly goesOn: boolean;
}

/** `full`: no room is left. `refused`: the browser lets the page store nothing. */
export class StorageProblem extends Error {
  readonly kind: 'full' | 'refused';

  constructor(cause: unknown) {
    super('The browser did not store a checkpoint.', { cause });
    this.kind = (cause as { name?: unknown } | undefined)?.name === 'QuotaExceededError' ? 'full' : 'refused';
  }
}

// All that the list shows stands in the key, so that listing reads no weights.
const keyOf = ({ demo, reason, date, step, bytes, goesOn }: Entry): IDBValidKey => [
  demo,
  reason,
  date,
  step,
  bytes,
  Number(goesOn),
];

type Key = [demo: string, reason: Reason, date: number, step: number, bytes: number, goesOn: number];

const entryOf = ([demo, reason, date, step, bytes, goesOn]: Key): Entry => ({
  demo,
  reason,
  date,
  step,
  bytes,
  goesOn: goesOn === 1,
});

/** Checkpoints of one demo, the newest first. @throws StorageProblem */
export function entriesOf(demo: string): Promise<Entry[]> {
  return stored(async ({ keys }, store) => {
    const own = (await keys<Key>(store)).filter(([of]) => of === demo);
    return own.map(entryOf).sort((a, b) => b.date - a.date);
  });
}

/** Stores a checkpoint; of those that were `left` a demo has one. @throws StorageProblem */
export function keep(checkpoint: Checkpoint, reason: Reason): Promise<Entry> {
  const { demo, step, saved } = checkpoint;
  const entry = {
    demo,
    reason,
    step,
    date: Date.now(),
    bytes: bytesOf(checkpoint),
    goesOn: saved !== undefined,
  };
  return stored(async ({ set, keys, delMany }, store) => {
    await set(keyOf(entry), checkpoint, store);
    if (reason === 'kept') return entry;
    const others = (await keys<Key>(store)).filter(
      ([of, why, date]) => of === demo && why === 'left' && date !== entry.date,
    );
    await delMany(others, store);
    return entry;
  });
}

/** The checkpoint itself; nothing where another page removed it meanwhile. @throws StorageProblem */
export const checkpointOf = (entry: Entry): Promise<Checkpoint | undefined> =>
  stored(({ get }, store) => get<Checkpoint>(keyOf(entry), store));

/** @throws StorageProblem */
export const remove = (entry: Entry): Promise<void> => stored(({ del }, store) => del(keyOf(entry), store));

type Library = typeof Keyval;

/** Sites of one host share its storage: the name of the database holds the path under which this one lives. */
const database = `lab ${import.meta.env?.BASE_URL ?? '/'}`;
let opened: Promise<readonly [Library, Keyval.UseStore]> | undefined;

async function stored<Result>(
  use: (library: Library, store: Keyval.UseStore) => Promise<Result>,
): Promise<Result> {
  opened ??= import('idb-keyval').then(
    (library) => [library, library.createStore(database, 'checkpoints')] as const,
  );
  try {
    return await use(...(await opened));
  } catch (error) {
    opened = undefined;
    throw new StorageProblem(error);
  }
}

/** Numbers as they are, the rest as the text that JSON makes of it. */
function bytesOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null) return String(value).length;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + name.length + bytesOf(inner), 0);
}
