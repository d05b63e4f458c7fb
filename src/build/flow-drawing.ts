/** The series' own picture: the exact flow of a mixture of three Gaussians from noise (left) to data (right), as SVG paths. */
import { noisedDensity, normalQuantile, pathFrom, type Bump } from './flow.ts';

const bumps: readonly Bump[] = [
  { weight: 0.26, mean: -1.45, deviation: 0.11 },
  { weight: 0.46, mean: 0.05, deviation: 0.15 },
  { weight: 0.28, mean: 1.35, deviation: 0.09 },
];
const lines = 44;
const steps = 40;
const [middle, unit] = [180, 66];

/** In units of the picture: lines run from `left` to `right`, between the two densities. */
export const flowFrame = { width: 1200, height: 360, left: 170, right: 1030 } as const;
const { left, right } = flowFrame;

const round = (value: number): number => Math.round(value * 10) / 10;
const yOf = (x: number): number => round(middle - unit * x);
const xOf = (step: number): number => round(left + ((right - left) * step) / steps);

/** The `d` of each path. Dots are lines of no length with round ends: they stay round however the picture is stretched. */
export function flowDrawing(): Record<'noise' | 'data' | 'lines' | 'starts' | 'ends', string> {
  const paths = Array.from({ length: lines }, (_, index) =>
    pathFrom(normalQuantile((index + 0.5) / lines), { bumps, steps }),
  );
  return {
    noise: silhouette(Math.PI / 2, { at: left - 20, side: -1, height: 140 }),
    data: silhouette(0, { at: right + 20, side: 1, height: 145 }),
    lines: paths.map((path) => `M${path.map((x, step) => `${xOf(step)} ${yOf(x)}`).join('L')}`).join(''),
    starts: paths.map((path) => `M${left} ${yOf(path[0])}h0`).join(''),
    ends: paths.map((path) => `M${right} ${yOf(path[steps])}h0`).join(''),
  };
}

/** A density standing on its side: `side` -1 swells to the left, 1 to the right. */
function silhouette(
  angle: number,
  { at, side, height }: { at: number; side: number; height: number },
): string {
  const grid = Array.from({ length: 141 }, (_, index) => -2.65 + (5.3 * index) / 140);
  const highest = Math.max(...grid.map((x) => noisedDensity(bumps, x, angle)));
  const edge = grid.map(
    (x) => `${round(at + (side * height * noisedDensity(bumps, x, angle)) / highest)} ${yOf(x)}`,
  );
  return `M${edge.join('L')}`;
}
