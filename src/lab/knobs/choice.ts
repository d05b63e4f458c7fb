import type { KnobBase } from '../contract.ts';
import { escaped } from '../escaped.ts';
import type { KnobKind } from '../knob-kinds.ts';

/** One of a few named values; the key is what the run sees, the text is what the reader sees. */
export interface ChoiceKnob<Key extends string = string> extends KnobBase {
  readonly kind: 'choice';
  readonly value: Key;
  readonly choices: Readonly<Record<Key, string>>;
}

declare module '../contract.ts' {
  interface KnobKinds {
    readonly choice: ChoiceKnob;
  }
}

export const kind: KnobKind<ChoiceKnob> = {
  control({ label, choices, value }, { id, attributes }) {
    const options = Object.entries(choices).map(
      ([key, text]) =>
        `<option value="${escaped(key)}"${key === value ? ' selected' : ''}>${escaped(text)}</option>`,
    );
    return `<label for="${id}">${escaped(label)}</label><select${attributes} autocomplete="off">${options.join('')}</select>`;
  },
  input: {
    get: ({ value }) => value,
    set: (input, value) => (input.value = value),
  },
  text: String,
  fromText(text, { choices }) {
    const expected = Object.keys(choices);
    return expected.includes(text) ? { value: text } : { kind: 'choice', expected: expected.join(', ') };
  },
  said: (value, { choices }) => choices[value] ?? value,
  takes: (value, { choices }) => String(value) in choices,
};
