import type { Frame } from './contract.ts';

/** A file that did not arrive: the one failure that trying again may mend. */
export class DownloadError extends Error {}

/**
 * Stops a run whose numbers have left the finite range.
 * @throws Error naming the field and what the reader can try.
 */
export function requireFinite(frame: Frame): void {
  for (const [field, value] of Object.entries(frame)) {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new Error(
        `At step ${frame.step} the value “${field}” is no longer a finite number, so the run was stopped. ` +
          'Most often the learning rate is too high for these settings: lower it and press Play, or press Reset.',
      );
    }
  }
}
