export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

/** The sign of the series in a square of 32: eight modes on a ring; those on the left have not arrived yet. */
export const markDots: readonly Dot[] = [
  { x: 25.5, y: 16, r: 2.7 },
  { x: 22.7, y: 22.7, r: 2.7 },
  { x: 16, y: 25.5, r: 2.5 },
  { x: 7.6, y: 24.6, r: 2.1 },
  { x: 3.4, y: 15, r: 1.6 },
  { x: 10.6, y: 11.4, r: 1.9 },
  { x: 15.6, y: 6, r: 2.4 },
  { x: 22.7, y: 9.3, r: 2.7 },
];
