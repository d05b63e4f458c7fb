import { describe, expect, it } from 'vitest';
import { History } from '#lab/history';
import { kind, planeMarkup, type PlaneView } from '#lab/views/plane';

const view: PlaneView = {
  kind: 'plane',
  label: 'Players',
  extent: 2,
  layers: [
    {
      mark: 'field',
      field: 'surface',
      actor: 'critic',
      label: 'cannot say',
      levels: [1],
      above: { actor: 'data', label: 'real' },
      below: { actor: 'generator', label: 'fake' },
    },
    { mark: 'points', field: 'fakes', actor: 'sample', label: 'fakes' },
  ],
};

function pictureOf(fields: Record<string, Float32Array>): string {
  const history = new History();
  history.add({ step: 0, ...fields });
  return planeMarkup(view, history.at(0));
}

/** Heights that rise to the right, and by as much upward: four rows from below. */
const surface = Float32Array.of(-3, -2, -1, 0, -2, -1, 0, 1, -1, 0, 1, 2, 0, 1, 2, 3);

/** The places of all paths of a class, x, y pairs in the drawing. */
function placesOf(picture: string, kind: string): number[][] {
  const paths = [...picture.matchAll(new RegExp(`class="${kind} [^>]*d="([^"]*)"`, 'g'))];
  return paths.map(([, path]) => [...path.matchAll(/-?\d+/g)].map(Number));
}

describe('a field in the plane', () => {
  const picture = pictureOf({ surface, fakes: Float32Array.of(0, 0) });

  it('is tinted above and below, in two colours and at each level, beneath the points', () => {
    expect(picture.match(/class="above actor-data"/g)).toHaveLength(2);
    expect(picture.match(/class="below actor-generator"/g)).toHaveLength(2);
    expect(picture.indexOf('undecided')).toBeLessThan(picture.indexOf('class="points'));
  });

  it('lies up where it is high up: its line runs from the upper left to the lower right', () => {
    const [line] = placesOf(picture, 'undecided');
    const inside = line.flatMap((x, i) => (i % 2 === 0 ? [[x, line[i + 1]]] : []));
    const within = inside.filter(([x, y]) => Math.min(x, y) > 60 && Math.max(x, y) < 660);
    expect(within.length).toBeGreaterThan(4);
    // Where column + row is 3 in cells of 180: x + (720 - y) is 720.
    for (const [x, y] of within) expect(Math.abs(x - y)).toBeLessThanOrEqual(1);
  });

  it('that is nowhere above has no line', () => {
    const low = pictureOf({ surface: surface.map(() => -0.5) });
    expect(placesOf(low, 'undecided')).toEqual([[]]);
    expect(placesOf(low, 'below').map(({ length }) => length > 0)).toEqual([true, false]);
  });

  it('names what lies above, what lies below and its line in its legend', () => {
    const legend = kind.legend?.(view).map(({ actor, label, mark }) => `${actor} ${mark}: ${label}`);
    expect(legend).toEqual([
      'data above: real',
      'generator below: fake',
      'critic line: cannot say',
      'sample points: fakes',
    ]);
    expect(kind.fields(view)).toEqual(['surface', 'fakes']);
  });

  it('of a run that has begun to learn nothing yet draws its axes', () => {
    expect(pictureOf({})).not.toMatch(/NaN|undefined|above/);
    expect(pictureOf({})).toContain('class="axes"');
  });
});
