import { box, plotMarkup, round } from '../axes.ts';
import type { Actor, FrameValue, ViewBase } from '../contract.ts';
import { escaped } from '../escaped.ts';
import type { Moment } from '../history.ts';
import { scale, type Scale } from '../scale.ts';
import type { ViewKind } from '../view-kinds.ts';

/** Upright bars over a common axis, for numbers that are not negative. */
export interface BarsView extends ViewBase {
  readonly kind: 'bars';
  /** The field of their heights: `Float32Array`. */
  readonly field: string;
  readonly actor: Actor;
  /** The field of where they stand: `Float32Array`, evenly spaced, as many as heights. */
  readonly x: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** A dashed line across: a number, or the field that holds one. */
  readonly threshold?: { readonly at: number | string; readonly label: string };
  /** The axis reaches up to here at least, so that small differences do not fill the picture. */
  readonly least?: number;
}

declare module '../contract.ts' {
  interface ViewKinds {
    readonly bars: BarsView;
  }
}

export const kind: ViewKind<BarsView> = {
  form: 'picture',
  fields: ({ field, x }) => [field, x],
  markup: barsMarkup,
  isShown: ({ field }, moment) => numbersIn(moment.value(field)).length > 0,
  legend: ({ actor, yLabel, threshold }) => [
    { actor, label: yLabel, mark: 'bars' },
    ...(threshold ? [{ actor: 'neutral', label: threshold.label, mark: 'floor' } as const] : []),
  ],
  curves: ({ label, x, xLabel, field, actor, yLabel }) => ({
    label,
    x,
    xLabel,
    series: [{ field, actor, label: yLabel }],
  }),
};

/** The share of its slot that a bar fills. */
const share = 0.72;
/** Units of the drawing that a number above a bar, or below it, needs. */
const room = 27;

interface Plot {
  readonly x: Scale;
  readonly y: Scale;
  /** Units of the drawing for each bar. */
  readonly slot: number;
}

/** One path for all bars, their heights in numbers where these have room, and the heights in other runs as strokes. */
export function barsMarkup(view: BarsView, moment: Moment): string {
  const [heights, places] = [numbersIn(moment.value(view.field)), numbersIn(moment.value(view.x))];
  const others = (moment.ghosts ?? []).map((ghost) => ({
    ...ghost,
    heights: numbersIn(ghost.moment.value(view.field)),
  }));
  const limit = limitOf(view, moment);
  const all = [view.least ?? 0, limit ?? 0, ...heights, ...others.flatMap((other) => other.heights)];
  const plot = plotOf(places, Math.max(...all) || 1);
  const bars = heights.map((height, i) => barPath(places[i], height, plot)).join('');
  const ghosts = others.map((other) => ghostMarkup(view, { places, ...other }, plot));
  const line =
    limit === undefined
      ? ''
      : `<path class="floor actor-neutral" d="M${box.left} ${round(plot.y.place(limit))}H${box.right}"/>`;
  const numbers = plot.slot < room ? [] : heights.map((height, i) => numberMarkup(places[i], height, plot));
  const body = `<path class="bars actor-${view.actor}" d="${bars}"/>${ghosts.join('')}${line}${numbers.join('')}`;
  return plotMarkup(view, plot, body);
}

const numbersIn = (value: FrameValue | undefined): number[] =>
  value instanceof Float32Array ? Array.from(value) : [];

function limitOf({ threshold }: BarsView, moment: Moment): number | undefined {
  if (!threshold) return undefined;
  const at = typeof threshold.at === 'number' ? threshold.at : moment.value(threshold.at);
  return typeof at === 'number' ? at : undefined;
}

/** Above the highest bar there is room for its number. */
function plotOf(places: readonly number[], highest: number): Plot {
  const step = places.length > 1 ? (places[places.length - 1] - places[0]) / (places.length - 1) : 1;
  const [first = 0, last = 1] = [places[0], places.at(-1)];
  const x = scale([first - step / 2, last + step / 2], [box.left, box.right], false);
  const y = scale([0, highest * 1.12], [box.bottom, box.top], false);
  const slot = (box.right - box.left) / Math.max(1, places.length);
  // Recorded numbers are rounded.
  const ticks = places.map(Math.round);
  const named = slot >= room && places.every((place, i) => Math.abs(place - ticks[i]) < 0.01);
  return { x: named ? { ...x, ticks } : x, y, slot };
}

function barPath(at: number, height: number, { x, y, slot }: Plot): string {
  const left = x.place(at) - (share * slot) / 2;
  return `M${round(left)} ${box.bottom}V${round(y.place(Math.max(0, height)))}h${round(share * slot)}V${box.bottom}z`;
}

function numberMarkup(at: number, height: number, { x, y }: Plot): string {
  const digits = height >= 10 ? 0 : height >= 1 ? 1 : 2;
  return `<text class="tick" x="${round(x.place(at))}" y="${round(y.place(Math.max(0, height)) - 4)}" text-anchor="middle">${height.toFixed(digits)}</text>`;
}

interface Other {
  readonly name: string;
  readonly places: readonly number[];
  readonly heights: readonly number[];
}

/** How high the bars stand in another run, and its name at the first of them. */
function ghostMarkup({ actor }: BarsView, { name, places, heights }: Other, { x, y, slot }: Plot): string {
  if (heights.length !== places.length) return '';
  const ways = heights.map(
    (height, i) =>
      `M${round(x.place(places[i]) - slot / 2)} ${round(y.place(Math.max(0, height)))}h${round(slot)}`,
  );
  const [left, top] = [x.place(places[0]) - slot / 2, y.place(Math.max(0, heights[0]))].map(round);
  return `<path class="ghost actor-${actor}" d="${ways.join('')}"/><text class="ghost actor-${actor}" x="${left}" y="${top}" dy="4" text-anchor="middle">${escaped(name)}</text>`;
}
