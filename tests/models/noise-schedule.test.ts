import { describe, expect, it } from 'vitest';
import {
  cosineSchedule,
  fromBetas,
  jumpVariance,
  linearSchedule,
  posteriorVariance,
  signalToNoise,
  visitedSteps,
} from '#models/noise-schedule';

describe('noise schedules', () => {
  it('share the index t with the formulas: slot 0 is clean data', () => {
    const schedule = fromBetas([0.1, 0.2, 0.3, 0.4]);
    expect(schedule.steps).toBe(4);
    expect([...schedule.beta]).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
    [1, 0.9, 0.72, 0.504, 0.3024].forEach((value, t) => expect(schedule.alphaBar[t]).toBeCloseTo(value, 12));
    expect(signalToNoise(schedule, 3)).toBeCloseTo(1.016129, 6);
    expect(posteriorVariance(schedule, 3)).toBeCloseTo(0.169355, 6);
  });

  it.each([
    ['linear, 1000 steps', linearSchedule(1000), 4.03583e-5],
    ['linear, 100 steps', linearSchedule(100), 2.039009e-5],
    ['cosine, cap .999', cosineSchedule(100, { maxBeta: 0.999 }), 2.42857e-7],
    ['cosine, cap .5', cosineSchedule(100), 2.73037e-4],
  ])('end with the published share of signal: %s', (_, { alphaBar, steps }, expected) => {
    expect(Math.abs(alphaBar[steps] / expected - 1)).toBeLessThan(1e-5);
  });

  it('spread a linear schedule from 0.1 / T to 20 / T', () => {
    const { beta } = linearSchedule(1000);
    expect(beta[1]).toBeCloseTo(1e-4, 15);
    expect(beta[1000]).toBeCloseTo(0.02, 15);
  });

  it('refuse variances outside (0, 1) and name the step', () => {
    expect(() => fromBetas([0.1, 1])).toThrow('step 2');
    expect(() => fromBetas([0])).toThrow('step 1');
    expect(() => fromBetas([Number.NaN])).toThrow('step 1');
  });

  it('know the variance of a jump over several steps', () => {
    const schedule = cosineSchedule(50);
    let variance = 0;
    for (let t = 11; t <= 20; t++) variance = (1 - schedule.beta[t]) * variance + schedule.beta[t];
    expect(jumpVariance(schedule, 20, 10)).toBeCloseTo(variance, 12);
    expect(jumpVariance(schedule, 20)).toBe(schedule.beta[20]);
    expect(posteriorVariance(schedule, 1)).toBe(0);
  });

  it('visit steps from T down to 1 and end at clean data', () => {
    const schedule = linearSchedule(100);
    expect(visitedSteps(schedule, 5)).toEqual([100, 75, 51, 26, 1, 0]);
    expect(visitedSteps(schedule, 1)).toEqual([100, 0]);
    expect(visitedSteps(schedule, 100)).toEqual(Array.from({ length: 101 }, (_, k) => 100 - k));
    expect(() => visitedSteps(schedule, 101)).toThrow('100 steps cannot be sampled in 101');
    expect(() => visitedSteps(schedule, 0)).toThrow('in 0 steps');
  });
});
