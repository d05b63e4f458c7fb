import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { distanceToReal } from '#metrics/distance-to-real';

const dimension = 3;
const normals = (seed: number, count: number): Float32Array => createRandom(seed).normals(count * dimension);

describe('the distance to real examples', () => {
  const real = normals(1, 5000);

  it('is near its floor for samples of the same distribution', () => {
    const { distance, floor } = distanceToReal(normals(2, 1000), real, { dimension });
    expect(floor).toBeGreaterThan(0);
    expect(distance).toBeLessThan(4 * floor);
  });

  it('is the squared distance of the means where only those differ', () => {
    const moved = normals(2, 1000).map((value) => value + 2);
    const { distance } = distanceToReal(moved, real, { dimension });
    expect(distance).toBeGreaterThan(0.9 * dimension * 4);
    expect(distance).toBeLessThan(1.1 * dimension * 4);
  });

  it('asks for five real examples for each sample', () => {
    expect(() => distanceToReal(normals(2, 1001), real, { dimension })).toThrow(
      /5005 real examples, got 5000/,
    );
  });
});
