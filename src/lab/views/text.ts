import type { ViewBase } from '../contract.ts';
import { escaped } from '../escaped.ts';
import { filled, slotPattern } from '../numbers.ts';
import type { ViewKind } from '../view-kinds.ts';

/** A line of words with numbers from the frame: `Step {step}, loss {loss:3}` prints the loss with three significant digits. */
export interface TextView extends ViewBase {
  readonly kind: 'text';
  readonly template: string;
}

declare module '../contract.ts' {
  interface ViewKinds {
    readonly text: TextView;
  }
}

export const kind: ViewKind<TextView> = {
  form: 'words',
  fields: ({ template }) => [...template.matchAll(slotPattern)].map(([, field]) => field),
  markup: ({ template }, moment) =>
    filled(template, (field) => {
      const value = moment.value(field);
      return typeof value === 'string' ? escaped(value) : value;
    }),
};
