import { filled } from '#words/filling';
import type { Words } from '#words/words';
import { escaped } from '../escaped.ts';

/** The lowest key, the C in the middle of a piano, in hertz; each key is a twelfth of an octave above the one before. */
const lowest = 440 * 2 ** (-9 / 12);

/** The pitch of a key, counted from 0, in hertz. */
export const pitchOf = (key: number): number => lowest * 2 ** (key / 12);

/** Keys of an octave that are black on a piano. */
const black = new Set([1, 3, 6, 8, 10]);

/** An octave and one key more, each with the letter of a computer's keyboard that plays it too; then what was played, in words. */
export function keysMarkup({ script }: Words): string {
  const { keys, notes, letters, hold, hint } = script.lab.instrument;
  const [names, rows] = [notes.split(' '), letters.split(' ')];
  const buttons = names.map((name, key) => {
    const kind = black.has(key % 12) ? 'black' : 'white';
    return `<button type="button" class="key ${kind}" data-key="${key}" data-letter="${rows[key]}" tabindex="${key === 0 ? 0 : -1}">${escaped(name)} <kbd>${rows[key].toUpperCase()}</kbd></button>`;
  });
  const [first, last] = [rows[0], rows[rows.length - 1]].map((letter) => letter.toUpperCase());
  return [
    `<div class="keys" role="toolbar" aria-label="${escaped(keys)}">${buttons.join('')}</div>`,
    `<p class="played" data-played role="status"></p>`,
    `<label class="hold"><input type="checkbox" data-hold> ${escaped(hold)}</label>`,
    `<p class="hint">${escaped(filled(hint, { first, last }))}</p>`,
  ].join('');
}
