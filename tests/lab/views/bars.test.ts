import { describe, expect, it } from 'vitest';
import { chartData } from '#lab/follow/chart-data';
import { History, type Ghost } from '#lab/history';
import { packed, unpacked } from '#lab/recording';
import { barsMarkup, kind, type BarsView } from '#lab/views/bars';

const view: BarsView = {
  kind: 'bars',
  label: 'Rate per dimension',
  field: 'rates',
  actor: 'latent',
  x: 'dimensions',
  xLabel: 'dimension < 10',
  yLabel: 'nats',
};

function momentOf(rates: readonly number[], fields = {}) {
  const history = new History();
  const dimensions = Float32Array.from(rates, (_, i) => i + 1);
  history.add({ step: 0, rates: Float32Array.from(rates), dimensions, ...fields });
  return history.at(0);
}

/** Heights of the bars in units of the drawing. */
const heightsIn = (picture: string): number[] => {
  const path = /class="bars actor-latent" d="([^"]*)"/.exec(picture)?.[1] ?? '';
  return [...path.matchAll(/V([\d.]+)h/g)].map(([, top]) => 192 - Number(top));
};
const ticksIn = (picture: string): string[] =>
  [...picture.matchAll(/text-anchor="middle">([^<]*)</g)].map(([, text]) => text);

describe('bars', () => {
  it('are as high as their numbers, from nothing up', () => {
    const [one, two, none, below] = heightsIn(barsMarkup(view, momentOf([1, 2, 0, -1])));
    expect(two / one).toBeCloseTo(2, 1);
    expect([none, below]).toEqual([0, 0]);
  });

  it('bear their numbers and places while these have room', () => {
    const few = ticksIn(barsMarkup(view, momentOf([0.012, 3.456, 12.34])));
    expect(few).toEqual(expect.arrayContaining(['1', '2', '3', '0.01', '3.5', '12']));
    const many = barsMarkup(view, momentOf(new Array<number>(40).fill(2)));
    expect(heightsIn(many)).toHaveLength(40);
    expect(ticksIn(many)).toEqual(expect.arrayContaining(['10', '20', '30']));
    expect(ticksIn(many)).not.toContain('2.0');
  });

  it('bear their places in a recorded run too, whose numbers are rounded', () => {
    const { dimensions } = unpacked(packed({ step: 0, dimensions: Float32Array.of(1, 2, 3, 4, 5, 6, 7) }));
    const ticks = ticksIn(barsMarkup(view, momentOf(new Array<number>(7).fill(1), { dimensions })));
    expect(ticks.slice(0, 7)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  });

  it('stay within the plot, the threshold too, and escape their labels', () => {
    const high = { ...view, threshold: { at: 40, label: 'much' } };
    const picture = barsMarkup(high, momentOf([1, 2]));
    expect(picture).toMatch(/class="floor actor-neutral" d="M46 (\d+(\.\d+)?)H352"/);
    for (const height of heightsIn(picture)) expect(height).toBeLessThan(182 / 10);
    expect(picture).toContain('dimension &lt; 10');
  });

  it('take a threshold from the frame, and none where it was not measured', () => {
    const told = { ...view, threshold: { at: 'level', label: 'level' } };
    expect(barsMarkup(told, momentOf([1], { level: 0.5 }))).toContain('class="floor');
    expect(barsMarkup(told, momentOf([1], { level: null }))).not.toContain('class="floor');
  });

  it('do not fill the picture with small differences', () => {
    expect(Math.max(...heightsIn(barsMarkup({ ...view, least: 1 }, momentOf([0.01, 0.02]))))).toBeLessThan(5);
  });

  it('are shown once they are measured, of no height too', () => {
    expect(kind.isShown?.(view, new History().at(-1))).toBe(false);
    expect(kind.isShown?.(view, momentOf([0, 0]))).toBe(true);
    for (const moment of [new History().at(-1), momentOf([0, 0]), momentOf([3])])
      expect(barsMarkup(view, moment)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('show how high they stand in pinned runs with as many bars', () => {
    const ghost = (name: string, rates: readonly number[]): Ghost => ({ name, moment: momentOf(rates) });
    const ghosts = [ghost('1', [4, 1]), ghost('2', [1, 2, 3])];
    const picture = barsMarkup(view, { ...momentOf([1, 2]), ghosts });
    expect(picture.match(/class="ghost actor-latent" d=/g)).toHaveLength(1);
    expect(picture).toContain('>1</text>');
  });

  it('can be read as a table', () => {
    const table = chartData(kind.curves!(view), momentOf([0.5, 2]));
    expect(table).toEqual({ head: ['dimension < 10', 'nats'], rows: [[1, 0.5], [2, 2]] }); // prettier-ignore
  });
});
