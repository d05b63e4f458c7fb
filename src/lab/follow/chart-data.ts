import type { Moment } from '../history.ts';
import type { Curves, Series } from '../view-kinds.ts';

/** A chart's numbers: a column for the horizontal axis and one per line, floors among them; `null` is a gap. */
export interface ChartData {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (number | null)[])[];
}

/**
 * What the chart draws at this moment, in full. A row stands wherever a line, and not a floor alone, was measured; lines and floors
 * without any value are left out.
 */
export function chartData(view: Curves, moment: Moment): ChartData {
  const known = view.series
    .map((series) => ({ series, ...columnOf(view, series.field, moment) }))
    .filter(({ y }) => Array.from(y).some(Number.isFinite));
  const lines = known.filter(({ series }) => isLine(series));
  const x = known.find(({ whole }) => whole)?.x ?? moment.track(view.x);
  const rows = Array.from(x, (at, i) => [at, ...known.map(({ y }) => numberAt(y, i))]);
  const measured = (_: unknown, i: number): boolean => lines.some(({ y }) => numberAt(y, i) !== null);
  return { head: [view.xLabel, ...known.map(({ series }) => series.label)], rows: rows.filter(measured) };
}

export function isLine({ style }: Series): boolean {
  return style !== 'floor';
}

interface Column {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** The line came at once, not point by point. */
  readonly whole: boolean;
}

function columnOf(view: Curves, field: string, moment: Moment): Column {
  const whole = moment.value(field);
  if (!(whole instanceof Float32Array)) return { x: [], y: moment.track(field), whole: false };
  const x = moment.value(view.x);
  return { x: x instanceof Float32Array ? x : whole.map((_, i) => i), y: whole, whole: true };
}

function numberAt(values: ArrayLike<number>, i: number): number | null {
  return Number.isFinite(values[i]) ? values[i] : null;
}

/** At most `most` rows, evenly spread, the first and the last among them. */
export function thinnedRows<Row>(rows: readonly Row[], most: number): Row[] {
  if (rows.length <= most) return [...rows];
  return Array.from({ length: most }, (_, k) => rows[Math.round((k * (rows.length - 1)) / (most - 1))]);
}
