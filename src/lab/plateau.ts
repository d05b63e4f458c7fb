/** How many losses are compared with as many before them. */
const window = 20;
/** An improvement below this share of the earlier mean counts as none. */
const least = 0.01;

/**
 * Whether a curve has stopped falling: the mean of its last 20 values lies less than 1 % below the mean of the 20 before,
 * or less than the two means can differ by chance (two standard errors).
 * @param curve one value a frame; NaN where a frame carried none
 */
export function isPlateau(curve: readonly number[]): boolean {
  const values = curve.filter(Number.isFinite);
  if (values.length < 2 * window) return false;
  const earlier = moments(values.slice(-2 * window, -window));
  const recent = moments(values.slice(-window));
  const chance = 2 * Math.sqrt((earlier.variance + recent.variance) / window);
  return earlier.mean - recent.mean < Math.max(least * Math.abs(earlier.mean), chance);
}

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}
