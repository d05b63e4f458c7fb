import type { RangeKnob } from './contract.ts';
import { formatted } from './numbers.ts';

/** How a range knob sits on its slider: a logarithmic one moves in powers of ten. */
export interface Slider {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

export function sliderOf(knob: RangeKnob): Slider {
  if (knob.scale !== 'log')
    return { min: knob.min, max: knob.max, step: knob.step ?? (knob.max - knob.min) / 100 };
  return { min: Math.log10(knob.min), max: Math.log10(knob.max), step: 0.05 };
}

export function toSlider(knob: RangeKnob, value: number): number {
  return knob.scale === 'log' ? Math.log10(value) : value;
}

export function fromSlider(knob: RangeKnob, position: number): number {
  return knob.scale === 'log' ? Number((10 ** position).toPrecision(2)) : Number(position.toPrecision(12));
}

export function written(value: number): string {
  return formatted(value, 2);
}
