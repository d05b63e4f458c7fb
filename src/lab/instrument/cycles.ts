import type { Moment } from '../history.ts';
import type { InstrumentView } from '../views/instrument.ts';

/** One sound of the view at a moment. */
export interface Cycle {
  readonly cycle: Float32Array;
  /** What it is judged to be, and how far from that in decibels. */
  readonly name: string;
  readonly distance: number;
}

export function cyclesIn(view: InstrumentView, moment: Moment): Cycle[] {
  const [all, classes, distances] = [view.field, view.classes, view.distances].map((field) =>
    moment.value(field),
  );
  if (!(all instanceof Float32Array && classes instanceof Uint8Array && distances instanceof Float32Array))
    return [];
  return Array.from(classes, (number, i) => ({
    cycle: all.subarray(i * view.length, (i + 1) * view.length),
    name: view.classLabels[number],
    distance: distances[i],
  }));
}
