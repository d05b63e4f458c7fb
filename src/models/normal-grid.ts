/** P(Z <= x) of the standard normal distribution, by the series around 0 of Marsaglia 2004, good for |x| up to about 6. */
export function normalShare(x: number): number {
  let [sum, term] = [x, x];
  for (let i = 3; Math.abs(term) > 1e-16; i += 2) sum += term *= (x * x) / i;
  return 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
}

/** The x with P(Z <= x) = share, for shares that lie between -6 and 6 deviations; found by halving. */
export function normalQuantile(share: number): number {
  let [low, high] = [-6, 6];
  for (let round = 0; round < 50; round++) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Codes on a square grid such that each stands for an equal share of the prior N(0, I), row by row from the top left:
 * [side * side * 2]. Kingma and Welling 2014, appendix A.
 */
export function codeGrid(side: number): Float32Array {
  const at = Array.from({ length: side }, (_, i) => normalQuantile((i + 0.5) / side));
  return Float32Array.from({ length: side * side * 2 }, (_, k) => {
    const cell = Math.floor(k / 2);
    return k % 2 === 0 ? at[cell % side] : -at[Math.floor(cell / side)];
  });
}
