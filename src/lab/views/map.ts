import type { Actor, ViewBase } from '../contract.ts';
import { escaped } from '../escaped.ts';
import type { Moment } from '../history.ts';
import type { LegendEntry, ViewKind } from '../view-kinds.ts';
import { place, pointsPath, side } from './plane.ts';

/** What is drawn over the points; `field` names the frame's field that holds it. */
interface MapLayer {
  /** `ellipses`: centre x, y and half-axes x, y, in quadruples. `places`: x, y pairs, each a ring with a cross. */
  readonly mark: 'ellipses' | 'places';
  readonly field: string;
  readonly actor: Actor;
  readonly label: string;
}

/** A square of a plane from -extent to +extent on both axes, with points of up to ten classes, such as the codes of digits. */
export interface MapView extends ViewBase {
  readonly kind: 'map';
  readonly extent: number;
  /** The field of the points: `Float32Array`, x, y pairs. */
  readonly points: string;
  /** The field of their classes: `Uint8Array`, one from 0 to 9 a point. */
  readonly classes: string;
  /** What a class is called; its name also stands amid its points. */
  readonly classLabels: readonly string[];
  readonly layers?: readonly MapLayer[];
}

declare module '../contract.ts' {
  interface ViewKinds {
    readonly map: MapView;
  }
}

export const kind: ViewKind<MapView> = {
  form: 'picture',
  fields: ({ points, classes, layers = [] }) => [points, classes, ...layers.map(({ field }) => field)],
  markup: mapMarkup,
  legend: ({ classLabels, layers = [] }) => [
    ...classLabels.map((label, i): LegendEntry => ({ actor: `class-${i}`, label, mark: 'points' })),
    ...layers,
  ],
  extent: ({ extent }) => extent,
};

/** One path a class, what lies over the points, and the name of each class at their median, as an SVG whose colours come from the page. */
export function mapMarkup(view: Omit<MapView, keyof ViewBase>, moment: Moment): string {
  const { extent, layers = [] } = view;
  const classes = classesOf(view, moment);
  const dots = classes.map((xy, i) => {
    const path = pointsPath(xy, (x) => place(x, extent), (y) => place(-y, extent)); // prettier-ignore
    return path && `<path class="points actor-class-${i}" d="${path}"/>`;
  });
  const names = classes.map((xy, i) => xy.length > 0 && nameMarkup(xy, view.classLabels[i], extent));
  const over = layers.map((layer) => layerMarkup(layer, extent, moment.value(layer.field)));
  const body = [...dots, ...over, ...names.filter(Boolean)].join('');
  return `<svg viewBox="0 0 ${side} ${side}" aria-hidden="true"><path class="axes" d="M0 ${side / 2}H${side}M${side / 2} 0V${side}"/>${body}</svg>`;
}

/** The points of each class, x, y pairs. */
function classesOf(view: Omit<MapView, keyof ViewBase>, moment: Moment): number[][] {
  const [xy, of] = [moment.value(view.points), moment.value(view.classes)];
  const classes: number[][] = view.classLabels.map(() => []);
  if (!(xy instanceof Float32Array) || !(of instanceof Uint8Array)) return classes;
  for (let i = 0; i < of.length && 2 * i + 1 < xy.length; i++) classes[of[i]]?.push(xy[2 * i], xy[2 * i + 1]);
  return classes;
}

function nameMarkup(xy: readonly number[], name: string, extent: number): string {
  const [x, y] = [0, 1].map((axis) => median(xy.filter((_, i) => i % 2 === axis)));
  return `<text x="${place(x, extent)}" y="${place(-y, extent)}" dy="12" text-anchor="middle">${escaped(name)}</text>`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}

/** Drawn twice: first wider, in the colour of the paper, so that it can be told from the points beneath. */
function layerMarkup({ mark, actor }: MapLayer, extent: number, values: unknown): string {
  if (!(values instanceof Float32Array) || values.length === 0) return '';
  const path = { ellipses, places }[mark](values, extent);
  return `<path class="halo" d="${path}"/><path class="${mark} actor-${actor}" d="${path}"/>`;
}

/** Half the side of the square, in units of the drawing. */
const half = side / 2;

function ellipses(values: Float32Array, extent: number): string {
  let path = '';
  for (let i = 0; i + 3 < values.length; i += 4) {
    const [x, y, wide, tall] = values.subarray(i, i + 4).map((value) => (value / extent) * half);
    path += ellipse(half + x, half - y, [wide, tall]);
  }
  return path;
}

function places(xy: Float32Array, extent: number): string {
  let path = '';
  for (let i = 0; i + 1 < xy.length; i += 2) {
    const [x, y] = [place(xy[i], extent), place(-xy[i + 1], extent)];
    path += `${ellipse(x, y, [15, 15])}M${x - 24} ${y}h14m20 0h14M${x} ${y - 24}v14m0 20v14`;
  }
  return path;
}

/** Two arcs around a centre; however thin it is, it can be seen. */
function ellipse(x: number, y: number, halfAxes: readonly [number, number]): string {
  const [wide, tall] = halfAxes.map((length) => Math.max(1, Math.round(length)));
  const start = `M${Math.round(x) - wide} ${Math.round(y)}`;
  return `${start}a${wide} ${tall} 0 1 0 ${2 * wide} 0a${wide} ${tall} 0 1 0 ${-2 * wide} 0`;
}
