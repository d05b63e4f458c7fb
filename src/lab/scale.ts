/** Axes of charts: where a value stands, and which round numbers stand beside it. */

export interface Scale {
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Where values stand between two places, evenly or by their logarithms. */
export function scale(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
  log: boolean,
): Scale {
  const measure = log ? Math.log10 : (value: number) => value;
  const [low, high] = [measure(from), measure(to)];
  const place = (value: number) => start + ((measure(value) - low) / (high - low)) * (end - start);
  return { place, ticks: log ? decades(low, high) : roundNumbers(from, to) };
}

/** From the least to the greatest of all values that can be drawn, with a margin. */
export function rangeOf(rows: readonly ArrayLike<number>[], positive = false): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) {
      const value = row[i];
      if (!Number.isFinite(value) || (positive && value <= 0)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return positive ? [0.1, 1] : [0, 1];
  // Values that differ by rounding only are one value: ticks between them would be finer than doubles are.
  if (high - low <= 1e-9 * Math.max(Math.abs(low), Math.abs(high)))
    return positive ? [low / 2, high * 2] : [low - 0.5, high + 0.5];
  const margin = positive ? 0 : (high - low) * 0.04;
  return [low >= 0 && !positive ? Math.max(0, low - margin) : low - margin, high + margin];
}

/** Four to seven multiples of 1, 2 or 5 times a power of ten. */
function roundNumbers(from: number, to: number): number[] {
  const rough = (to - from) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const ticks = [];
  for (let i = Math.ceil(from / step); i * step <= to + step * 1e-9; i++)
    ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

function decades(low: number, high: number): number[] {
  const ticks = [];
  const factors = high - low > 2.5 ? [1] : [1, 2, 5];
  const stride = Math.max(1, Math.ceil((high - low) / 6));
  for (let exponent = Math.floor(low); exponent <= high; exponent += stride) {
    for (const factor of factors) ticks.push(factor * 10 ** exponent);
  }
  return ticks.filter((tick) => Math.log10(tick) >= low - 1e-9 && Math.log10(tick) <= high + 1e-9);
}
