import type { KnobBase } from '../contract.ts';
import { escaped } from '../escaped.ts';
import type { KnobKind } from '../knob-kinds.ts';

/** On or off. */
export interface SwitchKnob extends KnobBase {
  readonly kind: 'switch';
  readonly value: boolean;
}

declare module '../contract.ts' {
  interface KnobKinds {
    readonly switch: SwitchKnob;
  }
}

export const kind: KnobKind<SwitchKnob> = {
  control: ({ label, value }, { attributes }) =>
    `<label><input${attributes} type="checkbox"${value ? ' checked' : ''}> ${escaped(label)}</label>`,
  input: {
    get: ({ checked }) => checked,
    set: (input, value) => (input.checked = value),
  },
  text: (value) => (value ? 'on' : 'off'),
  fromText: (text) => (['on', 'off'].includes(text) ? { value: text === 'on' } : { kind: 'switch' }),
  said: (value, _, words) => (value ? words.on : words.off),
  takes: (value) => typeof value === 'boolean',
};
