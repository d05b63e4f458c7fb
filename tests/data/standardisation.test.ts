import { expect, test } from 'vitest';
import { restored, standardisation, standardised } from '#data/standardisation';

const points = Float32Array.of(1, 10, 3, 10, 5, 16, 7, 12);

test('standardised points have mean 0 on each axis and a mean variance of 1', () => {
  const z = standardised(points, standardisation(points));
  const axis = (k: number) => [...z].filter((_, i) => i % 2 === k);
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
  expect(mean(axis(0))).toBeCloseTo(0, 6);
  expect(mean(axis(1))).toBeCloseTo(0, 6);
  expect(mean([...z].map((value) => value ** 2))).toBeCloseTo(1, 6);
});

test('restoring undoes standardising', () => {
  const measured = standardisation(points);
  restored(standardised(points, measured), measured).forEach((value, i) =>
    expect(value).toBeCloseTo(points[i], 5),
  );
});

test('points that coincide stay finite', () => {
  const same = Float32Array.of(2, 3, 2, 3);
  expect([...standardised(same, standardisation(same))]).toEqual([0, 0, 0, 0]);
});

test('no points at all is an error', () => {
  expect(() => standardisation(new Float32Array())).toThrow(/no points/);
});
