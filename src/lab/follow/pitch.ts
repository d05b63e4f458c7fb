/** The lowest and the highest tone, in hertz: two octaves in the middle of the voice's range. */
export const lowest = 220;
export const highest = 880;

/**
 * The tone of a value in the range of the run so far: the least value sounds lowest, the greatest highest, and in between equal
 * ratios are equal intervals; equal differences where the range reaches zero or below.
 * @returns hertz, from `lowest` to `highest`; the middle while all values are one
 */
export function pitchOf(value: number, values: readonly number[]): number {
  const known = values.filter(Number.isFinite);
  const measure = known.every((each) => each > 0) && value > 0 ? Math.log : (each: number) => each;
  const [low, high] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))].map(
    measure,
  );
  const part = high > low ? (measure(value) - low) / (high - low) : 0.5;
  return lowest * (highest / lowest) ** Math.min(1, Math.max(0, part));
}
