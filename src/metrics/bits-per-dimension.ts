/**
 * A surprise in nats for a whole example, such as a negative log-likelihood, as bits for each of its numbers: nats / (d log 2).
 * Surprises of pixels that are ink or paper compare with nothing that was measured on greys.
 * @throws RangeError if the dimension is no whole number from 1
 */
export function bitsPerDimension(nats: number, dimension: number): number {
  if (!Number.isInteger(dimension) || dimension < 1)
    throw new RangeError(`The dimension must be a whole number from 1, got ${dimension}.`);
  return nats / (dimension * Math.LN2);
}
