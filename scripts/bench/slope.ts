/** How fast a cost grows with the work. */
export interface Point {
  readonly work: number;
  readonly seconds: number;
}

/**
 * The slope of the straight line through log(seconds) over log(work), by least squares: 1 where the cost grows as the work, 0
 * where it does not depend on it.
 *
 * @throws RangeError unless two points differ in their work
 */
export function slopeOf(points: readonly Point[]): number {
  const x = points.map(({ work }) => Math.log(work));
  const y = points.map(({ seconds }) => Math.log(seconds));
  const [middleX, middleY] = [mean(x), mean(y)];
  const spread = x.reduce((sum, value) => sum + (value - middleX) ** 2, 0);
  if (!(spread > 0)) throw new RangeError('A slope needs two points that differ in their work.');
  const common = x.reduce((sum, value, i) => sum + (value - middleX) * (y[i] - middleY), 0);
  return common / spread;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The value in the middle; between the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.floor(half)] + sorted[Math.ceil(half) - 1]) / 2;
}
