import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { agreement, classCounts } from '#metrics/class-coverage';
import { dataFloor } from '#metrics/data-floor';
import { copyingRatio, relativeDiversity } from '#metrics/diversity';

describe('classCounts', () => {
  it('counts every class, also those that do not occur', () => {
    expect(classCounts([0, 2, 2, 9])).toEqual(new Int32Array([1, 0, 2, 0, 0, 0, 0, 0, 0, 1]));
    expect(classCounts(new Uint8Array([1, 1]), { classes: 2 })).toEqual(new Int32Array([0, 2]));
  });

  it.each<[string, number[], RegExp]>([
    ['no label', [], /no labels/],
    ['a label above the last class', [0, 10], /Label 1 is 10, which is not a class from 0 to 9/],
    ['a fraction', [0.5], /Label 0 is 0.5/],
    ['NaN', [NaN], /Label 0 is NaN/],
  ])('refuses %s', (_, labels, message) => {
    expect(() => classCounts(labels)).toThrow(message);
  });
});

describe('agreement', () => {
  it('is the fraction judged as asked', () => {
    expect(agreement([1, 2, 3, 4], new Uint8Array([1, 2, 0, 4]))).toBe(0.75);
  });

  it('refuses lists that cannot be compared', () => {
    expect(() => agreement([], [])).toThrow(/no labels/);
    expect(() => agreement([1], [1, 2])).toThrow(/1 judged labels cannot agree with 2/);
  });
});

describe('relativeDiversity', () => {
  const random = createRandom(0);

  it('is 1 for the real data themselves, scales with the sample and is 0 for one repeated picture', () => {
    const real = random.normals(4 * 50);
    expect(relativeDiversity(real, real, { dimension: 4 })).toBeCloseTo(1, 12);
    const half = Float64Array.from(real, (value) => value / 2);
    expect(relativeDiversity(half, real, { dimension: 4 })).toBeCloseTo(0.5, 12);
    expect(relativeDiversity(new Float32Array(8).fill(0.5), real, { dimension: 4 })).toBe(0);
    expect(() => relativeDiversity(real, new Float32Array(8), { dimension: 4 })).toThrow(/all the same/);
  });

  it('is about 1 for fresh samples of the same distribution', () => {
    const ratio = relativeDiversity(random.normals(16 * 200), random.normals(16 * 200), { dimension: 16 });
    expect(Math.abs(ratio - 1)).toBeLessThan(0.03);
  });
});

describe('copyingRatio', () => {
  const random = createRandom(0);
  const [train, test, fresh] = ['train', 'test', 'fresh'].map((label) => random.fork(label).normals(8 * 300));

  it('is about 1 for fresh samples and 0 for copies of training data', () => {
    expect(Math.abs(copyingRatio(fresh, { train, test, dimension: 8 }) - 1)).toBeLessThan(0.05);
    expect(copyingRatio(train.slice(0, 80), { train, test, dimension: 8 })).toBe(0);
  });

  it('finds the nearest example by hand', () => {
    const line = (values: number[]): Float32Array => new Float32Array(values);
    const ratio = copyingRatio(line([0, 10]), { train: line([1, 12]), test: line([-4, 8]), dimension: 1 });
    expect(ratio).toBeCloseTo(1.5 / 3, 12);
  });

  it('refuses unequal numbers of training and test examples', () => {
    expect(() => copyingRatio(fresh, { train, test: test.slice(8), dimension: 8 })).toThrow(
      /not 300 and 299/,
    );
  });
});

describe('dataFloor', () => {
  it('averages the metric over pairs of fresh sets of the given size', () => {
    let drawn = 0;
    const draw = (count: number): Float32Array => new Float32Array(2 * count).fill(drawn++);
    const floor = dataFloor((a, b) => b[0] - a[0] + a.length, draw, { count: 7, pairs: 3 });
    expect(floor).toBe(15);
    expect(drawn).toBe(6);
    expect(() => dataFloor(() => 0, draw, { count: 7, pairs: 0 })).toThrow(/At least one pair/);
  });
});
