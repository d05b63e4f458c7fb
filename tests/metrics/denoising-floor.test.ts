import { expect, test } from 'vitest';
import { createRandom } from '#data/random';
import { denoisingFloor, meanNoise } from '#metrics/denoising-floor';
import { linearSchedule } from '#models/noise-schedule';

test('for one Gaussian the mean noise is the textbook line', () => {
  const [alphaBar, deviation] = [0.6, 0.5];
  const [x] = meanNoise([1.2, 0], { modes: [0.4, 0], deviation }, alphaBar);
  const variance = alphaBar * deviation ** 2 + 1 - alphaBar;
  expect(x).toBeCloseTo((Math.sqrt(1 - alphaBar) * (1.2 - Math.sqrt(alphaBar) * 0.4)) / variance, 12);
});

test('for two modes it is -sqrt(1 - alphaBar) times the slope of the log density', () => {
  const mixture = { modes: [1.5, 0, -1.5, 0], deviation: 0.3 };
  const alphaBar = 0.5;
  const variance = alphaBar * 0.09 + 0.5;
  const logDensity = (x: number) =>
    Math.log(
      [1.5, -1.5].reduce(
        (sum, mode) => sum + Math.exp(-((x - Math.sqrt(0.5) * mode) ** 2) / (2 * variance)),
        0,
      ),
    );
  for (const x of [-2, -0.3, 0.1, 1.7]) {
    const slope = (logDensity(x + 1e-4) - logDensity(x - 1e-4)) / 2e-4;
    expect(meanNoise([x, 0], mixture, alphaBar)[0]).toBeCloseTo(-Math.sqrt(0.5) * slope, 6);
  }
});

test.each([
  ['noise', (signal: number, v: number) => (signal * 0.25) / v],
  ['clean', (signal: number, v: number) => (0.25 * (1 - signal)) / v],
  ['velocity', (_: number, v: number) => 0.25 / v],
] as const)('the floor of one Gaussian, target %s, is its closed form', (target, exact) => {
  const { alphaBar, steps } = linearSchedule(50);
  const closed = [...alphaBar.slice(1)].reduce((sum, a) => sum + exact(a, a * 0.25 + 1 - a) / steps, 0);
  const floor = denoisingFloor({ modes: [0, 0], deviation: 0.5 }, alphaBar, {
    random: createRandom(3),
    target,
  });
  expect(Math.abs(floor / closed - 1)).toBeLessThan(0.03);
});
