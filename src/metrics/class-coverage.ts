/** What a judge, such as the digit classifier, says about samples: does each class occur, and is it the one asked for? */

/**
 * How often each class occurs.
 * @param labels [n] class of each sample, 0 to classes - 1
 * @throws RangeError if there is no label, or one is not a class
 */
export function classCounts(labels: ArrayLike<number>, { classes = 10 } = {}): Int32Array {
  if (labels.length === 0) throw new RangeError('There are no labels to count.');
  const counts = new Int32Array(classes);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new RangeError(`Label ${i} is ${label}, which is not a class from 0 to ${classes - 1}.`);
    }
    counts[label]++;
  }
  return counts;
}

/**
 * Fraction of samples that the judge puts in the class that was asked for. Read it beside the judge's own accuracy on
 * real data, and beside diversity, since guidance raises the one and lowers the other.
 * @throws RangeError if the two lists are empty or differ in length
 */
export function agreement(judged: ArrayLike<number>, asked: ArrayLike<number>): number {
  if (judged.length === 0) throw new RangeError('There are no labels to compare.');
  if (judged.length !== asked.length) {
    throw new RangeError(`${judged.length} judged labels cannot agree with ${asked.length} asked for.`);
  }
  let agreed = 0;
  for (let i = 0; i < judged.length; i++) if (judged[i] === asked[i]) agreed++;
  return agreed / judged.length;
}
