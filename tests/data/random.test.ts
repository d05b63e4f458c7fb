import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';

const seeds = [0, 1, -1, 2 ** 32, Number.MAX_SAFE_INTEGER];

describe('a seed makes a run', () => {
  it.each(seeds)('seed %i gives the same numbers again', (seed) => {
    expect(createRandom(seed).normals(50)).toEqual(createRandom(seed).normals(50));
  });

  it('different seeds give different numbers', () => {
    const first = new Set(seeds.map((seed) => createRandom(seed).uniform()));
    expect(first.size).toBe(seeds.length);
  });

  it('neighbouring seeds are uncorrelated', () => {
    const count = 4000;
    const values = Array.from({ length: count }, (_, seed) => createRandom(seed).uniform() - 0.5);
    const product = values.reduce((sum, value, i) => sum + value * values[(i + 1) % count], 0) / count;
    expect(Math.abs(product)).toBeLessThan(5 / 12 / Math.sqrt(count));
  });

  it.each([0.5, NaN, Infinity, 2 ** 53])('refuses %d as a seed', (seed) => {
    expect(() => createRandom(seed)).toThrow(/whole number/);
  });
});

describe('uniform', () => {
  it('lies in [0, 1) with mean 1/2 and variance 1/12', () => {
    const random = createRandom(3);
    const count = 100_000;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < count; i++) {
      const value = random.uniform();
      if (!(value >= 0 && value < 1)) expect.fail(`${value} is outside [0, 1)`);
      sum += value;
      squares += (value - 0.5) ** 2;
    }
    expect(Math.abs(sum / count - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / count));
    expect(Math.abs(squares / count - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / count));
  });
});

describe('normal', () => {
  const count = 200_000;
  const values = createRandom(0).normals(count);
  const moment = (power: number): number => values.reduce((sum, value) => sum + value ** power, 0) / count;

  // The variance of a mean of z^k is (E z^2k - (E z^k)^2) / n.
  it.each([
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
  ])('moment %i is %i', (power, expected, variance) => {
    expect(Math.abs(moment(power) - expected)).toBeLessThan(5 * Math.sqrt(variance / count));
  });

  it('has independent neighbours, though draws are made in pairs', () => {
    const product = values.reduce((sum, value, i) => sum + value * values[(i + 1) % count], 0) / count;
    expect(Math.abs(product)).toBeLessThan(5 / Math.sqrt(count));
  });

  it('has the tails of a Gaussian: 2.28 % lie above 2', () => {
    const above = values.filter((value) => value > 2).length / count;
    expect(Math.abs(above - 0.02275)).toBeLessThan(5 * Math.sqrt(0.02275 / count));
  });
});

describe('integer and shuffled', () => {
  it('integer(6) is a fair die', () => {
    const random = createRandom(11);
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 60_000; i++) counts[random.integer(6)]++;
    // Chi-squared with 5 degrees of freedom exceeds 25.7 once in ten thousand seeds.
    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(25.7);
  });

  it.each([0, -1, 1.5, NaN])('integer(%d) is refused', (below) => {
    expect(() => createRandom(1).integer(below)).toThrow(/whole number/);
  });

  it('shuffled is a permutation, and each of the 6 orders of 3 comes equally often', () => {
    const random = createRandom(12);
    expect(Array.from(random.shuffled(100)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    );
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = random.shuffled(3).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    const excess = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(excess).toBeLessThan(25.7);
  });

  it('shuffled(0) is empty', () => {
    expect(createRandom(1).shuffled(0)).toHaveLength(0);
  });
});

describe('fork', () => {
  it('depends on seed and label, not on what was drawn before', () => {
    const fresh = createRandom(5);
    const used = createRandom(5);
    used.normals(1001);
    expect(used.fork('noise').normals(20)).toEqual(fresh.fork('noise').normals(20));
    expect(createRandom(6).fork('noise').uniform()).not.toBe(fresh.fork('noise').uniform());
  });

  it('leaves its parent as it was', () => {
    const parent = createRandom(5);
    parent.fork('noise').normals(10);
    expect(parent.uniform()).toBe(createRandom(5).uniform());
  });

  it('gives streams that are uncorrelated with one another and with the parent', () => {
    const count = 50_000;
    const streams = [
      createRandom(0),
      ...['data', 'noise', 'noise2'].map((label) => createRandom(0).fork(label)),
    ];
    const draws = streams.map((random) => random.normals(count));
    for (let i = 0; i < draws.length; i++) {
      for (let j = 0; j < i; j++) {
        const product = draws[i].reduce((sum, value, k) => sum + value * draws[j][k], 0) / count;
        expect(Math.abs(product), `streams ${i} and ${j}`).toBeLessThan(5 / Math.sqrt(count));
      }
    }
  });

  it('tells nested forks apart', () => {
    const random = createRandom(1);
    expect(random.fork('a').fork('b').uniform()).not.toBe(random.fork('b').fork('a').uniform());
  });
});

describe('state', () => {
  it.each([0, 1, 2, 7])('goes on exactly after %i normal draws, in a stream of any seed', (drawn) => {
    const random = createRandom(3).fork('training');
    random.normals(drawn);
    random.integer(10);
    const resumed = createRandom(99);
    resumed.resume(random.state());
    expect(resumed.normals(9)).toEqual(random.normals(9));
    expect(resumed.uniform()).toBe(random.uniform());
    expect(resumed.state()).toBe(random.state());
  });

  it('leaves forks with the seed', () => {
    const random = createRandom(3);
    random.resume(createRandom(4).state());
    expect(random.fork('noise').uniform()).toBe(createRandom(3).fork('noise').uniform());
  });

  it.each(['', '1 2 3', '1 2 3 4', '1 2 3 4 x', 'a 2 3 4 ', '1 2 3 4  '])('refuses "%s"', (text) => {
    expect(() => createRandom(1).resume(text)).toThrow(/no state/);
  });
});
