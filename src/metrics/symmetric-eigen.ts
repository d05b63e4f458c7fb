/** Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's method (1846): turn away one off-diagonal pair at a time. */

/** A = V diag(values) V^T; column k of V belongs to value k. */
export interface SymmetricEigen {
  /** [size], in no particular order */
  readonly values: Float64Array;
  /** [size * size], row by row; its columns are orthonormal */
  readonly vectors: Float64Array;
}

/**
 * All eigenvalues and eigenvectors.
 * @param matrix [size * size], row by row; only its symmetric part is meaningful
 * @throws RangeError if the matrix is not square of that size, not symmetric or not finite
 */
export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  assertSymmetric(matrix, size);
  const a = Float64Array.from(matrix);
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  const scale = a.reduce((sum, value) => sum + value ** 2, 0);
  // Each sweep squares the relative size of what is left, so that ten sweeps are ample.
  for (let sweep = 0; sweep < 30 && offDiagonal(a, size) > 1e-30 * scale; sweep++) {
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) rotate(a, vectors, { p, q, size });
    }
  }
  return { values: Float64Array.from({ length: size }, (_, i) => a[i * size + i]), vectors };
}

/** One Jacobi rotation in the plane of axes p and q, chosen so that a[p][q] becomes 0 (Golub and Van Loan, 8.5.2). */
function rotate(a: Float64Array, vectors: Float64Array, { p, q, size }: Plane): void {
  const corner = a[p * size + q];
  if (corner === 0) return;
  const slope = (a[q * size + q] - a[p * size + p]) / (2 * corner);
  const tangent = (slope < 0 ? -1 : 1) / (Math.abs(slope) + Math.hypot(slope, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const turn = { cosine, sine: tangent * cosine };
  for (let k = 0; k < size; k++) mix(a, [k * size + p, k * size + q], turn);
  for (let k = 0; k < size; k++) mix(a, [p * size + k, q * size + k], turn);
  for (let k = 0; k < size; k++) mix(vectors, [k * size + p, k * size + q], turn);
}

interface Plane {
  readonly p: number;
  readonly q: number;
  readonly size: number;
}

function mix(values: Float64Array, [i, j]: [number, number], turn: { cosine: number; sine: number }): void {
  const first = values[i];
  const second = values[j];
  values[i] = turn.cosine * first - turn.sine * second;
  values[j] = turn.sine * first + turn.cosine * second;
}

function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) if (i % (size + 1) !== 0) sum += a[i] ** 2;
  return sum;
}

function assertSymmetric(matrix: Float64Array, size: number): void {
  if (matrix.length !== size * size) {
    throw new RangeError(`A ${size} x ${size} matrix has ${size * size} numbers, got ${matrix.length}.`);
  }
  if (!matrix.every(Number.isFinite)) throw new RangeError('The matrix holds a number that is not finite.');
  const largest = matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.abs(matrix[i * size + j] - matrix[j * size + i]) > 1e-9 * largest) {
        throw new RangeError(`The matrix is not symmetric in row ${i}, column ${j}.`);
      }
    }
  }
}
