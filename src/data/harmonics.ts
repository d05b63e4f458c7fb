/** A cycle of a sound as its harmonics: sums of a cosine and a sine that swing once, twice, three times, ... in the cycle. */
export interface Harmonics {
  /** Entry k - 1 belongs to harmonic k. */
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
}

/**
 * The discrete Fourier transform of one cycle of n numbers, without its mean (which no ear hears) and without harmonic n / 2 (whose
 * phase n numbers cannot tell): harmonics 1 to n / 2 - 1.
 */
export function harmonicsOf(cycle: ArrayLike<number>): Harmonics {
  const n = cycle.length;
  const turns = circle(n);
  const part = (k: number, quarter: number): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += cycle[i] * turns[(i * k + quarter) % n];
    return (2 * sum) / n;
  };
  const all = (quarter: number) => Float64Array.from({ length: n / 2 - 1 }, (_, i) => part(i + 1, quarter));
  // A sine is a cosine that is three quarters of a cycle ahead.
  return { cosine: all(0), sine: all((3 * n) / 4) };
}

/** How strong each harmonic is; this is what the ear tells sounds apart by, whatever their phases. */
export function magnitudesOf(cycle: ArrayLike<number>): Float64Array {
  const { cosine, sine } = harmonicsOf(cycle);
  return cosine.map((part, i) => Math.hypot(part, sine[i]));
}

const circles = new Map<number, Float64Array>();

/** Cosines of n places on the circle; n is a multiple of 4. */
function circle(n: number): Float64Array {
  const known = circles.get(n);
  if (known) return known;
  const made = Float64Array.from({ length: n }, (_, i) => Math.cos((2 * Math.PI * i) / n));
  circles.set(n, made);
  return made;
}
