/**
 * Which coordinates of a code carry something: those whose mean, given an example, varies by more than the threshold over the
 * examples. Burda et al. 2016, section 5.2.
 *
 * @param means [count * latent] of the codes' distributions, example after example
 * @param threshold of the variance over examples. Default 0.01, the paper's
 * @returns the variance of each coordinate's mean, [latent], and how many of them are above the threshold
 * @throws RangeError if there are fewer than two examples, or a part of one
 */
export function activeUnits(
  means: ArrayLike<number>,
  { latent, threshold = 0.01 }: { latent: number; threshold?: number },
): { variances: Float64Array; active: number } {
  const count = means.length / latent;
  if (!Number.isInteger(count) || count < 2)
    throw new RangeError(`At least two whole codes of ${latent} are needed, got ${means.length} numbers.`);
  const variances = Float64Array.from({ length: latent }, (_, unit) => {
    const values = Float64Array.from({ length: count }, (_, i) => means[i * latent + unit]);
    const mean = values.reduce((sum, value) => sum + value) / count;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  });
  return { variances, active: variances.filter((variance) => variance > threshold).length };
}
