import type { KnobBase } from '../contract.ts';
import { escaped } from '../escaped.ts';
import type { KnobKind, Read } from '../knob-kinds.ts';
import { formatted } from '../numbers.ts';

/** A number on a slider. `scale: 'log'` moves in powers of ten. */
export interface RangeKnob extends KnobBase {
  readonly kind: 'range';
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly scale?: 'linear' | 'log';
}

declare module '../contract.ts' {
  interface KnobKinds {
    readonly range: RangeKnob;
  }
}

export const kind: KnobKind<RangeKnob> = {
  control(knob, { id, attributes }) {
    const { min, max, step } = sliderOf(knob);
    const label = `<label for="${id}">${escaped(knob.label)} <output for="${id}">${written(knob.value)}</output></label>`;
    const position = toSlider(knob, knob.value);
    return `${label}<input${attributes} type="range" min="${min}" max="${max}" step="${step}" value="${position}" autocomplete="off">`;
  },
  input: {
    get: ({ value }, knob) => fromSlider(knob, Number(value)),
    set: (input, value, knob) => (input.value = String(toSlider(knob, value))),
  },
  beside: written,
  text: String,
  fromText: numberOf,
  said: written,
  takes: (value, { min, max }) => Number(value) >= min && Number(value) <= max,
};

/** How the knob sits on its slider: a logarithmic one moves in powers of ten. */
export function sliderOf(knob: RangeKnob): { min: number; max: number; step: number } {
  if (knob.scale !== 'log')
    return { min: knob.min, max: knob.max, step: knob.step ?? (knob.max - knob.min) / 100 };
  return { min: Math.log10(knob.min), max: Math.log10(knob.max), step: 0.05 };
}

function toSlider(knob: RangeKnob, value: number): number {
  return knob.scale === 'log' ? Math.log10(value) : value;
}

function fromSlider(knob: RangeKnob, position: number): number {
  return knob.scale === 'log' ? Number((10 ** position).toPrecision(2)) : Number(position.toPrecision(12));
}

function written(value: number): string {
  return formatted(value, 2);
}

function numberOf(text: string, knob: RangeKnob): Read {
  const number = text.trim() === '' ? NaN : Number(text);
  const isWithin = number >= knob.min && number <= knob.max;
  if (!isWithin) return { kind: 'number', expected: `${knob.min} … ${knob.max}` };
  const value = standing(number, knob);
  return { value, moved: Math.abs(value - number) > 1e-9 * Math.abs(number) };
}

/** A slider stands on its steps only; a number between two of them becomes the nearer one. */
function standing(number: number, knob: RangeKnob): number {
  const { min, max, step } = sliderOf(knob);
  const last = Math.floor((max - min) / step + 1e-9);
  const steps = Math.min(last, Math.round((toSlider(knob, number) - min) / step));
  return fromSlider(knob, min + steps * step);
}
