import type { Moment } from '#lab/history';
import { formatted, slotPattern } from '#lab/numbers';
import { glossaryIn } from './symbols.ts';
import { typeset } from './typesetting.ts';

/**
 * A formula whose numbers change while a demo runs: `{alphaBar:3}` in the TeX becomes an element that the lab writes into.
 * @throws AuthorError when the TeX does not parse
 */
export function formulaMarkup(tex: string, moment: Moment): string {
  const withSlots = tex.replace(slotPattern, (group, field: string, digits = '3') => {
    const value = moment.value(field);
    // Braces are also TeX's own: only the name of a frame's field makes a slot.
    if (value === undefined) return group;
    const number = typeof value === 'number' ? formatted(value, Number(digits)) : '0';
    return `\\data{slot=${field},digits=${digits}}{\\text{${number}}}`;
  });
  const place = { file: `a demo's formula "${tex}"` };
  return typeset(withSlots, { displayed: false, place, glossary: glossaryIn('.') });
}
