/** Any picture as ink on paper, in a few pixels. */

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Sixteen greys, as many as the views show. */
export const levelStep = 17;
/** Less contrast than this, from 0 to 1, is the grain of paper. */
const leastContrast = 0.1;

/** Pixels as a canvas gives them: red, green, blue and opacity, each from 0 to 255. */
export interface Pixels extends Size {
  readonly data: ArrayLike<number>;
}

/**
 * A picture as ink on paper, shrunk to fit and padded with paper. Paper is what lies along the edge, ink what differs from it towards
 * the dark or the light, whichever there is more of; what is transparent is paper. The strongest ink becomes 255.
 *
 * @returns width x height bytes; nothing where nothing is drawn
 */
export function inkOf({ data, width, height }: Pixels, size: Size): number[] | undefined {
  const darkness = darknessOf({ data, width, height });
  const towardsDark = darkness.reduce((sum, one) => sum + one, 0) >= 0;
  const ink = darkness.map((one) => Math.max(0, towardsDark ? one : -one));
  const shrunk = averaged({ data: ink, width, height }, size);
  const strongest = shrunk.reduce((most, one) => Math.max(most, one), 0);
  if (strongest < leastContrast) return undefined;
  return shrunk.map((one) => Math.round((15 * one) / strongest) * levelStep);
}

/** How much darker than paper each pixel is, from -1 to 1. */
function darknessOf({ data, width, height }: Pixels): number[] {
  const opacity = Array.from({ length: width * height }, (_, i) => data[4 * i + 3] / 255);
  // Luma of Rec. 601, as televisions weigh colours.
  const light = opacity.map(
    (_, i) => (0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]) / 255,
  );
  const edge = opacity.flatMap((_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return x === 0 || y === 0 || x === width - 1 || y === height - 1 ? [i] : [];
  });
  const solid = edge.filter((i) => opacity[i] > 0.5).map((i) => light[i]);
  const paper = 2 * solid.length >= edge.length ? middleOf(solid) : oppositeOf(light, opacity);
  return opacity.map((share, i) => share * (paper - light[i]));
}

const middleOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** White beneath what is mostly dark, black beneath what is mostly light. */
function oppositeOf(light: readonly number[], opacity: readonly number[]): number {
  const all = opacity.reduce((sum, share) => sum + share, 0);
  const mean = light.reduce((sum, one, i) => sum + one * opacity[i], 0) / Math.max(all, 1e-9);
  return mean < 0.5 ? 1 : 0;
}

/** Each pixel of the result is the mean of the area that it covers; beyond the picture there is paper, 0. */
function averaged(from: Pixels, { width, height }: Size): number[] {
  const side = Math.max(from.width / width, from.height / height);
  const [left, top] = [(from.width - width * side) / 2, (from.height - height * side) / 2];
  return Array.from({ length: width * height }, (_, i) => {
    const columns = overlaps(left + (i % width) * side, side, from.width);
    const rows = overlaps(top + Math.floor(i / width) * side, side, from.height);
    let sum = 0;
    for (const [y, tall] of rows)
      for (const [x, wide] of columns) sum += from.data[y * from.width + x] * wide * tall;
    return sum / side ** 2;
  });
}

/** Which of `count` pixels a stretch of the axis covers, and how much of each. */
function overlaps(start: number, length: number, count: number): [at: number, share: number][] {
  const end = start + length;
  const found: [number, number][] = [];
  for (let at = Math.max(0, Math.floor(start)); at < Math.min(count, Math.ceil(end)); at++)
    found.push([at, Math.min(end, at + 1) - Math.max(start, at)]);
  return found;
}
