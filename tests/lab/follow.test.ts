import { describe, expect, it, test } from 'vitest';
import type { Views } from '#lab/contract';
import { chartData, thinnedRows } from '#lab/follow/chart-data';
import { soundingSeries } from '#lab/follow/loss-sound';
import { highest, lowest, pitchOf } from '#lab/follow/pitch';
import { trendOf } from '#lab/follow/trend';
import { History } from '#lab/history';
import type { ChartView } from '#lab/views/chart';

const steps = Array.from({ length: 100 }, (_, i) => 10 * i);
/** Scatter that is the same in every run of the test: a fractional part of multiples of the golden ratio, mean about zero. */
const scatter = (i: number): number => ((i * 0.6180339887) % 1) - 0.5;

describe('the trend', () => {
  it('falls, and by how much, where the logarithm of the last fifth is a line', () => {
    const trend = trendOf(
      steps,
      steps.map((step) => Math.exp(-step / 1000)),
    );
    expect(trend).toMatchObject({ kind: 'falling', relative: true });
    // Steps 800 to 990 are the last fifth of 0 to 990: exp(-190 / 1000) - 1.
    expect(trend?.steps).toBe(190);
    expect(trend?.change).toBeCloseTo(Math.expm1(-0.19), 6);
  });

  it('looks at the last fifth only', () => {
    const value = (step: number) => (step < 800 ? 5 - step / 200 : 1 + (step - 800) / 1000);
    expect(trendOf(steps, steps.map(value))?.kind).toBe('rising');
  });

  it('is flat where the line moves less than its scatter explains, or by less than one per cent', () => {
    const noisy = steps.map((step, i) => Math.exp(-step / 20_000 + scatter(i)));
    expect(trendOf(steps, noisy)?.kind).toBe('flat');
    const tiny = steps.map((step) => Math.exp(-step / 100_000));
    expect(trendOf(steps, tiny)?.kind).toBe('flat');
    const clear = steps.map((step, i) => Math.exp(-step / 200 + 0.1 * scatter(i)));
    expect(trendOf(steps, clear)?.kind).toBe('falling');
  });

  it('skips gaps, takes eight measurements where a fifth has fewer, and says nothing of less', () => {
    const rare = steps.map((step, i) => (i % 10 === 0 ? 1 + step : NaN));
    expect(trendOf(steps, rare)).toMatchObject({ kind: 'rising', steps: 700 });
    expect(trendOf(steps.slice(0, 7), steps.slice(0, 7))).toBeUndefined();
    expect(trendOf([], [])).toBeUndefined();
    expect(trendOf(new Array<number>(20).fill(3), steps.slice(0, 20))).toBeUndefined();
  });

  it('goes by differences where values are negative', () => {
    const trend = trendOf(
      steps,
      steps.map((step) => -step / 10),
    );
    expect(trend).toMatchObject({ kind: 'falling', relative: false });
    expect(trend?.change).toBeCloseTo(-19, 6);
  });

  it('agrees with a line fitted by hand', () => {
    // x = 0..7, y = 1, 3, 2, 5, 4, 6, 8, 7 minus 100: Sxx = 42, Sxy = 39, slope 13/14, change over 7 steps 6.5.
    const y = [1, 3, 2, 5, 4, 6, 8, 7].map((value) => value - 100);
    expect(trendOf([0, 1, 2, 3, 4, 5, 6, 7], y)?.change).toBeCloseTo(6.5, 9);
  });
});

describe('the pitch of a loss', () => {
  it('maps the range of the run to two octaves, equal ratios to equal intervals', () => {
    const values = [8, NaN, 2, 4];
    expect(pitchOf(8, values)).toBeCloseTo(highest);
    expect(pitchOf(2, values)).toBeCloseTo(lowest);
    expect(pitchOf(4, values)).toBeCloseTo(Math.sqrt(lowest * highest));
  });

  it('goes by differences where the loss can be negative, and stays in the middle of one value', () => {
    expect(pitchOf(0, [-1, 0, 1])).toBeCloseTo(Math.sqrt(lowest * highest));
    expect(pitchOf(3, [3])).toBeCloseTo(Math.sqrt(lowest * highest));
  });
});

const chart: ChartView = {
  kind: 'chart',
  label: 'Distance',
  x: 'step',
  xLabel: 'step',
  yLabel: 'distance',
  series: [
    { field: 'floor', actor: 'data', label: 'floor', style: 'floor' },
    { field: 'distance', actor: 'sample', label: 'samples' },
  ],
};

describe('the data of a chart', () => {
  it('has a row wherever a line was measured, and gaps as gaps', () => {
    const history = new History();
    history.add({ step: 0, floor: 1 });
    history.add({ step: 10, floor: 1, distance: 3 });
    history.add({ step: 20, distance: 2, floor: null });
    expect(chartData(chart, history.at(2))).toEqual({
      head: ['step', 'floor', 'samples'],
      rows: [
        [10, 1, 3],
        [20, null, 2],
      ],
    });
  });

  it('reads whole lines too, and leaves out a floor that nobody knows', () => {
    const history = new History();
    history.add({ step: 0, step2: 0, distance: Float32Array.of(5, 6), at: Float32Array.of(0.5, 1.5) });
    expect(chartData({ ...chart, x: 'at' }, history.at(0)).rows).toEqual([
      [0.5, 5],
      [1.5, 6],
    ]);
  });

  it('is empty for a run that measured nothing', () => {
    expect(chartData(chart, new History().at(-1)).rows).toEqual([]);
  });

  it('is thinned evenly, ends included', () => {
    const rows = Array.from({ length: 101 }, (_, i) => i);
    expect(thinnedRows(rows, 5)).toEqual([0, 25, 50, 75, 100]);
    expect(thinnedRows(rows.slice(0, 3), 5)).toEqual([0, 1, 2]);
  });
});

test('the line that sounds is the loss, wherever it stands; else the first line', () => {
  const views: Views = { chart, loss: { ...chart, series: [{ field: 'l', actor: 'loss', label: 'loss' }] } };
  expect(soundingSeries(views)?.field).toBe('l');
  expect(soundingSeries({ chart })?.field).toBe('distance');
  expect(soundingSeries({})).toBeUndefined();
});
