import { describe, expect, it } from 'vitest';
import { laneRows, mapPieces, margin } from '#build/map-lines';
import { seriesMap } from '#build/series-map';

const node = (id: string, ...prerequisites: string[]) => ({ id, prerequisites });
const map = seriesMap([
  node('a'),
  node('b', 'a'),
  node('c', 'a'),
  node('d', 'b', 'c'),
  node('far', 'a', 'd'),
]);

/** The straight segments of a path, in the coordinates of the whole map. */
function segments({ row, path }: { row: number; path: string }): number[][] {
  return path
    .split('M')
    .filter(Boolean)
    .map((part) => part.split(/[L ]/).map(Number))
    .map(([x1, y1, x2, y2]) => [x1, y1 + row, x2, y2 + row]);
}

describe('the lines of the map', () => {
  const pieces = mapPieces(map);
  const between = (from: string, to: string) =>
    pieces.filter((piece) => piece.from === from && piece.to === to);

  it('go straight from card to card where both stand in a row', () => {
    const [piece, ...others] = between('a', 'b');
    expect(others).toEqual([]);
    const xs = segments(piece).flatMap(([x1, y1, x2, y2]) => {
      expect([y1, y2]).toEqual([0.5, 0.5]);
      return [x1, x2];
    });
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([1 - margin, 1 + margin]);
  });

  it('are one connected way, cut at the rows, with one end', () => {
    for (const { from, to } of map.edges) {
      const own = between(from, to);
      expect(own.filter(({ end }) => end)).toHaveLength(1);
      const points = own.flatMap(segments).flatMap(([x1, y1, x2, y2]) => [`${x1} ${y1}`, `${x2} ${y2}`]);
      const once = points.filter((point) => points.filter((other) => other === point).length === 1);
      expect(once, `${from} to ${to}`).toHaveLength(2);
      for (const { row, path } of own)
        for (const [, y1, , y2] of segments({ row, path })) {
          expect(Math.min(y1, y2)).toBeGreaterThanOrEqual(row);
          expect(Math.max(y1, y2)).toBeLessThanOrEqual(row + 1);
        }
    }
  });

  it('pass cards in the strip above them', () => {
    const wide = seriesMap([node('a'), node('b', 'a'), node('c', 'b'), node('x'), node('d', 'c', 'x')]);
    const passing = mapPieces(wide).filter(({ from }) => from === 'x');
    const within = passing.flatMap(segments).filter(([x1, y1, x2, y2]) => {
      const passesCard = Math.min(x1, x2) < 1.5 && Math.max(x1, x2) > 1.5;
      return passesCard && (y1 % 1 !== 0 || y2 % 1 !== 0);
    });
    expect(passing.length).toBeGreaterThan(0);
    expect(within).toEqual([]);
  });
});

describe('the lanes of a single column', () => {
  it('keep a line open until the last topic that needs it', () => {
    const { rows, lanes } = laneRows(map);
    expect(rows.map(({ id }) => id)).toEqual(map.places.map(({ id }) => id));
    expect(rows[0]).toMatchObject({ lane: 0, path: 'M0.5 0.5V1' });
    expect(rows.at(-1)?.path).not.toContain('V1');
    expect(lanes).toBeGreaterThan(1);
    for (const { lane } of rows) expect(lane).toBeLessThan(lanes);
  });

  it('meet between rows: what leaves one enters the next', () => {
    const { rows } = laneRows(map);
    const leaving = (path: string) => [...path.matchAll(/M([\d.]+) [\d.]+V1/g)].map(([, x]) => x).sort();
    const entering = (path: string) => [...path.matchAll(/M([\d.]+) 0V/g)].map(([, x]) => x).sort();
    for (let row = 1; row < rows.length; row++)
      expect(entering(rows[row].path)).toEqual(leaving(rows[row - 1].path));
  });
});
