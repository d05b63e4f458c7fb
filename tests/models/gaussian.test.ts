import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import {
  changed,
  createGaussian,
  negativeLogLikelihood,
  noiseBehind,
  sample,
  slopes,
  trainingStep,
} from '#models/gaussian';
import type { Change, Gaussian } from '#models/gaussian';

const tilted: Gaussian = { meanX: 0.4, meanY: -1.1, spreadX: 1.3, slant: -0.7, spreadY: 0.6 };
const still: Change = { shiftX: 0, shiftY: 0, stretchX: 0, slant: 0, stretchY: 0 };
const points = (count: number, seed = 4): Float32Array => createRandom(seed).normals(2 * count);

function trained(from: Gaussian, data: Float32Array, steps: number): Gaussian {
  let gaussian = from;
  for (let step = 0; step < steps; step++) gaussian = trainingStep(gaussian, data, 0.1);
  return gaussian;
}

describe('a Gaussian on the plane', () => {
  it('turns points back into the noise that made them', () => {
    const noise = points(50);
    const back = noiseBehind(tilted, sample(tilted, noise));
    back.forEach((value, i) => expect(value).toBeCloseTo(noise[i], 5));
  });

  it('gives a density that integrates to 1', () => {
    const side = 240;
    const reach = 8;
    const cell = (2 * reach) / side;
    let mass = 0;
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const point = Float32Array.of(-reach + cell * (column + 0.5), -reach + cell * (row + 0.5));
        mass += Math.exp(-negativeLogLikelihood(tilted, point)) * cell ** 2;
      }
    }
    expect(mass).toBeCloseTo(1, 4);
  });

  it('agrees with the density written with the inverse covariance', () => {
    const { meanX, meanY, spreadX, slant, spreadY } = tilted;
    const [xx, xy, yy] = [spreadX ** 2, spreadX * slant, slant ** 2 + spreadY ** 2];
    const determinant = xx * yy - xy ** 2;
    const [dx, dy] = [1.5 - meanX, 0.25 - meanY];
    const distance = (yy * dx ** 2 - 2 * xy * dx * dy + xx * dy ** 2) / determinant;
    const expected = Math.log(2 * Math.PI) + Math.log(determinant) / 2 + distance / 2;
    expect(negativeLogLikelihood(tilted, Float32Array.of(1.5, 0.25))).toBeCloseTo(expected, 5);
  });

  it.each(['shiftX', 'shiftY', 'stretchX', 'slant', 'stretchY'] as const)(
    'has the slope along %s that finite differences find',
    (along) => {
      const data = points(40);
      const width = 1e-3;
      const lossAt = (size: number): number =>
        negativeLogLikelihood(changed(tilted, { ...still, [along]: size }), data);
      const difference = (lossAt(width) - lossAt(-width)) / (2 * width);
      // The noise is kept in single precision, which leaves about four digits of the difference.
      expect(Math.abs(slopes(tilted, data)[along] - difference)).toBeLessThan(
        2e-3 * (1 + Math.abs(difference)),
      );
    },
  );

  it('makes the step that the article works by hand', () => {
    // On one axis: mean 1, spread 2, data 2 and 4; the other axis is already right in mean and spread.
    const step = trainingStep(createGaussian(1, 1, 2), Float32Array.of(2, -1, 4, 3), 0.1);
    expect(step.meanX).toBeCloseTo(1.2, 6);
    expect(step.spreadX).toBeCloseTo(2.0506, 4);
  });

  it('learns the mean, the spreads and the slant of its data', () => {
    const data = sample(tilted, points(4000));
    const learnt = trained(createGaussian(1, 1, 2.5), data, 120);
    expect(learnt.meanX).toBeCloseTo(tilted.meanX, 1);
    expect(learnt.meanY).toBeCloseTo(tilted.meanY, 1);
    expect(learnt.spreadX).toBeCloseTo(tilted.spreadX, 1);
    expect(learnt.slant).toBeCloseTo(tilted.slant, 1);
    expect(learnt.spreadY).toBeCloseTo(tilted.spreadY, 1);
  });

  it('ends where the closed-form best Gaussian is', () => {
    const data = sample(tilted, points(300));
    const learnt = trained(createGaussian(1, 1, 2.5), data, 300);
    const left = slopes(learnt, data);
    for (const value of Object.values(left)) expect(Math.abs(value)).toBeLessThan(1e-4);
    expect(learnt.meanX).toBeCloseTo(
      data.filter((_, i) => i % 2 === 0).reduce((sum, x) => sum + x / 300, 0),
      4,
    );
  });

  it('stays finite on points that all lie on one line', () => {
    const line = Float32Array.from({ length: 40 }, (_, i) =>
      i % 2 === 0 ? i / 20 - 1 : 3 * ((i - 1) / 20 - 1),
    );
    const learnt = trained(createGaussian(1, 1, 2.5), line, 60);
    expect(Number.isFinite(negativeLogLikelihood(learnt, line))).toBe(true);
    expect(learnt.slant / learnt.spreadX).toBeCloseTo(3, 1);
  });

  it('dreams the point, and is as surprised by it, as the article works by hand', () => {
    const gaussian: Gaussian = { meanX: 1, meanY: 0, spreadX: 2, slant: 0.5, spreadY: 1 };
    expect([...sample(gaussian, Float32Array.of(-0.5, 1))]).toEqual([0, 0.75]);
    expect(negativeLogLikelihood(gaussian, Float32Array.of(0, 0.75))).toBeCloseTo(3.156, 3);
  });
});
