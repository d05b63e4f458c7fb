import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { wasserstein } from '#models/adversarial-objectives';
import { criticLoss, slopePenalty, unitSlopePenalty } from '#models/gan';
import { line, lineSlopes, transport } from './game-oracles.ts';

const way = (a: number, b: number): number => Math.abs(a - b);
const costsOf = (from: readonly number[], to: readonly number[]): number[][] =>
  from.map((a) => to.map((b) => way(a, b)));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** On the line the sorted points are paired in order. */
const inOrder = (from: readonly number[], to: readonly number[]): number => {
  const [a, b] = [sorted(from), sorted(to)];
  return mean(a.map((value, i) => way(value, b[i])));
};

/** The integral of the distance between both distribution functions. */
function betweenShares(from: readonly number[], to: readonly number[]): number {
  const places = sorted([...from, ...to]);
  const below = (values: readonly number[], at: number): number =>
    values.filter((value) => value <= at).length / values.length;
  return places
    .slice(1)
    .reduce(
      (sum, at, i) => sum + (at - places[i]) * Math.abs(below(from, places[i]) - below(to, places[i])),
      0,
    );
}

/** The cheapest of all orders, by trying them. */
function cheapest(costs: readonly (readonly number[])[], taken: readonly number[] = []): number {
  if (taken.length === costs.length) return 0;
  const free = costs.map((_, j) => j).filter((j) => !taken.includes(j));
  return Math.min(...free.map((j) => costs[taken.length][j] + cheapest(costs, [...taken, j])));
}

describe('half at 0 and half at 3, against all at 1', () => {
  const [from, to] = [
    [0, 3],
    [1, 1],
  ];

  it('plan, dual and integral all say 1.5', () => {
    const score = (x: number): number => way(x, 1);
    expect(Math.abs(transport(costsOf(from, to)).cost / 2 - 1.5)).toBeLessThan(1e-12);
    expect(Math.abs(mean(from.map(score)) - mean(to.map(score)) - 1.5)).toBeLessThan(1e-12);
    expect(Math.abs(betweenShares(from, to) - 1.5)).toBeLessThan(1e-12);
  });

  it('no straight line does as well', () => {
    const line = (slope: number): number => slope * (mean(from) - mean(to));
    for (const slope of [-1, -0.5, 0.5, 1]) expect(line(slope)).toBeLessThan(1.5);
  });
});

describe.each([11, 12, 13])('seven random points against seven, seed %i', (seed) => {
  const random = createRandom(seed);
  const [from, to] = [0, 1].map(() => Array.from({ length: 7 }, () => 2 * random.normal()));
  const costs = costsOf(from, to);
  const { cost, rows, columns } = transport(costs);

  it('the best plan is that of sorted points, and the integral between the distribution functions', () => {
    expect(Math.abs(cost - cheapest(costs))).toBeLessThan(1e-9);
    expect(Math.abs(cost / 7 - inOrder(from, to))).toBeLessThan(1e-9);
    expect(Math.abs(cost / 7 - betweenShares(from, to))).toBeLessThan(1e-9);
  });

  it('prices below every cost add up to it: weak duality is tight', () => {
    rows.forEach((row, i) =>
      columns.forEach((column, j) => expect(row + column).toBeLessThanOrEqual(costs[i][j] + 1e-9)),
    );
    expect(mean(rows) + mean(columns)).toBeCloseTo(cost / 7, 9);
  });

  it('the prices make a critic whose slope is nowhere above 1, and its gap is the cost', () => {
    const critic = (x: number): number => Math.min(...to.map((y, j) => way(x, y) - columns[j]));
    expect(mean(from.map(critic)) - mean(to.map(critic))).toBeCloseTo(cost / 7, 9);
    const places = Array.from({ length: 400 }, (_, i) => -8 + i / 25);
    for (const x of places) expect(way(critic(x), critic(x + 0.01))).toBeLessThanOrEqual(0.01 + 1e-12);
    // Along the way of a pair of the best plan it rises with slope 1.
    const steepest = Math.max(...places.map((x) => Math.abs(critic(x + 0.01) - critic(x)) / 0.01));
    expect(steepest).toBeCloseTo(1, 9);
  });
});

/** A critic w x against data at 4 and fakes at 0: the difference of the means is 4. */
describe('penalties on a straight critic', () => {
  beforeAll(() => useBackend('cpu'));

  const pair = () => ({
    real: tf.tensor2d([3, 5], [2, 1]),
    fake: tf.tensor2d([-1, 1], [2, 1]),
    share: tf.tensor2d([0.3, 0.8], [2, 1]),
  });
  const at = (weight: number, rules: object) =>
    lineSlopes(
      (weights) => criticLoss(weights, pair(), { objective: wasserstein, ...rules }),
      line(weight, 0.7),
    );

  /** The least loss stands at this weight, whose slope there is 0. */
  function expectBest(weight: number, rules: object): void {
    expect(at(weight, rules).weight).toBeCloseTo(0, 4);
    for (const other of [0, weight - 0.1, weight + 0.1, 9])
      expect(at(other, rules).loss).toBeGreaterThan(at(weight, rules).loss);
  }

  it('on unit slope, lambda 10: w = 1.2, loss -4.4, gap 4.8 where W1 is 4', () => {
    expectBest(1.2, { unitSlope: 10 });
    expect(at(1.2, { unitSlope: 10 }).loss).toBeCloseTo(-4.4, 5);
    expect(-at(1.2, {}).loss).toBeCloseTo(4.8, 5);
    expect(inOrder([3, 5], [-1, 1])).toBe(4);
  });

  it('on unit slope in general: w = 1 + gap / (2 lambda), loss -gap - gap² / (4 lambda)', () => {
    for (const unitSlope of [1, 4, 100]) {
      const best = 1 + 4 / (2 * unitSlope);
      expect(at(best, { unitSlope }).weight).toBeCloseTo(0, 4);
      expect(at(best, { unitSlope }).loss).toBeCloseTo(-4 - 16 / (4 * unitSlope), 4);
    }
  });

  it('R1 or R2 with gamma 2: w = 2; both: w = 1', () => {
    expectBest(2, { r1: 2 });
    expectBest(2, { r2: 2 });
    expectBest(1, { r1: 2, r2: 2 });
  });

  it('a critic of slope 1 pays nothing for unit slope, and no penalty pulls at the bias', () => {
    expect(at(1, { unitSlope: 10 }).loss).toBeCloseTo(-4, 5);
    for (const rules of [{ unitSlope: 10 }, { r1: 2 }, { r2: 2 }])
      expect(at(1.7, rules).bias).toBeCloseTo(0, 6);
  });

  it('of pixels: the squared length is a sum, 784 times the mean', () => {
    const slope = tf.fill<tf.Rank.R2>([3, 784], 0.1);
    const [sum, unit] = [slopePenalty(slope, 2), unitSlopePenalty(slope, 1)];
    expect(sum.dataSync()[0]).toBeCloseTo(784 * 0.01, 4);
    expect(unit.dataSync()[0]).toBeCloseTo((2.8 - 1) ** 2, 4);
  });
});
