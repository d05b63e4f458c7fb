import { ringsAbove, type Place as RingPlace } from '../contours.ts';
import type { Actor, ViewBase } from '../contract.ts';
import type { Moment } from '../history.ts';
import type { LegendEntry, ViewKind } from '../view-kinds.ts';

/** One thing drawn in a plane; `field` names the frame's field that holds it. */
type PlaneLayer = MarkLayer | FieldLayer;

interface LayerBase {
  readonly field: string;
  readonly actor: Actor;
  readonly label: string;
}

interface MarkLayer extends LayerBase {
  /** `points`: x, y pairs. `arrows`: x, y, dx, dy quadruples. `trails`: x0, y0, x1, y1 segments. */
  readonly mark: 'points' | 'arrows' | 'trails';
}

/**
 * Heights on a square grid, row after row from below, each at the middle of its cell. The line of height 0 is drawn in the layer's
 * colour; what lies above a level is tinted and has solid edges, what lies below minus that level is tinted otherwise and has dashed
 * ones.
 */
interface FieldLayer extends LayerBase {
  readonly mark: 'field';
  /** Heights at which the tint gets darker, all above 0. */
  readonly levels: readonly number[];
  readonly above: { readonly actor: Actor; readonly label: string };
  readonly below: { readonly actor: Actor; readonly label: string };
}

/** A square of the plane from -extent to +extent on both axes. */
export interface PlaneView extends ViewBase {
  readonly kind: 'plane';
  readonly extent: number;
  readonly layers: readonly PlaneLayer[];
}

declare module '../contract.ts' {
  interface ViewKinds {
    readonly plane: PlaneView;
  }
}

export const kind: ViewKind<PlaneView> = {
  form: 'picture',
  fields: ({ layers }) => layers.map(({ field }) => field),
  markup: planeMarkup,
  legend: ({ layers }) => layers.flatMap(legendOf),
  extent: ({ extent }) => extent,
};

/** In units of the drawing; whole numbers of them are finer than a pixel and keep recorded pictures small. */
export const side = 720;

type Point = readonly [x: number, y: number];

/** Points, arrows and segments in a square of the plane, as an SVG whose colours come from the page. */
export function planeMarkup(view: Pick<PlaneView, 'extent' | 'layers'>, moment: Moment): string {
  const layers = view.layers.map((layer) => layerMarkup(layer, view.extent, moment.value(layer.field)));
  return `<svg viewBox="0 0 ${side} ${side}" aria-hidden="true"><path class="axes" d="M0 ${side / 2}H${side}M${side / 2} 0V${side}"/>${layers.join('')}</svg>`;
}

function legendOf(layer: PlaneLayer): LegendEntry[] {
  if (layer.mark !== 'field') return [layer];
  const { actor, label, above, below } = layer;
  return [
    { ...above, mark: 'above' },
    { ...below, mark: 'below' },
    { actor, label, mark: 'line' },
  ];
}

function layerMarkup(layer: PlaneLayer, extent: number, values: unknown): string {
  if (!(values instanceof Float32Array) || values.length === 0) return '';
  if (layer.mark === 'field') return fieldMarkup(layer, values);
  const draw = { points: pointsPath, arrows, trails }[layer.mark];
  const scaled = draw(
    values,
    (value) => place(value, extent),
    (value) => place(-value, extent),
  );
  return `<path class="${layer.mark} actor-${layer.actor}" d="${scaled}"/>`;
}

type Place = (value: number) => number;

/** Where a number from -extent to extent stands; what lies far outside stands a little outside. */
export function place(value: number, extent: number): number {
  const clamped = Math.max(-1.2, Math.min(1.2, value / extent));
  return Math.round((clamped + 1) * (side / 2));
}

/** Regions first, the line between them last. */
function fieldMarkup({ actor, levels, above, below }: FieldLayer, heights: Float32Array): string {
  const depths = heights.map((height) => -height);
  const region = (of: Float32Array, level: number, kind: string) =>
    `<path class="${kind}" fill-rule="evenodd" d="${ringsPath(of, level)}"/>`;
  const regions = [0, ...levels].map(
    (level) =>
      region(heights, level, `above actor-${above.actor}`) +
      region(depths, level, `below actor-${below.actor}`),
  );
  return `${regions.join('')}<path class="undecided actor-${actor}" d="${ringsPath(heights, 0)}"/>`;
}

/** The edges of what lies above a level, in units of the drawing. The last row of heights is the uppermost. */
function ringsPath(heights: Float32Array, level: number): string {
  const cell = side / Math.sqrt(heights.length);
  const spot = ([column, row]: RingPlace) =>
    `${Math.round((column + 0.5) * cell)} ${Math.round(side - (row + 0.5) * cell)}`;
  return ringsAbove(heights, level)
    .map((ring) => `M${ring.map(spot).join('L')}Z`)
    .join('');
}

/** A dot for each x, y pair. */
export function pointsPath(xy: ArrayLike<number>, x: Place, y: Place): string {
  let path = '';
  for (let i = 0; i + 1 < xy.length; i += 2) path += `M${x(xy[i])} ${y(xy[i + 1])}h0`;
  return path;
}

function trails(segments: Float32Array, x: Place, y: Place): string {
  let path = '';
  for (let i = 0; i + 3 < segments.length; i += 4) {
    path += `M${x(segments[i])} ${y(segments[i + 1])}L${x(segments[i + 2])} ${y(segments[i + 3])}`;
  }
  return path;
}

function arrows(field: Float32Array, x: Place, y: Place): string {
  let path = '';
  for (let i = 0; i + 3 < field.length; i += 4) {
    const from: Point = [x(field[i]), y(field[i + 1])];
    const to: Point = [x(field[i] + field[i + 2]), y(field[i + 1] + field[i + 3])];
    path += `M${from[0]} ${from[1]}L${to[0]} ${to[1]}${head(from, to)}`;
  }
  return path;
}

/** Two short strokes at the tip, a third of the shaft long and at most 8 units. */
function head([fromX, fromY]: Point, [toX, toY]: Point): string {
  const [dx, dy] = [toX - fromX, toY - fromY];
  const shaft = Math.hypot(dx, dy);
  if (shaft < 3) return '';
  const reach = Math.min(8, shaft / 3) / shaft;
  const tip = (side: number) =>
    `${round(toX - reach * (dx - side * dy))} ${round(toY - reach * (dy + side * dx))}`;
  return `M${tip(0.7)}L${toX} ${toY}L${tip(-0.7)}`;
}

function round(value: number): number {
  return Math.round(value);
}
