import { describe, expect, it } from 'vitest';
import { activeUnits } from '#metrics/active-units';

describe('active units', () => {
  it('are those whose means vary over the examples', () => {
    // Unit 0 has the means 1 and 3, unit 1 always 5, unit 2 moves by a hair.
    const { variances, active } = activeUnits([1, 5, 0, 3, 5, 0.1], { latent: 3 });
    expect([...variances]).toEqual([1, 0, expect.closeTo(0.0025, 12)]);
    expect(active).toBe(1);
  });

  it('depend on the threshold alone, not on where the means lie', () => {
    expect(activeUnits([1000, 1000.1], { latent: 1, threshold: 0.002 }).active).toBe(1);
    expect(activeUnits([1000, 1000.1], { latent: 1, threshold: 0.003 }).active).toBe(0);
  });

  it('need two whole codes', () => {
    expect(() => activeUnits([1, 2], { latent: 2 })).toThrow(RangeError);
    expect(() => activeUnits([1, 2, 3], { latent: 2 })).toThrow(/whole codes of 2/);
  });
});
