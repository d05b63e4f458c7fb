/** Where a measured number goes at the end of a run. */
export interface Trend {
  readonly kind: 'falling' | 'rising' | 'flat';
  /** By how much along the fitted line: a fraction (-0.05 is five per cent less) where `relative`, else in the number's unit. */
  readonly change: number;
  readonly relative: boolean;
  /** The steps that were looked at. */
  readonly steps: number;
}

const part = 1 / 5;
const fewest = 8;
/** Less than this is flat, also where it is certain: a fraction of the value, or of its range in the run. */
const least = 0.01;

/**
 * The least-squares line through the last fifth of the steps, but through eight measurements at least; through the logarithm
 * where all of them are positive. It falls or rises if it moves by more than 1 % and by more than twice its standard error.
 * @param x steps, growing; `y` what was measured there, NaN where nothing was
 * @returns nothing where there are fewer than eight measurements
 */
export function trendOf(x: ArrayLike<number>, y: ArrayLike<number>): Trend | undefined {
  const measured = Array.from(y, (value, i) => [x[i], value] as const).filter(
    ([step, value]) => Number.isFinite(step) && Number.isFinite(value),
  );
  const recent = lastPart(measured);
  const steps = recent.length < fewest ? 0 : recent[recent.length - 1][0] - recent[0][0];
  if (steps <= 0) return undefined;
  const relative = recent.every(([, value]) => value > 0);
  const { slope, error } = lineThrough(relative ? recent.map(([at, v]) => [at, Math.log(v)]) : recent);
  const change = relative ? Math.expm1(slope * steps) : slope * steps;
  const large = least * (relative ? 1 : rangeOf(measured.map(([, value]) => value)));
  const moves = Math.abs(slope) > 2 * error && Math.abs(change) > large;
  return { kind: moves ? (slope < 0 ? 'falling' : 'rising') : 'flat', change, relative, steps };
}

type Measurement = readonly [step: number, value: number];

function lastPart(measured: readonly Measurement[]): readonly Measurement[] {
  if (measured.length < fewest) return [];
  const [first, last] = [measured[0][0], measured[measured.length - 1][0]];
  const from = last - part * (last - first);
  const recent = measured.filter(([step]) => step >= from);
  return recent.length < fewest ? measured.slice(-fewest) : recent;
}

/** Slope and its standard error, from the scatter about the line. */
function lineThrough(points: readonly Measurement[]): { slope: number; error: number } {
  const count = points.length;
  const [meanX, meanY] = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / count);
  const width = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / width;
  const scatter = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, error: Math.sqrt(scatter / (count - 2) / width) };
}

function rangeOf(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
}
