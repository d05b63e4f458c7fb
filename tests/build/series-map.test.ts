import { describe, expect, it } from 'vitest';
import { missingPrerequisite, seriesMap } from '#build/series-map';

const node = (id: string, ...prerequisites: string[]) => ({ id, prerequisites });
const series = [
  node('intro'),
  node('diffusion', 'intro'),
  node('vae', 'intro'),
  node('gan', 'intro'),
  node('latent', 'diffusion', 'vae'),
  node('guidance', 'diffusion'),
];

describe('the map of the series', () => {
  const map = seriesMap(series);
  const place = (id: string) => map.places.find((one) => one.id === id);

  it('puts a topic one column after the last that it needs', () => {
    expect(map.places.map(({ id, column }) => [id, column])).toEqual([
      ['intro', 0],
      ['diffusion', 1],
      ['guidance', 2],
      ['vae', 1],
      ['latent', 2],
      ['gan', 1],
    ]);
    expect(map).toMatchObject({ columns: 3, rows: 3 });
  });

  it('reads every topic after all that it needs', () => {
    const order = map.places.map(({ id }) => id);
    for (const { id, prerequisites } of series)
      for (const before of prerequisites) expect(order.indexOf(before)).toBeLessThan(order.indexOf(id));
  });

  it('gives no place twice, and none above where it comes from', () => {
    const places = map.places.map(({ column, row }) => `${column} ${row}`);
    expect(new Set(places).size).toBe(series.length);
    expect(place('latent')?.row).toBe(1);
  });

  it('draws no line that follows from others', () => {
    const { edges } = seriesMap([node('a'), node('b', 'a'), node('c', 'a', 'b')]);
    expect(edges).toEqual([
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
    ]);
  });

  it('takes a series without articles', () => {
    expect(seriesMap([])).toEqual({ places: [], edges: [], columns: 0, rows: 0 });
  });
});

describe('a topic that cannot be reached', () => {
  it('is named, whether it needs itself or nothing known', () => {
    expect(missingPrerequisite(series)).toBeUndefined();
    expect(missingPrerequisite([node('a'), node('b', 'c'), node('c', 'b')])).toBe('b');
    expect(missingPrerequisite([node('a', 'nowhere')])).toBe('a');
  });
});
