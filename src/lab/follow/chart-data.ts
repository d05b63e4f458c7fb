import type { ChartView, Series } from '../contract.ts';
import type { Moment } from '../history.ts';

/** A chart's numbers: a column for the horizontal axis and one per line, floors among them; `null` is a gap. */
export interface ChartData {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (number | null)[])[];
}

/** What the chart draws at this moment, in full. A row stands wherever a line, and not a floor alone, was measured. */
export function chartData(view: ChartView, moment: Moment): ChartData {
  const columns = view.series.map(({ field }) => columnOf(view, field, moment));
  const lines = columns.filter((_, i) => isLine(view.series[i]));
  const x = columns.find(({ whole }) => whole)?.x ?? moment.track(view.x);
  const rows = Array.from(x, (at, i) => [at, ...columns.map(({ y }) => numberAt(y, i))]);
  const measured = (_: unknown, i: number): boolean => lines.some(({ y }) => numberAt(y, i) !== null);
  return { head: [view.xLabel, ...view.series.map(({ label }) => label)], rows: rows.filter(measured) };
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

function columnOf(view: ChartView, field: string, moment: Moment): Column {
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
