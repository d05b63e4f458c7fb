import { filled } from '#words/filling';
import type { KnobBase } from '../contract.ts';
import { escaped } from '../escaped.ts';
import type { KnobKind, Read } from '../knob-kinds.ts';
import { isPictures, packed, unpacked } from '../picture-code.ts';
import { SketchPad } from '../sketch-pad.ts';

/** One small picture that the reader draws: bytes from 0, paper, to 255, ink, row by row; none where nothing is drawn. */
export interface SketchKnob extends KnobBase {
  readonly kind: 'sketch';
  readonly value: readonly number[];
  readonly width: number;
  readonly height: number;
  /** How many pixels the data leave empty along the edges: a frame shows where to draw. */
  readonly margin?: number;
}

declare module '../contract.ts' {
  interface KnobKinds {
    readonly sketch: SketchKnob;
  }
}

export const kind: KnobKind<SketchKnob> = {
  control({ label, width, height, margin = 0 }, { attributes, words }) {
    const { empty, keys } = words.script.lab.sketch;
    const name = escaped(filled(keys, { knob: label }));
    const edges =
      margin > 0 && ` style="--edge-x:${(100 * margin) / width}%;--edge-y:${(100 * margin) / height}%"`;
    return [
      `<span class="sketch-name">${escaped(label)} <output>${escaped(empty)}</output></span>`,
      `<div class="sketch"${edges || ''}><canvas${attributes} width="${width}" height="${height}" tabindex="0" role="application" aria-label="${name}"></canvas></div>`,
      `<button type="button" data-clear>${escaped(words.demo.clear)}</button>`,
    ].join('');
  },
  beside: ({ length }, _, { sketch }) => (length === 0 ? sketch.empty : ''),
  text: packed,
  fromText: (text, knob) => sketchOf(unpacked(text), knob),
  fromFile: sketchOf,
  said: ({ length }, _, { sketch }) => (length === 0 ? sketch.empty : sketch.drawn),
  inLink: ({ length }) => ({ tooLong: 'tooLongPictures', count: Math.min(1, length), letters: length }),
  wake: (living) => void new SketchPad(living),
};

function sketchOf(value: unknown, { width, height }: SketchKnob): Read {
  const isOne = isPictures(value, width * height) && value.length <= width * height;
  return isOne ? { value } : { kind: 'sketch' };
}
