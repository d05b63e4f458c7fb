import { filled } from '#words/filling';
import type { BackendName } from './backend.ts';
import type { Frame } from './contract.ts';
import type { Failure, Fault, ThreadWords } from './protocol.ts';

/** A file that did not arrive: the one failure that trying again may mend. */
export class DownloadError extends Error {}

/** What the device did to a run. */
export class DeviceFault extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault);
    this.fault = fault;
  }
}

/** A number that is infinite or none. */
export class NotFinite extends Error {
  readonly at: NonNullable<Failure['at']>;

  constructor(message: string, at: NonNullable<Failure['at']>) {
    super(message);
    this.at = at;
  }
}

/** What browsers and backends say when memory runs out. */
const outOfMemory =
  /out of memory|\bOOM\b|allocation fail|unable to (create|allocate)|memory access out of bounds|cannot enlarge memory|array buffer allocation|invalid (typed )?array length/i;

/** What the page is told of an error: what it was, whether trying again may help, and whether the run can be taken up. */
export function failureOf(error: unknown): Omit<Failure, 'type' | 'run'> {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof NotFinite) return { message, retry: false, fault: 'numbers', at: error.at };
  if (error instanceof DeviceFault) return { message, retry: true, fault: error.fault };
  if (error instanceof Error && error.cause instanceof NoBackend)
    return { message, retry: false, failures: error.cause.failures };
  if (outOfMemory.test(message)) return { message, retry: true, fault: 'memory' };
  const missing = /dynamically imported module|Importing a module script failed|error loading/i.test(message);
  return { message, retry: missing || error instanceof DownloadError, missing };
}

/**
 * Why a backend was passed over: the browser lacks it or only emulates a graphics card, it computed wrongly, it failed with
 * `detail`, it broke under a run, or a trial of it took too long.
 */
export interface BackendFailure {
  readonly backend: BackendName;
  readonly kind: 'missing' | 'emulated' | 'wrong' | 'failed' | 'broke' | 'late';
  readonly detail?: string;
}

/** No backend computes here. */
export class NoBackend extends Error {
  readonly failures: readonly BackendFailure[];

  constructor(failures: readonly BackendFailure[]) {
    super(`TensorFlow.js cannot compute here: ${JSON.stringify(failures)}`);
    this.failures = failures;
  }
}

/** Those failures in the language of the page, as the end of a sentence. */
export function inWords(failures: readonly BackendFailure[], words: ThreadWords): string {
  const said = failures.map(({ backend, kind, detail = '' }) =>
    filled(words[kind], { backend: words.backends[backend], detail }),
  );
  return said.join('; ');
}

/**
 * Stops a run whose numbers have left the finite range.
 * @throws NotFinite naming the field and what the reader can try.
 */
export function requireFinite(frame: Frame, words: ThreadWords): void {
  for (const [field, value] of Object.entries(frame)) {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      const at = { step: frame.step, field };
      throw new NotFinite(filled(words.notFinite, at), at);
    }
  }
}
