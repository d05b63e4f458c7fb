/** Elements, made without a word of HTML: what a reader types can only ever be text. */
import type { Word } from './excerpt.ts';

type Child = Node | string;

/** An element with its attributes and what stands in it; `true` is an attribute without a value, `false` none at all. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | boolean>> = {},
  children: readonly Child[] = [],
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

/** Words with the found ones marked; neighbours share one mark. A word that begins with a word joiner follows without a space. */
export function markedText(words: readonly Word[]): Child[] {
  const runs: { hit: boolean; text: string; gap: string }[] = [];
  for (const [index, word] of words.entries()) {
    const gap = index === 0 || word.text.startsWith('\u2060') ? '' : ' ';
    const text = word.text.replace(/^\u2060/, '');
    const last = runs.at(-1);
    if (last?.hit === word.hit) last.text += gap + text;
    else runs.push({ hit: word.hit, text, gap });
  }
  return runs.flatMap(({ hit, text, gap }) => [gap, ...(hit ? mark(text) : [text])]);
}

/** Brackets and stops around the words stay outside the mark. */
function mark(text: string): Child[] {
  const [, before = '', found = text, after = ''] =
    /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{M}\p{N}]*)$/su.exec(text) ?? [];
  return [before, element('mark', {}, [found]), after];
}
