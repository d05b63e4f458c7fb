import { describe, expect, test } from 'vitest';
import { fewest, fitted, tablePoints } from '#lab/points-table';

const rows = (row: (i: number) => string, count = fewest): string =>
  Array.from({ length: count }, (_, i) => row(i)).join('\n');

describe('a table of points', () => {
  test('may be divided by commas, tabs, semicolons or spaces', () => {
    for (const divider of [',', ', ', '\t', ';', '  ']) {
      const read = tablePoints(rows((i) => `${i}${divider}${1 - i / 2}`));
      expect(read).toEqual({ points: Array.from({ length: fewest }, (_, i) => [i, 1 - i / 2]).flat() });
    }
  });

  test('may have a heading, empty rows, remarks, quotes and decimal commas', () => {
    const text = `\uFEFFx;y\r\n\r\n# measured\r\n${rows(() => '"1,5";-2,25')}`;
    expect(tablePoints(text)).toEqual({
      points: Array.from({ length: fewest }, () => [1.5, -2.25]).flat(),
    });
  });

  test('is refused with the row and column where it is wrong', () => {
    expect(tablePoints('')).toEqual({ kind: 'empty' });
    expect(tablePoints('1,2\n3,4,5')).toEqual({ kind: 'columns', row: 2, found: '3' });
    expect(tablePoints('1,2\n\n3,four')).toEqual({ kind: 'number', row: 3, column: 2, found: 'four' });
    expect(tablePoints('1,2\n3,')).toEqual({ kind: 'number', row: 2, column: 2, found: '' });
    expect(tablePoints('1,2\n1e999,2')).toEqual({ kind: 'number', row: 2, column: 1, found: '1e999' });
    expect(tablePoints('x,y\n1,2')).toEqual({ kind: 'few', found: '1' });
  });
});

describe('points fitted to a plane', () => {
  test('fill nine tenths of it, both axes alike', () => {
    const points = fitted([100, 5, 300, 5, 200, 105], { extent: 2, limit: 10 });
    const expected = [-1.8, -0.9, 1.8, -0.9, 0, 0.9];
    expected.forEach((value, i) => expect((points as number[])[i]).toBeCloseTo(value, 10));
  });

  test('are thinned evenly to the limit', () => {
    const many = Array.from({ length: 2000 }, (_, i) => i);
    const points = fitted(many, { extent: 1, limit: 100 }) as number[];
    expect(points).toHaveLength(200);
    const steps = points.filter((_, i) => i % 2 === 0).map((x, i, all) => (i === 0 ? NaN : x - all[i - 1]));
    for (const step of steps.slice(1)) expect(step).toBeCloseTo(steps[1], 10);
  });

  test('must not all be one point', () => {
    expect(fitted([1, 2, 1, 2], { extent: 1, limit: 10 })).toEqual({ kind: 'flat' });
  });
});
