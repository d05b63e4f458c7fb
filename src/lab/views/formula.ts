import type { ViewBase } from '../contract.ts';
import { formatted, slotPattern } from '../numbers.ts';
import type { ViewKind } from '../view-kinds.ts';

/** A formula with numbers from the frame in it: `{alphaBar:3}` inside the TeX, typeset while building. */
export interface FormulaView extends ViewBase {
  readonly kind: 'formula';
  readonly tex: string;
}

declare module '../contract.ts' {
  interface ViewKinds {
    readonly formula: FormulaView;
  }
}

export const kind: ViewKind<FormulaView> = {
  form: 'formula',
  // Braces are also TeX's own: only a slot that says its digits is surely one.
  fields: ({ tex }) =>
    [...tex.matchAll(slotPattern)].flatMap(([, field, digits]) => (digits === undefined ? [] : [field])),
  markup: ({ tex }, moment, typeset) => typeset?.(tex, moment) ?? '',
  /** The typeset formula stays; the numbers in it, and their reading for those who hear it, change. */
  update(body, moment) {
    for (const slot of body.querySelectorAll<HTMLElement>('[data-slot]')) {
      const value = moment.value(slot.dataset.slot!);
      if (typeof value === 'number') slot.textContent = formatted(value, Number(slot.dataset.digits ?? 3));
    }
  },
};
