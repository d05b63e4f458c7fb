/** The words that a page handed to its scripts (`PageWords.astro`), in the language of the page. */
import type { Words } from './words.ts';

export type ScriptWords = Words['script'];

let read: ScriptWords | undefined;

/** Read once: the areas of `script` that this page carries. */
export function pageWords(): ScriptWords {
  read ??= JSON.parse(document.getElementById('words')?.textContent ?? '{}') as ScriptWords;
  return read;
}
