import { filled } from '#words/filling';
import type { BackendName } from './backend.ts';
import type { Frame } from './contract.ts';
import type { ThreadWords } from './protocol.ts';

/** A file that did not arrive: the one failure that trying again may mend. */
export class DownloadError extends Error {}

/** Why a backend was passed over: the browser lacks it, it computed wrongly, or it failed with `detail`. */
export interface BackendFailure {
  readonly backend: BackendName;
  readonly kind: 'missing' | 'wrong' | 'failed';
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
 * @throws Error naming the field and what the reader can try.
 */
export function requireFinite(frame: Frame, words: ThreadWords): void {
  for (const [field, value] of Object.entries(frame)) {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new Error(filled(words.notFinite, { step: frame.step, field }));
    }
  }
}
