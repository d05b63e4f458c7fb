/**
 * Sorting numbers that are spread without long gaps, such as projected points, in time proportional to their count; sliced
 * Wasserstein distances sort a hundred such lists for one number, while a model trains beside them.
 */

/** Room for the work, reused from call to call. */
export interface SortingRoom {
  readonly values: Float64Array;
  readonly starts: Int32Array;
}

export function sortingRoom(count: number): SortingRoom {
  return { values: new Float64Array(count), starts: new Int32Array(count + 1) };
}

/**
 * Sorts finite numbers in ascending order, in place: each goes into one of n equally wide buckets (counting sort), and what
 * disorder remains within the buckets is put right by insertion. Any input is sorted correctly; only one that crowds into
 * few buckets takes longer.
 */
export function spreadSort(values: Float64Array, room: SortingRoom): void {
  const { least, perWidth } = bucketScale(values);
  // Too wide or too narrow for buckets: a range beyond the largest double, equal or neighbouring numbers.
  if (!(perWidth > 0 && Number.isFinite(perWidth))) {
    values.sort();
    return;
  }
  const ends = room.starts.fill(0);
  for (const value of values) ends[Math.floor((value - least) * perWidth) + 1]++;
  for (let k = 1; k < ends.length; k++) ends[k] += ends[k - 1];
  room.values.set(values);
  for (const value of room.values) values[ends[Math.floor((value - least) * perWidth)]++] = value;
  insertionSort(values);
}

/** Maps the range of the values on [0, n - 1], so that the floor is a bucket. */
function bucketScale(values: Float64Array): { least: number; perWidth: number } {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, perWidth: (values.length - 1) / (most - least) };
}

function insertionSort(values: Float64Array): void {
  for (let i = 1; i < values.length; i++) {
    const value = values[i];
    let j = i - 1;
    for (; j >= 0 && values[j] > value; j--) values[j + 1] = values[j];
    values[j + 1] = value;
  }
}
