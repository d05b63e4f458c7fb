import { pageWords } from '#words/page';
import type { BackendName } from './backend.ts';
import { chosen, fastest, measurementOf } from './choice.ts';
import type { Saved } from './contract.ts';
import { asked } from './host.ts';
import type { Failure } from './protocol.ts';
import type { RemoteRun } from './remote-run.ts';

/** A state that a run can be taken up from, after so many of its frames. */
export interface Point {
  readonly saved: Saved;
  readonly frames: number;
}

/** How a run goes on after a fault: from a point, or from its beginning; `paused` until the reader has turned a knob. */
export interface Plan {
  readonly point?: Point;
  readonly paused: boolean;
}

/** Milliseconds between two snapshots, and the share of a run's time that they may take. */
const interval = 5000;
const share = 0.02;
/** However slow a snapshot seemed: the device may have slept meanwhile. */
const longestInterval = 60_000;

const slower: Readonly<Partial<Record<BackendName, BackendName>>> = {
  webgpu: 'webgl',
  webgl: 'wasm',
  wasm: 'cpu',
};

/** Where this page computes since a faster backend failed again and again. */
export interface Fall {
  readonly backend: BackendName;
  readonly gaveUp: BackendName;
}

let fallen: Fall | undefined;

/** Where the next run should compute, and why. */
export interface Wish {
  readonly backend?: string;
  readonly why?: string;
  readonly fallen?: Fall;
  /** The lab decides: neither a fault nor the address nor the reader did. */
  readonly isFree?: boolean;
}

/**
 * After a fall a slower backend, else where the page's address asks, where the reader chose, or where this demo was measured to
 * be fastest on this device.
 */
export function wish(demo = ''): Wish {
  const { byAddress, byReader, byTrial } = pageWords().lab;
  if (fallen) return { backend: fallen.backend, fallen };
  const address = asked('backend');
  if (address) return { backend: address, why: byAddress };
  const choice = chosen();
  if (choice) return { backend: choice, why: byReader };
  const best = fastest(measurementOf(demo));
  return { isFree: true, ...(best && { backend: best, why: byTrial }) };
}

/** Keeps the last two good states of a run, and says how it goes on after a fault. */
export class Safety {
  /** The newest first. */
  #points: Point[];
  #due = 0;
  #taking = false;
  /** Faults since the last point was taken. */
  #faults = 0;
  /** Where the run computes. */
  backend: BackendName | undefined;

  constructor(from?: Saved) {
    this.#points = from ? [{ saved: from, frames: 0 }] : [];
  }

  /** The last good state; none before the first, or where the demo keeps nothing. */
  get last(): Point | undefined {
    return this.#points[0];
  }

  /** Takes a snapshot if one is due: after `frames` frames, while the thread rests. A run that pauses is saved at once. */
  async guard(run: RemoteRun, { frames, paused }: { frames: number; paused: boolean }): Promise<void> {
    const begun = performance.now();
    const due = paused || begun >= this.#due;
    if (this.#taking || frames === (this.last?.frames ?? 0) || !due) return;
    this.#taking = true;
    const saved = await run.snapshot();
    this.#taking = false;
    const now = performance.now();
    this.#due = now + Math.min(longestInterval, Math.max(interval, (now - begun) / share));
    if (saved) this.#keep({ saved, frames });
  }

  /** What to do about a fault; nothing where it is none, or where all has been tried. */
  plan({ fault }: Failure): Plan | undefined {
    if (!fault) return undefined;
    this.#faults += 1;
    this.#due = performance.now() + interval;
    if (fault === 'numbers') return this.#back();
    // The second time in the same place: perhaps it is the backend.
    if (this.#faults % 2 === 0 && !this.#fall()) return undefined;
    return { point: this.last, paused: false };
  }

  /** Numbers that leave the finite range again have begun to before the last point. */
  #back(): Plan | undefined {
    if (this.#faults > 1) this.#points.shift();
    return this.last && { point: this.last, paused: true };
  }

  #fall(): boolean {
    const backend = slower[this.backend ?? 'webgl'];
    if (backend && this.backend) fallen = { backend, gaveUp: this.backend };
    return backend !== undefined;
  }

  #keep(point: Point): void {
    this.#points = [point, ...this.#points.slice(0, 1)];
    this.#faults = 0;
  }
}
