/** Values of knobs as text that a reader may see and change, in an address or a file, and back with every check. */
import type { DrawingKnob, Knob, RangeKnob } from './contract.ts';
import { packed, unpacked } from './drawing-code.ts';
import { fromSlider, sliderOf, toSlider } from './knob-scale.ts';
import type { Definition } from './lab.ts';
import type { Settings } from './protocol.ts';

export type Value = Settings[string];

/** Why something was not done, in a form that can be said in any language. */
export interface Objection {
  /** `moved`: not refused, but brought to the nearest step of its slider. */
  readonly kind:
    | ('name' | 'number' | 'choice' | 'switch' | 'drawing' | 'crowd' | 'moved')
    | ('seed' | 'seedless' | 'part' | 'view');
  readonly name: string;
  readonly value: string;
  /** What was expected, where the kind needs it. */
  readonly expected?: string;
}

/** A value that a knob can have, or why it cannot. */
export type Read = { readonly value: Value; readonly moved?: boolean } | Pick<Objection, 'kind' | 'expected'>;

/** Half the side of the plane that a drawing stands on. */
export function extentOf(knob: DrawingKnob, { views }: Pick<Definition, 'views'>): number {
  const view = views[knob.on];
  return view?.kind === 'plane' ? view.extent : 1;
}

/** `0.002`, `twoMoons`, `on`, or the points of a drawing packed (drawing-code.ts). */
export function textOf(value: Value, knob: Knob, definition: Pick<Definition, 'views'>): string {
  if (knob.kind === 'drawing') return packed(value as readonly number[], extentOf(knob, definition));
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

/** What such a text says to a knob. */
export function valueOf(text: string, knob: Knob, definition: Pick<Definition, 'views'>): Read {
  if (knob.kind === 'range') return numberOf(text, knob);
  if (knob.kind === 'choice') {
    const expected = Object.keys(knob.choices);
    return expected.includes(text) ? { value: text } : { kind: 'choice', expected: expected.join(', ') };
  }
  if (knob.kind === 'switch')
    return ['on', 'off'].includes(text) ? { value: text === 'on' } : { kind: 'switch' };
  return drawingOf(unpacked(text, extentOf(knob, definition)), knob);
}

/** Points that a drawing can hold: x, y pairs of finite numbers, no more than its limit. */
export function drawingOf(points: unknown, knob: DrawingKnob): Read {
  const isDrawing = Array.isArray(points) && points.length % 2 === 0 && points.every(Number.isFinite);
  if (!isDrawing) return { kind: 'drawing' };
  const fits = points.length / 2 <= knob.limit;
  return fits ? { value: points as number[] } : { kind: 'crowd', expected: String(knob.limit) };
}

function numberOf(text: string, knob: RangeKnob): Read {
  const number = text.trim() === '' ? NaN : Number(text);
  const isWithin = number >= knob.min && number <= knob.max;
  if (!isWithin) return { kind: 'number', expected: `${knob.min} … ${knob.max}` };
  const value = standing(number, knob);
  return { value, moved: Math.abs(value - number) > 1e-9 * Math.abs(number) };
}

/** A slider stands on its steps only; a number between two of them becomes the nearer one. */
export function standing(number: number, knob: RangeKnob): number {
  const { min, max, step } = sliderOf(knob);
  const last = Math.floor((max - min) / step + 1e-9);
  const steps = Math.min(last, Math.round((toSlider(knob, number) - min) / step));
  return fromSlider(knob, min + steps * step);
}
