import katex from 'katex';
import type { Moment } from '#lab/history';
import { formatted, slotPattern } from '#lab/numbers';

/**
 * A formula whose numbers change while a demo runs: `{alphaBar:3}` in the TeX becomes an element that the lab writes into.
 * @throws katex.ParseError when the TeX does not parse
 */
export function formulaMarkup(tex: string, moment: Moment): string {
  const withSlots = tex.replace(slotPattern, (group, field: string, digits = '3') => {
    const value = moment.value(field);
    // Braces are also TeX's own: only the name of a frame's field makes a slot.
    if (value === undefined) return group;
    const number = typeof value === 'number' ? formatted(value, Number(digits)) : '0';
    return `\\htmlData{slot=${field}, digits=${digits}}{\\text{${number}}}`;
  });
  return katex.renderToString(withSlots, { output: 'html', throwOnError: true, trust: true, strict: false });
}
