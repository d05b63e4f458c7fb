import { box, plotMarkup, round } from '../axes.ts';
import type { ViewBase } from '../contract.ts';
import { escaped } from '../escaped.ts';
import type { Moment } from '../history.ts';
import { rangeOf, scale, type Scale } from '../scale.ts';
import type { Curves, Series, ViewKind } from '../view-kinds.ts';

/** Lines over a common horizontal axis. */
export interface ChartView extends ViewBase, Curves {
  readonly kind: 'chart';
  readonly label: string;
  readonly yLabel: string;
  readonly yScale?: 'linear' | 'log';
  /** Fixed limits; otherwise the data's. */
  readonly yDomain?: readonly [number, number];
}

declare module '../contract.ts' {
  interface ViewKinds {
    readonly chart: ChartView;
  }
}

export const kind: ViewKind<ChartView> = {
  form: 'picture',
  fields: ({ x, series }) => [x, ...series.map(({ field }) => field)],
  markup: chartMarkup,
  isShown: (view, moment) => !isEmptyChart(view, moment),
  legend: ({ series }) => series.map(({ style = 'line', ...entry }) => ({ ...entry, mark: style })),
  curves: (view) => view,
};

const mostPoints = 300;

interface Line {
  readonly series: Series;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/**
 * Lines over a common horizontal axis, with ticks at round numbers. Other runs lie beneath, each with its name on its lines;
 * their floors are left out, or a chart of five runs would be a thicket.
 */
export function chartMarkup(view: ChartView, moment: Moment): string {
  const lines = view.series.map((series) => lineOf(view, series, moment));
  const beneath = ghostLines(view, moment);
  const all = [...lines, ...beneath];
  const log = view.yScale === 'log';
  const x = scale(rangeOf(all.map((line) => line.x)), [box.left, box.right], false);
  const y = scale(
    view.yDomain ??
      rangeOf(
        all.map((line) => line.y),
        log,
      ),
    [box.bottom, box.top],
    log,
  );
  const ghosts = beneath.map((ghost) => ghostMarkup(ghost, { x, y, log }));
  const body = lines.map(
    ({ series, x: xs, y: ys }) =>
      `<path class="${series.style ?? 'line'} actor-${series.actor}" d="${pathOf(places(xs, ys, { x, y, log }))}"/>`,
  );
  const [paths, names] = [ghosts.map(({ path }) => path), ghosts.map(({ name }) => name)];
  return plotMarkup(view, { x, y }, [...paths, ...body, ...names].join(''));
}

/** Whether there is nothing to draw yet; a run that never measures something then shows no empty chart for it. */
function isEmptyChart(view: ChartView, moment: Moment): boolean {
  const lines = view.series.map((series) => lineOf(view, series, moment));
  return lines.every(({ y }) => !Array.from(y).some(Number.isFinite));
}

function lineOf(view: ChartView, series: Series, moment: Moment): Line {
  const whole = moment.value(series.field);
  if (whole instanceof Float32Array) {
    const given = moment.value(view.x);
    return { series, y: whole, x: given instanceof Float32Array ? given : whole.map((_, i) => i) };
  }
  return { series, x: moment.track(view.x), y: moment.track(series.field) };
}

interface GhostLine extends Line {
  readonly name: string;
  /** Where on its way its name stands, from 0 to 1: another place for each run. */
  readonly part: number;
}

function ghostLines(view: ChartView, { ghosts = [] }: Moment): GhostLine[] {
  const series = view.series.filter(({ style }) => style !== 'floor');
  return ghosts.flatMap(({ name, moment }, i) => {
    const part = (i + 1) / (ghosts.length + 1);
    return series.map((entry) => ({ ...lineOf(view, entry, moment), name, part }));
  });
}

/** A line of another run, and its name, which comes to lie above all lines. */
function ghostMarkup({ series, x, y, name, part }: GhostLine, plot: Plot): { path: string; name: string } {
  const way = places(x, y, plot);
  if (way.length === 0) return { path: '', name: '' };
  const [left, top] = way[Math.floor(part * (way.length - 1))];
  const kind = `class="ghost actor-${series.actor}"`;
  return {
    path: `<path ${kind} d="${pathOf(way)}"/>`,
    name: `<text ${kind} x="${left}" y="${top}" dy="4" text-anchor="middle">${escaped(name)}</text>`,
  };
}

interface Plot {
  readonly x: Scale;
  readonly y: Scale;
  readonly log: boolean;
}

type Place = readonly [left: number, top: number];

/** Where the line goes, in at most 300 places; what was not measured, or has no logarithm, is left out. */
function places(xs: ArrayLike<number>, ys: ArrayLike<number>, { x, y, log }: Plot): Place[] {
  const known = [];
  for (let i = 0; i < ys.length; i++) {
    if (Number.isFinite(xs[i]) && Number.isFinite(ys[i]) && !(log && ys[i] <= 0)) known.push(i);
  }
  const stride = Math.max(1, Math.ceil(known.length / mostPoints));
  const shown = known.filter((_, i) => i % stride === 0 || i === known.length - 1);
  return shown.map((i) => [round(x.place(xs[i])), round(clamp(y.place(ys[i])))]);
}

/** A single measurement shows as a dot. */
function pathOf(way: readonly Place[]): string {
  const path = way.map(([left, top], n) => `${n === 0 ? 'M' : 'L'}${left} ${top}`);
  return path.length === 1 ? `${path[0]}h0` : path.join('');
}

function clamp(at: number): number {
  return Math.max(box.top - 4, Math.min(box.bottom + 4, at));
}
