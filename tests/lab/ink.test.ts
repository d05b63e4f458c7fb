import { describe, expect, it } from 'vitest';
import { inkOf, type Pixels } from '#lab/ink';

type Colour = readonly [red: number, green: number, blue: number, opacity: number];
const [white, black, clear, clearBlack]: Colour[] = [
  [255, 255, 255, 255],
  [0, 0, 0, 255],
  [255, 255, 255, 0],
  [0, 0, 0, 0],
];

/** A picture drawn with signs: `#` is ink, anything else paper. */
function picture(rows: readonly string[], ink: Colour, paper: Colour): Pixels {
  const data = rows.flatMap((row) => [...row].flatMap((sign) => (sign === '#' ? ink : paper)));
  return { width: rows[0].length, height: rows.length, data };
}

const corner = ['......', '.#....', '.#....', '.####.', '......', '......'];
const square = { width: 6, height: 6 };
const drawn = corner.flatMap((row) => [...row].map((sign) => (sign === '#' ? 255 : 0)));

describe('a picture becomes ink on paper', () => {
  it.each([
    ['dark on light', black, white],
    ['light on dark', white, black],
    ['pale on paler', [190, 190, 190, 255], [230, 230, 230, 255]],
    ['red on yellow', [200, 0, 0, 255], [250, 240, 90, 255]],
    ['dark on nothing', black, clear],
    ['dark on nothing that would be black', black, clearBlack],
    ['light on nothing', white, clear],
  ] as const)('%s', (_, ink, paper) => {
    expect(inkOf(picture(corner, ink, paper), square)).toEqual(drawn);
  });

  it('as a canvas hands it over, whose pixels know their size from their class', () => {
    const { data } = picture(corner, black, white);
    const pixels = Object.assign(Object.create(square) as typeof square, { data });
    expect(inkOf(pixels, square)).toEqual(drawn);
  });

  it('also where half of the edge is drawn on', () => {
    const frame = ['##....', '##....', '##....', '##....', '......', '......'];
    expect(inkOf(picture(frame, black, white), square)?.slice(0, 6)).toEqual([255, 255, 0, 0, 0, 0]);
  });

  it('by the mean of each area, in sixteen greys, the strongest of them 255', () => {
    const rows = [
      '........',
      '.##.....',
      '.##.....',
      '........',
      '....#...',
      '........',
      '........',
      '........',
    ];
    const ink = inkOf(picture(rows, black, white), { width: 4, height: 4 });
    expect(ink).toEqual([255, 255, 0, 0, 255, 255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0]);
    const uneven = inkOf(picture(['....', '.##.', '.##.', '....'], black, white), { width: 3, height: 3 });
    expect(uneven?.every((byte) => byte % 17 === 0)).toBe(true);
    expect(uneven?.[4]).toBe(255);
  });

  it('padded with paper where its sides are another', () => {
    const wide = picture(['........', '..####..', '........', '........'], black, white);
    const ink = inkOf(wide, { width: 8, height: 8 })!;
    const inked = ink.flatMap((byte, i) => (byte > 0 ? [i] : []));
    expect(inked).toEqual([26, 27, 28, 29]);
  });

  it('enlarged where it is too small', () => {
    const ink = inkOf(picture(['...', '.#.', '...'], black, white), square)!;
    expect(ink.flatMap((byte, i) => (byte > 0 ? [i] : []))).toEqual([14, 15, 20, 21]);
  });

  it.each([
    ['white', white],
    ['black', black],
    ['nothing', clear],
  ] as const)('or nothing where all is %s', (_, colour) => {
    expect(inkOf(picture(corner, colour, colour), square)).toBeUndefined();
  });

  it('or nothing where there is only the grain of paper', () => {
    const grain = {
      ...square,
      data: Array.from({ length: 144 }, (_, i) => (i % 4 === 3 ? 255 : 240 + (i % 5))),
    };
    expect(inkOf(grain, square)).toBeUndefined();
  });
});
