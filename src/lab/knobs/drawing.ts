import { counted, filled } from '#words/filling';
import type { KnobBase, Views } from '../contract.ts';
import { onGrid, packed, unpacked } from '../drawing-code.ts';
import { DrawingSurface } from '../drawing-surface.ts';
import { escaped } from '../escaped.ts';
import type { KnobKind, Read } from '../knob-kinds.ts';
import { kindOf } from '../view-kinds.ts';

/** Points that the reader draws on a view of the plane, in the plane's units: x0, y0, x1, y1, ... */
export interface DrawingKnob extends KnobBase {
  readonly kind: 'drawing';
  readonly value: readonly number[];
  /** The name of the view that is drawn on. */
  readonly on: string;
  /** How many points are kept; drawing more says so beside the control. */
  readonly limit: number;
}

declare module '../contract.ts' {
  interface KnobKinds {
    readonly drawing: DrawingKnob;
  }
}

export const kind: KnobKind<DrawingKnob> = {
  control({ label, limit }, { words }) {
    const said = filled(words.script.lab.points, { count: 0, limit });
    const clear = `<button type="button" data-clear>${escaped(words.demo.clear)}</button>`;
    return `<span>${escaped(label)} <output>${escaped(said)}</output></span>${clear}<span class="problem" role="alert"></span>`;
  },
  beside: ({ length }, { limit }, words) => filled(words.points, { count: length / 2, limit }),
  text: (value, knob, views) => packed(value, extentOf(knob, views)),
  fromText: (text, knob, views) => drawingOf(unpacked(text, extentOf(knob, views)), knob),
  fromFile: drawingOf,
  said: ({ length }, _, words) => counted(words.points, length / 2),
  inLink(points, knob, views) {
    const extent = extentOf(knob, views);
    const isMoved = points.some((x) => onGrid(x, extent) !== x);
    return {
      refused: points.some((x) => Math.abs(x) > extent) ? 'outside' : undefined,
      noted: isMoved ? 'rounded' : undefined,
      tooLong: 'tooLong',
      count: points.length / 2,
      letters: 4,
    };
  },
  points: (knob, views) => ({ extent: extentOf(knob, views), limit: knob.limit }),
  wake(living) {
    new DrawingSurface(living, extentOf(living.knob, living.views));
  },
};

/** Half the side of the plane that a drawing stands on. */
function extentOf({ on }: DrawingKnob, views: Views): number {
  return (views[on] && kindOf(views[on]).extent?.(views[on])) ?? 1;
}

/** Points that a drawing can hold: x, y pairs of finite numbers, no more than its limit. */
function drawingOf(points: unknown, { limit }: DrawingKnob): Read {
  const isDrawing = Array.isArray(points) && points.length % 2 === 0 && points.every(Number.isFinite);
  if (!isDrawing) return { kind: 'drawing' };
  return points.length / 2 <= limit
    ? { value: points as number[] }
    : { kind: 'crowd', expected: String(limit) };
}
