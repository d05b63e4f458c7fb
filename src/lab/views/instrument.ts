import { magnitudesOf } from '#data/harmonics';
import type { Actor, ViewBase } from '../contract.ts';
import { escaped } from '../escaped.ts';
import type { Moment } from '../history.ts';
import { cyclesIn, type Cycle } from '../instrument/cycles.ts';
import { Keyboard } from '../instrument/keyboard.ts';
import { keysMarkup } from '../instrument/keys.ts';
import type { ViewKind } from '../view-kinds.ts';

/** Single cycles of sounds, each with its spectrum and its name, and a keyboard that plays them. */
export interface InstrumentView extends ViewBase {
  readonly kind: 'instrument';
  /** The field of the cycles: `Float32Array`, one after another. */
  readonly field: string;
  /** Numbers in a cycle, a multiple of 4. */
  readonly length: number;
  /** Half the height of a picture: what lies beyond is cut off. */
  readonly extent: number;
  readonly actor: Actor;
  /** The field of what each is judged to be: `Uint8Array`, places in `classLabels`. */
  readonly classes: string;
  readonly classLabels: readonly string[];
  /** The field of how far each lies from the nearest of these, in decibels: `Float32Array`. */
  readonly distances: string;
  /** What the two parts of a picture are called. */
  readonly parts: readonly [cycle: string, spectrum: string];
}

declare module '../contract.ts' {
  interface ViewKinds {
    readonly instrument: InstrumentView;
  }
}

export const kind: ViewKind<InstrumentView> = {
  form: 'picture',
  fields: ({ field, classes, distances }) => [field, classes, distances],
  markup: instrumentMarkup,
  isShown: (view, moment) => cyclesIn(view, moment).length > 0,
  legend: ({ actor, parts: [cycle, spectrum] }) => [
    { actor, label: cycle, mark: 'line' },
    { actor: 'neutral', label: spectrum, mark: 'bars' },
  ],
  controls: (_, words) => keysMarkup(words),
  wake: (living) => void new Keyboard(living),
};

const columns = 4;
/** A cell of the drawing: the cycle above, the spectrum in the middle, the name below. */
const cell = { width: 90, height: 84, margin: 7, middle: 24, reach: 20, floor: 65, bars: 18 };

export function instrumentMarkup(view: InstrumentView, moment: Moment): string {
  const cycles = cyclesIn(view, moment);
  const rows = Math.ceil(cycles.length / columns);
  const cells = cycles.map((cycle, i) => {
    const [x, y] = [(i % columns) * cell.width, Math.floor(i / columns) * cell.height];
    return `<g class="cell" transform="translate(${x} ${y})">${cellMarkup(cycle, view)}</g>`;
  });
  return `<svg viewBox="0 0 ${columns * cell.width} ${rows * cell.height}" aria-hidden="true">${cells.join('')}</svg>`;
}

function cellMarkup({ cycle, name }: Cycle, { actor, extent }: InstrumentView): string {
  const { width, height, margin, middle } = cell;
  return [
    `<path class="frame" d="M2 2h${width - 4}v${height - 4}h${4 - width}z"/>`,
    `<path class="axes" d="M${margin} ${middle}H${width - margin}"/>`,
    `<path class="line actor-${actor}" d="${wavePath(cycle, extent)}"/>`,
    `<path class="spectrum actor-neutral" d="${spectrumPath(cycle)}"/>`,
    `<text x="${width / 2}" y="${height - 7}" text-anchor="middle">${escaped(name)}</text>`,
  ].join('');
}

/** From the beginning of the cycle to the beginning of the next. */
function wavePath(cycle: Float32Array, extent: number): string {
  const step = (cell.width - 2 * cell.margin) / cycle.length;
  const places = [...cycle, cycle[0]].map((value, i) => {
    const share = Math.max(-1, Math.min(1, value / extent));
    return `${(cell.margin + i * step).toFixed(1)} ${(cell.middle - cell.reach * share).toFixed(1)}`;
  });
  return `M${places.join('L')}`;
}

/** How many harmonics are drawn, and how many decibels below the whole a bar begins. */
const [drawn, depth] = [16, 30];

function spectrumPath(cycle: Float32Array): string {
  const magnitudes = magnitudesOf(cycle);
  const whole = magnitudes.reduce((sum, magnitude) => sum + magnitude ** 2, 0);
  const slot = (cell.width - 2 * cell.margin) / drawn;
  const bars = Array.from(magnitudes.subarray(0, drawn), (magnitude, i) => {
    const level = whole > 0 ? 10 * Math.log10(magnitude ** 2 / whole) : -Infinity;
    const high = cell.bars * Math.max(0, 1 + level / depth);
    const left = cell.margin + i * slot;
    return high < 0.05
      ? ''
      : `M${left.toFixed(1)} ${cell.floor}v${(-high).toFixed(1)}h${(0.7 * slot).toFixed(1)}V${cell.floor}z`;
  });
  return bars.join('');
}
